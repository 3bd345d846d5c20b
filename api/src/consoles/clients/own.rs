//! The consoles that a member may open.

use super::{store, store_events};
use crate::people::groups;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError};
use crate::protection::access::{Authorized, OwnAccount};
use shared_types::clients::{Acr, OwnConsole};

pub(super) async fn list_own_consoles(
    context: &Context,
    caller: Authorized<OwnAccount>,
) -> Result<Vec<OwnConsole>, DbError> {
    let (organization, aal) = (caller.organization.key, caller.actor.aal);
    let (own, role) = (caller.actor.member.key, caller.actor.role);
    let list = move |connection: &mut DbConnection| {
        let clients = store::list(connection, organization)?;
        let groups = groups::of_member(connection, organization, own)?;
        let uses = store_events::list_uses_of(connection, own)?;
        let mut consoles: Vec<OwnConsole> = clients
            .into_iter()
            .filter(|client| !client.is_disabled() && client.admits(role, &groups))
            .filter_map(|client| {
                let settings = client.settings;
                Some(OwnConsole {
                    id: client.id,
                    launch_uri: settings.launch_uri?,
                    name: settings.name,
                    fresh_code: settings.fresh_code,
                    needs_second_step: settings.minimum_acr == Acr::Aal2 && aal < 2,
                    last_used_at: uses.get(&client.key).copied(),
                })
            })
            .collect();
        consoles.sort_by_cached_key(|console| console.name.to_lowercase());
        Ok(consoles)
    };
    context.db.read(list).await
}
