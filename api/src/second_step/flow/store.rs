//! Flows as they are read: rows of `sign_ins` in the state `flow`, each with everything that decides
//! about it in one statement.

use super::model::{Flow, FlowFacts};
use crate::people::browsers::BrowserColumns;
use crate::people::devices::{DeviceColumns, Devices};
use crate::people::members::{Member, MemberColumns};
use crate::people::sign_ins::State;
use crate::platform::crypto::token::PresentedToken;
use crate::platform::db::keys::{KEYS_PER_MEMBER, SignInKey, SignInRef};
use crate::platform::db::schema::{
    known_browsers, members, organizations, rules, sign_ins, totp_devices,
};
use crate::platform::db::{DbConnection, DbResult, on_backend, pg_advisory_xact_lock};
use diesel::prelude::*;
use shared_types::sessions::Transport;
use shared_types::time::Time;
use std::collections::HashMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = sign_ins)]
struct FlowColumns {
    key: SignInKey,
    public_id: Vec<u8>,
    verifier: Vec<u8>,
    epoch: i64,
    #[diesel(deserialize_as = String)]
    transport: Transport,
    replaces_device: bool,
    short_password: bool,
    email_at: Option<i64>,
    #[diesel(deserialize_as = i64)]
    expires_at: Time,
}

type Row = (
    FlowColumns,
    MemberColumns,
    Option<DeviceColumns>,
    Option<BrowserColumns>,
);

/// The statement, found by a condition.
///
/// A server locks tables in the order of the query: members first, as every change does.
macro_rules! flows_where {
    ($condition:expr) => {
        members::table
            .inner_join(sign_ins::table.on(sign_ins::member.eq(members::key)))
            .inner_join(organizations::table.on(organizations::key.eq(members::organization)))
            .inner_join(rules::table.on(rules::key.eq(members::rule)))
            .left_join(totp_devices::table.on(totp_devices::key.eq(members::key * KEYS_PER_MEMBER)))
            .left_join(
                known_browsers::table.on(sign_ins::browser.eq(known_browsers::key.nullable())),
            )
            .filter($condition)
            .filter(sign_ins::state.eq(State::Flow.as_str()))
            .select((
                FlowColumns::as_select(),
                MemberColumns::as_select(),
                Option::<DeviceColumns>::as_select(),
                Option::<BrowserColumns>::as_select(),
            ))
    };
}

/// Takes the lock of the member whose flow it is, in one question; SQLite's writer is alone. It names
/// `members` first too: a transaction keeps the locks of tables in the order in which it met them.
pub(super) fn lock_member(connection: &mut DbConnection, token: &PresentedToken) -> DbResult<()> {
    let DbConnection::Postgres(own) = connection else {
        return Ok(());
    };
    members::table
        .inner_join(sign_ins::table.on(sign_ins::member.eq(members::key)))
        .filter(sign_ins::key.eq(SignInKey::of(token.selector)))
        .select(pg_advisory_xact_lock(sign_ins::member))
        .execute(own)
        .map(drop)
}

/// The flow that a token opens.
pub(super) fn find_flow(
    connection: &mut DbConnection,
    token: &PresentedToken,
    now: Time,
) -> DbResult<Option<FlowFacts>> {
    let row = find_row(connection, SignInKey::of(token.selector))?;
    let is_opened = token.matches(row.as_ref().map(|row| row.0.verifier.as_slice()));
    Ok(row.filter(|_| is_opened).map(|row| into_facts(row, now)))
}

/// The word for why the sign-in was ended that a token opened until then.
pub(super) fn find_end_reason(
    connection: &mut DbConnection,
    token: &PresentedToken,
    transport: Transport,
) -> DbResult<Option<String>> {
    let row = sign_ins::table
        .find(SignInKey::of(token.selector))
        .filter(sign_ins::state.eq(State::Ended.as_str()))
        .filter(sign_ins::transport.eq(transport.as_str()))
        .select((sign_ins::verifier, sign_ins::end_reason))
        .get_result::<(Vec<u8>, Option<String>)>(connection)
        .optional()?;
    let is_opened = token.matches(row.as_ref().map(|(verifier, _)| verifier.as_slice()));
    Ok(row.filter(|_| is_opened).and_then(|(_, reason)| reason))
}

/// The sign-in of this member and epoch that a token opens or opened as a flow.
pub(super) fn find_earlier(
    connection: &mut DbConnection,
    token: &PresentedToken,
    member: &Member,
) -> DbResult<Option<SignInKey>> {
    let key = SignInKey::of(token.selector);
    let verifier = sign_ins::table
        .find(key)
        .filter(sign_ins::state.ne(State::Session.as_str()))
        .filter(sign_ins::member.eq(member.key))
        .filter(sign_ins::epoch.eq(member.epoch))
        .select(sign_ins::verifier)
        .get_result::<Vec<u8>>(connection)
        .optional()?;
    Ok(token.matches(verifier.as_deref()).then_some(key))
}

/// The flow of a key that was read before.
pub(super) fn find_flow_by_key(
    connection: &mut DbConnection,
    key: SignInKey,
    now: Time,
) -> DbResult<Option<FlowFacts>> {
    Ok(find_row(connection, key)?.map(|row| into_facts(row, now)))
}

fn find_row(connection: &mut DbConnection, key: SignInKey) -> DbResult<Option<Row>> {
    on_backend!(connection, |own| flows_where!(sign_ins::key.eq(key))
        .get_result::<Row>(own))
    .optional()
}

/// The flows that tokens open, each at the place of its token: on PostgreSQL in one statement for all,
/// on SQLite one by one, with the cached statement.
pub(super) fn find_flows(
    connection: &mut DbConnection,
    tokens: &[PresentedToken],
    now: Time,
) -> DbResult<Vec<Option<FlowFacts>>> {
    let keys: Vec<SignInKey> = tokens
        .iter()
        .map(|one| SignInKey::of(one.selector))
        .collect();
    let rows = match connection {
        DbConnection::Postgres(own) => flows_where!(sign_ins::key.eq_any(keys)).load::<Row>(own)?,
        one_by_one @ DbConnection::Sqlite(_) => {
            let rows = keys.into_iter().map(|key| find_row(one_by_one, key));
            rows.filter_map(Result::transpose)
                .collect::<DbResult<_>>()?
        }
    };
    let mut rows: HashMap<SignInKey, Row> = rows.into_iter().map(|row| (row.0.key, row)).collect();
    let found = tokens.iter().map(|token| {
        // A flow that is named twice is given once: what was read of it is good for one change.
        let row = rows.remove(&SignInKey::of(token.selector));
        let is_opened = token.matches(row.as_ref().map(|row| row.0.verifier.as_slice()));
        row.filter(|_| is_opened).map(|row| into_facts(row, now))
    });
    Ok(found.collect())
}

fn into_facts((flow, member, device, browser): Row, now: Time) -> FlowFacts {
    let member = Member::from(member);
    let devices = device.map(|device| device.into_device(member.reference()));
    FlowFacts {
        flow: Flow {
            key: flow.key,
            id: SignInRef::of_row(flow.key, &flow.public_id).flow(),
            epoch: flow.epoch,
            transport: flow.transport,
            browser: browser.and_then(|browser| browser.known(now)),
            replaces_device: flow.replaces_device,
            has_short_password: flow.short_password,
            email_at: flow.email_at.map(Time::from_micros),
            expires_at: flow.expires_at,
        },
        devices: Devices::of(devices),
        member,
    }
}
