//! The table `client_secrets`.

use crate::platform::crypto::token::{NewToken, PresentedToken};
use crate::platform::db::keys::ClientKey;
use crate::platform::db::schema::client_secrets;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::time::Time;
use std::collections::HashMap;

pub(super) fn insert(
    connection: &mut DbConnection,
    client: ClientKey,
    secret: &NewToken,
) -> DbResult<()> {
    diesel::insert_into(client_secrets::table)
        .values((
            client_secrets::key.eq(secret.selector),
            client_secrets::client.eq(client),
            client_secrets::verifier.eq(secret.verifier.as_bytes()),
        ))
        .execute(connection)
        .map(drop)
}

/// The one that is good without an end gets one; a former one is gone, so that two are good at most.
pub(super) fn retire(
    connection: &mut DbConnection,
    client: ClientKey,
    ends_at: Time,
) -> DbResult<()> {
    let own = || client_secrets::table.filter(client_secrets::client.eq(client));
    diesel::delete(own().filter(client_secrets::ends_at.is_not_null())).execute(connection)?;
    diesel::update(own())
        .set(client_secrets::ends_at.eq(ends_at.micros()))
        .execute(connection)
        .map(drop)
}

/// Whose secret this is, while it is good.
pub(super) fn find_presented(
    connection: &mut DbConnection,
    presented: &PresentedToken,
    now: Time,
) -> DbResult<Option<ClientKey>> {
    let row: Option<(ClientKey, Vec<u8>, Option<i64>)> = client_secrets::table
        .find(presented.selector)
        .select((
            client_secrets::client,
            client_secrets::verifier,
            client_secrets::ends_at,
        ))
        .get_result(connection)
        .optional()?;
    let is_right = presented.matches(row.as_ref().map(|(_, verifier, _)| verifier.as_slice()));
    let row =
        row.filter(|(_, _, ends_at)| is_right && ends_at.is_none_or(|end| now.micros() < end));
    Ok(row.map(|(client, ..)| client))
}

/// When the former secrets of these consoles end.
pub(super) fn list_ends(
    connection: &mut DbConnection,
    clients: &[ClientKey],
    now: Time,
) -> DbResult<HashMap<ClientKey, Time>> {
    let mut ends = HashMap::new();
    for client in clients {
        let end: Option<i64> = client_secrets::table
            .filter(client_secrets::client.eq(client))
            .filter(client_secrets::ends_at.gt(now.micros()))
            .select(client_secrets::ends_at.assume_not_null())
            .get_result(connection)
            .optional()?;
        ends.extend(end.map(|end| (*client, Time::from_micros(end))));
    }
    Ok(ends)
}

/// Deletes those that are good no more.
pub(super) fn delete_ended(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let ended = client_secrets::table.filter(client_secrets::ends_at.le(now.micros()));
    diesel::delete(ended).execute(connection)
}
