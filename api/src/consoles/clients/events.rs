//! What came of consoles last: noted at each request of OAuth, written down a second later, and shown to administrators.

use super::came::Came;
use super::refusals::GetClientError;
use super::{service, store_events};
use crate::platform::context::Context;
use crate::platform::db::DbConnection;
use crate::platform::db::keys::{ClientKey, MemberKey};
use crate::protection::access::{Authorized, ClientsManage};
use shared_types::client_events::{ClientEvents, ClientRefusal};
use shared_types::ids::ClientId;
use std::sync::Arc;

/// Notes it; nothing waits for the database.
pub fn note(context: &Context, client: ClientKey, came: Came) {
    let refusal = came.refusal.map_or("", ClientRefusal::as_str);
    let key = format!(
        "client-event/{}/{}/{refusal}",
        client.number(),
        came.kind.as_str()
    );
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection, count: i64| {
        store_events::note(connection, client, &came, now, count)
    };
    context.notes.put(key, Arc::new(write));
}

/// Notes that a member went to a console.
pub fn note_use(context: &Context, client: ClientKey, member: MemberKey) {
    let key = format!("client-use/{}/{}", member.number(), client.number());
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection, _: i64| {
        store_events::note_use(connection, member, client, now)
    };
    context.notes.put(key, Arc::new(write));
}

/// What came of a console of the caller's organization.
pub(super) async fn list_events(
    context: &Context,
    caller: Authorized<ClientsManage>,
    id: ClientId,
) -> Result<ClientEvents, GetClientError> {
    let (now, organization) = (context.clock.now(), caller.organization.key);
    let list = move |connection: &mut DbConnection| {
        let Some(client) = service::find_own(connection, organization, id)? else {
            return Ok(Err(GetClientError::NotFound));
        };
        let events = store_events::list(connection, client.key)?;
        Ok(Ok(ClientEvents { now, events }))
    };
    context.db.read(list).await?
}
