//! The tables `client_events` and `client_uses`.

use super::came::Came;
use crate::platform::db::keys::{ClientKey, MemberKey};
use crate::platform::db::schema::{client_events, client_uses};
use crate::platform::db::{DbConnection, DbResult, on_backend};
use diesel::prelude::*;
use diesel::upsert::excluded;
use shared_types::audit_events::AuditOutcome;
use shared_types::client_events::{ClientEvent, ClientEventKind, ClientRefusal};
use shared_types::time::Time;
use std::collections::HashMap;

/// One row more, or the same once more. Of a console that is gone nothing is kept.
pub(super) fn note(
    connection: &mut DbConnection,
    client: ClientKey,
    came: &Came,
    at: Time,
    count: i64,
) -> DbResult<()> {
    if !super::store::is_there(connection, client)? {
        return Ok(());
    }
    let detail = serde_json::to_string(&came.detail).expect("plain values serialise");
    let row = (
        client_events::client.eq(client),
        client_events::kind.eq(came.kind.as_str()),
        client_events::refusal.eq(came.refusal.map_or("", ClientRefusal::as_str)),
        client_events::at.eq(at.micros()),
        client_events::count.eq(count),
        client_events::detail.eq(detail),
    );
    let key = (
        client_events::client,
        client_events::kind,
        client_events::refusal,
    );
    on_backend!(connection, |own| diesel::insert_into(client_events::table)
        .values(row)
        .on_conflict(key)
        .do_update()
        .set((
            client_events::at.eq(excluded(client_events::at)),
            client_events::count.eq(client_events::count + excluded(client_events::count)),
            client_events::detail.eq(excluded(client_events::detail)),
        ))
        .execute(own))
    .map(drop)
}

/// The latest time counts.
pub(super) fn note_use(
    connection: &mut DbConnection,
    member: MemberKey,
    client: ClientKey,
    at: Time,
) -> DbResult<()> {
    if !super::store::is_there(connection, client)? {
        return Ok(());
    }
    let row = (
        client_uses::member.eq(member),
        client_uses::client.eq(client),
        client_uses::at.eq(at.micros()),
    );
    on_backend!(connection, |own| diesel::insert_into(client_uses::table)
        .values(row)
        .on_conflict((client_uses::member, client_uses::client))
        .do_update()
        .set(client_uses::at.eq(excluded(client_uses::at)))
        .execute(own))
    .map(drop)
}

/// All of one console, newest first.
pub(super) fn list(connection: &mut DbConnection, client: ClientKey) -> DbResult<Vec<ClientEvent>> {
    let rows: Vec<(String, String, i64, i64, String)> = client_events::table
        .filter(client_events::client.eq(client))
        .select((
            client_events::kind,
            client_events::refusal,
            client_events::at,
            client_events::count,
            client_events::detail,
        ))
        .load(connection)?;
    let mut events: Vec<ClientEvent> = rows
        .into_iter()
        // A word of a newer program is left out.
        .filter_map(|(kind, refusal, at, count, detail)| {
            let reason = match refusal.as_str() {
                "" => None,
                _ => Some(ClientRefusal::try_from(refusal).ok()?),
            };
            Some(ClientEvent {
                at: Time::from_micros(at),
                kind: ClientEventKind::try_from(kind).ok()?,
                outcome: match reason {
                    None => AuditOutcome::Success,
                    Some(_) => AuditOutcome::Failure,
                },
                reason,
                count,
                detail: serde_json::from_str(&detail).unwrap_or_default(),
            })
        })
        .collect();
    events.sort_by_key(|event| std::cmp::Reverse((event.at, event.kind)));
    Ok(events)
}

/// When somebody was last signed in at these consoles.
pub(super) fn list_last_uses(
    connection: &mut DbConnection,
    clients: &[ClientKey],
) -> DbResult<HashMap<ClientKey, Time>> {
    let kind = ClientEventKind::SignedIn.as_str();
    let mut uses = HashMap::new();
    // One look at the key for each: with all of them at once, a file reads the whole table.
    for client in clients {
        let at: Option<i64> = client_events::table
            .find((client, kind, ""))
            .select(client_events::at)
            .get_result(connection)
            .optional()?;
        uses.extend(at.map(|at| (*client, Time::from_micros(at))));
    }
    Ok(uses)
}

/// When this member last went to each console.
pub(super) fn list_uses_of(
    connection: &mut DbConnection,
    member: MemberKey,
) -> DbResult<HashMap<ClientKey, Time>> {
    let rows: Vec<(ClientKey, i64)> = client_uses::table
        .filter(client_uses::member.eq(member))
        .select((client_uses::client, client_uses::at))
        .load(connection)?;
    let uses = rows.into_iter();
    Ok(uses
        .map(|(client, at)| (client, Time::from_micros(at)))
        .collect())
}

/// Each console has few rows, so they are looked through.
pub(super) fn delete_refusals_before(
    connection: &mut DbConnection,
    before: Time,
) -> DbResult<usize> {
    let old = client_events::table
        .filter(client_events::refusal.ne(""))
        .filter(client_events::at.lt(before.micros()));
    diesel::delete(old).execute(connection)
}
