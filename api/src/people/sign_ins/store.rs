//! The table `sign_ins`: what moves a row on. Each statement names the state that it starts from.

use super::model::{EndReason, FlowsOf, LiveFlow, NewSignIn, State, Transition};
use crate::platform::crypto::token::Verifier;
use crate::platform::db::keys::{BrowserKey, MemberKey, SignInKey, SignInRef};
use crate::platform::db::schema::sign_ins;
use crate::platform::db::{self, DbConnection, DbResult, on_backend};
use diesel::dsl::auto_type;
use diesel::prelude::*;
use shared_types::ids::SessionId;
use shared_types::limits::{FLOW_LIFETIME, FRESH_FOR, SESSION_LIFETIME, SIGN_INS_PER_SWEEP};
use shared_types::time::Time;
use std::time::Duration;

/// The row with this key, while it is a flow.
#[auto_type]
fn flow(key: SignInKey) -> _ {
    let state: &'static str = State::Flow.as_str();
    sign_ins::table.find(key).filter(sign_ins::state.eq(state))
}

/// The row with this key, while it is a session.
#[auto_type]
fn session(key: SignInKey) -> _ {
    let state: &'static str = State::Session.as_str();
    sign_ins::table.find(key).filter(sign_ins::state.eq(state))
}

/// What a flow gains when it becomes a session: four times, and the longer word of its state.
pub const RESERVED: &[u8] = &[0; 4 * size_of::<i64>() + State::GROWTH];

/// `false` when the selector is taken.
pub(super) fn insert_sign_in(
    connection: &mut DbConnection,
    names: SignInRef,
    new: &NewSignIn<'_>,
    verifier: &Verifier,
    now: Time,
) -> DbResult<bool> {
    let row = (
        sign_ins::key.eq(names.key),
        sign_ins::public_id.eq(&names.public_id.as_bytes()[..]),
        sign_ins::state.eq(State::Flow.as_str()),
        sign_ins::verifier.eq(verifier.as_bytes()),
        sign_ins::member.eq(new.member),
        sign_ins::epoch.eq(new.epoch),
        sign_ins::transport.eq(new.transport.as_str()),
        sign_ins::aal.eq(2),
        sign_ins::replaces_device.eq(new.replaces_device),
        sign_ins::short_password.eq(new.has_short_password),
        sign_ins::code_failures.eq(0),
        sign_ins::started_at.eq(now.micros()),
        sign_ins::expires_at.eq((now + FLOW_LIFETIME).micros()),
        sign_ins::told_at.eq((!new.is_watched).then(|| now.micros())),
        sign_ins::browser.eq(new.browser),
        sign_ins::label.eq(&new.origin.program),
        sign_ins::network.eq(&new.origin.network),
        sign_ins::reserved.eq(RESERVED),
    );
    let insert = diesel::insert_into(sign_ins::table)
        .values(row)
        .on_conflict_do_nothing();
    let inserted = on_backend!(connection, |own| insert.execute(own))?;
    Ok(inserted == 1)
}

/// Makes a flow a session. One row or none.
pub(super) fn consume_flow(
    connection: &mut DbConnection,
    Transition {
        key,
        epoch,
        aal,
        browser,
    }: Transition,
    verifier: &Verifier,
    now: Time,
) -> DbResult<bool> {
    let open = flow(key)
        .filter(sign_ins::epoch.eq(epoch))
        .filter(sign_ins::expires_at.gt(now.micros()));
    let change = diesel::update(open).set((
        sign_ins::state.eq(State::Session.as_str()),
        sign_ins::verifier.eq(verifier.as_bytes()),
        sign_ins::aal.eq(i64::from(aal)),
        sign_ins::code_at.eq((aal > 1).then(|| now.micros())),
        sign_ins::finished_at.eq(now.micros()),
        sign_ins::last_used_at.eq(now.micros()),
        sign_ins::expires_at.eq((now + SESSION_LIFETIME).micros()),
        sign_ins::fresh_until.eq((now + FRESH_FOR).micros()),
        sign_ins::reserved.eq([]),
        browser.map(|browser| sign_ins::browser.eq(browser)),
    ));
    let changed = on_backend!(connection, |own| change.execute(own))?;
    Ok(changed == 1)
}

/// The flows of a member that can still go on, the oldest first.
pub(super) fn list_live_flows(
    connection: &mut DbConnection,
    of: FlowsOf,
    now: Time,
) -> DbResult<Vec<LiveFlow>> {
    let rows = sign_ins::table
        .filter(sign_ins::member.eq(of.member))
        .filter(sign_ins::epoch.eq(of.epoch))
        .filter(sign_ins::state.eq(State::Flow.as_str()))
        .filter(sign_ins::expires_at.gt(now.micros()))
        .order(sign_ins::key)
        .select((
            sign_ins::key,
            sign_ins::browser,
            sign_ins::network,
            sign_ins::expires_at,
        ))
        .load::<(SignInKey, Option<BrowserKey>, String, i64)>(connection)?;
    let flows = rows.into_iter().map(|row| LiveFlow {
        key: row.0,
        browser: row.1,
        network: row.2,
        expires_at: Time::from_micros(row.3),
    });
    Ok(flows.collect())
}

pub(super) fn find_browser(
    connection: &mut DbConnection,
    key: SignInKey,
) -> DbResult<Option<BrowserKey>> {
    let found = sign_ins::table
        .find(key)
        .select(sign_ins::browser)
        .get_result::<Option<BrowserKey>>(connection)
        .optional()?;
    Ok(found.flatten())
}

/// Ends a flow. One row or none.
pub(super) fn update_ended(
    connection: &mut DbConnection,
    key: SignInKey,
    reason: EndReason,
    now: Time,
) -> DbResult<bool> {
    let changed = diesel::update(flow(key))
        .set((
            sign_ins::state.eq(State::Ended.as_str()),
            sign_ins::ended_at.eq(now.micros()),
            sign_ins::end_reason.eq(reason.as_str()),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Ends a session of this member. One row or none.
pub(super) fn update_session_ended(
    connection: &mut DbConnection,
    member: MemberKey,
    session: SessionId,
    now: Time,
) -> DbResult<bool> {
    let own = sign_ins::table
        .filter(sign_ins::member.eq(member))
        .filter(sign_ins::state.eq(State::Session.as_str()))
        .filter(sign_ins::public_id.eq(&session.0.as_bytes()[..]));
    let changed = diesel::update(own)
        .set((
            sign_ins::state.eq(State::Ended.as_str()),
            sign_ins::ended_at.eq(now.micros()),
            sign_ins::end_reason.eq(EndReason::SignedOut.as_str()),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

/// The flow goes on in another epoch, under another verifier, with nothing proven.
pub(super) fn update_renewed(
    connection: &mut DbConnection,
    key: SignInKey,
    epoch: i64,
    verifier: &Verifier,
) -> DbResult<()> {
    diesel::update(flow(key))
        .set((
            sign_ins::epoch.eq(epoch),
            sign_ins::verifier.eq(verifier.as_bytes()),
            sign_ins::replaces_device.eq(false),
            sign_ins::email_at.eq(None::<i64>),
        ))
        .execute(connection)
        .map(drop)
}

/// Counts a wrong code in the flow; gives how many there are.
pub(super) fn consume_try(connection: &mut DbConnection, key: SignInKey) -> DbResult<i64> {
    diesel::update(flow(key))
        .set(sign_ins::code_failures.eq(sign_ins::code_failures + 1))
        .execute(connection)?;
    sign_ins::table
        .find(key)
        .select(sign_ins::code_failures)
        .get_result(connection)
}

pub(super) fn update_spent_codes(connection: &mut DbConnection, key: SignInKey) -> DbResult<i64> {
    diesel::update(flow(key))
        .set(sign_ins::spent_codes.eq(sign_ins::spent_codes + 1))
        .execute(connection)?;
    sign_ins::table
        .find(key)
        .select(sign_ins::spent_codes)
        .get_result(connection)
}

pub(super) fn update_replacing(connection: &mut DbConnection, key: SignInKey) -> DbResult<()> {
    diesel::update(flow(key))
        .set((
            sign_ins::replaces_device.eq(true),
            sign_ins::email_at.eq(None::<i64>),
        ))
        .execute(connection)
        .map(drop)
}

pub(super) fn update_password_replaced(
    connection: &mut DbConnection,
    key: SignInKey,
) -> DbResult<()> {
    diesel::update(flow(key))
        .set(sign_ins::short_password.eq(false))
        .execute(connection)
        .map(drop)
}

pub(super) fn update_keeping(connection: &mut DbConnection, key: SignInKey) -> DbResult<()> {
    diesel::update(flow(key))
        .set((
            sign_ins::replaces_device.eq(false),
            sign_ins::email_at.eq(None::<i64>),
        ))
        .execute(connection)
        .map(drop)
}

pub(super) fn update_email_at(
    connection: &mut DbConnection,
    key: SignInKey,
    now: Time,
) -> DbResult<()> {
    diesel::update(flow(key))
        .set(sign_ins::email_at.eq(now.micros()))
        .execute(connection)
        .map(drop)
}

pub(super) fn update_epoch(
    connection: &mut DbConnection,
    key: SignInKey,
    epoch: i64,
) -> DbResult<()> {
    diesel::update(session(key))
        .set(sign_ins::epoch.eq(epoch))
        .execute(connection)
        .map(drop)
}

pub(super) fn update_lowered(connection: &mut DbConnection, key: SignInKey) -> DbResult<()> {
    diesel::update(session(key))
        .set((sign_ins::aal.eq(1), sign_ins::code_at.eq(None::<i64>)))
        .execute(connection)
        .map(drop)
}

pub(super) fn update_fresh_until(
    connection: &mut DbConnection,
    key: SignInKey,
    until: Time,
) -> DbResult<()> {
    diesel::update(session(key))
        .set(sign_ins::fresh_until.eq(until.micros()))
        .execute(connection)
        .map(drop)
}

const LAST_USED_POSTGRES: &str = "UPDATE sign_ins SET last_used_at = noted.at \
    FROM (SELECT unnest(?::bigint[]) AS key, unnest(?::bigint[]) AS at) AS noted \
    WHERE sign_ins.key = noted.key AND sign_ins.last_used_at < noted.at \
    AND sign_ins.state = 'session'";

/// In the order of their keys, so that two nodes lock the rows in one order.
pub(super) fn update_last_used(
    connection: &mut DbConnection,
    uses: &[(SignInKey, Time)],
) -> DbResult<()> {
    if let DbConnection::Postgres(own) = connection {
        return db::array_sql(LAST_USED_POSTGRES)
            .numbers(uses.iter().map(|(key, _)| key.number()))
            .numbers(uses.iter().map(|(_, at)| at.micros()))
            .run(own)
            .map(drop);
    }
    uses.iter().try_for_each(|(key, at)| {
        db::static_sql(
            "UPDATE sign_ins SET last_used_at = ? \
             WHERE key = ? AND last_used_at < ? AND state = 'session'",
        )
        .number(at.micros())
        .number(key.number())
        .number(at.micros())
        .run(connection)
        .map(drop)
    })
}

/// Deletes rows before a key that are over and of which nobody need be told.
pub(super) fn delete_settled(
    connection: &mut DbConnection,
    before: SignInKey,
    now: Time,
) -> DbResult<usize> {
    let over = sign_ins::state
        .eq(State::Ended.as_str())
        .or(sign_ins::expires_at.le(now.micros()));
    let settled = sign_ins::told_at
        .is_not_null()
        .or(sign_ins::finished_at.is_not_null());
    let keys: Vec<SignInKey> = sign_ins::table
        .filter(sign_ins::key.lt(before))
        .filter(over)
        .filter(settled)
        .order(sign_ins::key)
        .limit(SIGN_INS_PER_SWEEP)
        .select(sign_ins::key)
        .load(connection)?;
    diesel::delete(sign_ins::table.filter(sign_ins::key.eq_any(keys))).execute(connection)
}

/// Moves the times of a member's flows back by so much.
pub(super) fn update_flows_advanced(
    connection: &mut DbConnection,
    member: MemberKey,
    by: Duration,
) -> DbResult<()> {
    let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
    let flows = sign_ins::table
        .filter(sign_ins::member.eq(member))
        .filter(sign_ins::state.eq(State::Flow.as_str()));
    diesel::update(flows)
        .set((
            sign_ins::expires_at.eq(sign_ins::expires_at - by),
            sign_ins::email_at.eq(sign_ins::email_at - by),
        ))
        .execute(connection)
        .map(drop)
}
