//! What follows when a session has ended: its row goes, and in the same change the console is put down to be told.

use super::deliver::LOGOUT;
use super::model::{Ended, Login};
use super::store;
use crate::consoles::clients;
use crate::messages::delivery::{self, NewDelivery, Priority};
use crate::people::sessions;
use crate::platform::db::keys::SignInKey;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::limits::LOGOUT_TOLD_FOR;
use crate::platform::new_id::new_id;
use shared_types::time::Time;
use std::collections::BTreeSet;

/// Of these, those whose session has ended are told; how many.
pub(super) fn tell_of_ended(
    connection: &mut DbConnection,
    logins: &[Login],
    now: Time,
) -> DbResult<usize> {
    let sessions: BTreeSet<SignInKey> = logins.iter().map(|login| login.sign_in).collect();
    let sessions: Vec<SignInKey> = sessions.into_iter().collect();
    let ended = sessions::list_ended(connection, &sessions, now)?;
    // One order, for several nodes find out at once.
    let mut logins: Vec<&Login> = logins.iter().collect();
    logins.sort_by_key(|login| (login.sign_in, login.client));
    let mut told = 0;
    for login in logins {
        if ended.contains(&login.sign_in) && store::delete(connection, login)? {
            tell(connection, login, now)?;
            told += 1;
        }
    }
    Ok(told)
}

/// A console that is disabled, or has no address for it, is told nothing.
fn tell(connection: &mut DbConnection, login: &Login, now: Time) -> DbResult<()> {
    let found = clients::find_by_key(connection, login.client)?;
    let is_told = |client: &clients::Client| {
        !client.is_disabled() && client.settings.backchannel_logout_uri.is_some()
    };
    let Some(client) = found.filter(is_told) else {
        return Ok(());
    };
    let ended = Ended {
        client: client.id,
        member: login.member,
        session: login.session,
    };
    let delivery = NewDelivery {
        id: new_id(now).to_string(),
        kind: &client.id.to_string(),
        priority: Priority::Ordinary,
        organization: client.organization.id,
        // A row that names a person is shown among that person's mails.
        member: None,
        payload: serde_json::to_vec(&ended).expect("plain values serialise"),
        created_at: now,
        paced_for: None,
        expires_at: now + LOGOUT_TOLD_FOR,
    };
    delivery::enqueue(connection, &LOGOUT, &delivery)
}
