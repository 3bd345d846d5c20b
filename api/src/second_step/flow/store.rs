//! The table `flows`.

use super::model::Flow;
use crate::platform::db::schema::flows;
use crate::platform::db::{
    DbConnection, DbResult, hashtextextended, load_all, on_backend, pg_advisory_xact_lock,
    pg_try_advisory_xact_lock,
};
use diesel::prelude::*;
use shared_types::ids::{FlowId, MemberId};
use shared_types::limits::{FLOW_CODE_TRIES, LIVE_FLOWS_PER_MEMBER};
use shared_types::sessions::Transport;
use shared_types::time::Time;

#[derive(Queryable, Selectable)]
#[diesel(table_name = flows)]
struct FlowRow {
    #[diesel(deserialize_as = String)]
    id: FlowId,
    #[diesel(deserialize_as = String, column_name = member_id)]
    member: MemberId,
    epoch: i64,
    #[diesel(deserialize_as = String)]
    transport: Transport,
    replaces_device: bool,
    email_at: Option<i64>,
    code_failures: i64,
    #[diesel(deserialize_as = i64)]
    expires_at: Time,
}

impl From<FlowRow> for Flow {
    fn from(row: FlowRow) -> Self {
        Self {
            id: row.id,
            member: row.member,
            epoch: row.epoch,
            transport: row.transport,
            replaces_device: row.replaces_device,
            email_at: row.email_at.map(Time::from_micros),
            code_failures: row.code_failures,
            expires_at: row.expires_at,
        }
    }
}

/// Takes the lock of the member whose flow it is, in one question; SQLite's writer is alone.
pub(super) fn lock_member(connection: &mut DbConnection, token_hash: &[u8]) -> DbResult<()> {
    let DbConnection::Postgres(own) = connection else {
        return Ok(());
    };
    flows::table
        .filter(flows::token_hash.eq(token_hash))
        .select(pg_advisory_xact_lock(hashtextextended(flows::member_id, 0)))
        .execute(own)
        .map(drop)
}

/// Takes the locks of the members whose flows these are, as far as nobody else has them; gives the
/// flows that may be changed now.
pub(super) fn try_lock_members(
    connection: &mut DbConnection,
    token_hashes: Vec<Vec<u8>>,
) -> DbResult<Vec<Vec<u8>>> {
    let DbConnection::Postgres(own) = connection else {
        return Ok(token_hashes);
    };
    let lock = pg_try_advisory_xact_lock(hashtextextended(flows::member_id, 0));
    let tried: Vec<(Vec<u8>, bool)> = flows::table
        .filter(flows::token_hash.eq_any(token_hashes))
        .select((flows::token_hash, lock))
        .load(own)?;
    let locked = tried.into_iter().filter(|(_, is_locked)| *is_locked);
    Ok(locked.map(|(token_hash, _)| token_hash).collect())
}

pub(super) fn find_flow(
    connection: &mut DbConnection,
    token_hash: &[u8],
) -> DbResult<Option<Flow>> {
    let found = find_flows(connection, vec![token_hash.to_vec()])?.pop();
    Ok(found.map(|(_, flow)| flow))
}

/// Those that exist with their hashes, in no order.
pub(super) fn find_flows(
    connection: &mut DbConnection,
    token_hashes: Vec<Vec<u8>>,
) -> DbResult<Vec<(Vec<u8>, Flow)>> {
    let rows: Vec<(Vec<u8>, FlowRow)> = load_all!(
        connection,
        flows::table.select((flows::token_hash, FlowRow::as_select())),
        flows::token_hash,
        token_hashes
    )?;
    let flows = rows.into_iter().map(|(hash, row)| (hash, Flow::from(row)));
    Ok(flows.collect())
}

pub(super) fn find_flow_by_id(connection: &mut DbConnection, id: FlowId) -> DbResult<Option<Flow>> {
    let flow = flows::table
        .find(id.to_string())
        .select(FlowRow::as_select());
    Ok(flow.get_result(connection).optional()?.map(Flow::from))
}

pub(super) fn insert_flow(
    connection: &mut DbConnection,
    flow: &Flow,
    token_hash: &[u8],
    now: Time,
) -> DbResult<()> {
    let row = (
        flows::id.eq(flow.id.to_string()),
        flows::token_hash.eq(token_hash),
        flows::member_id.eq(flow.member.to_string()),
        flows::epoch.eq(flow.epoch),
        flows::transport.eq(flow.transport.as_str()),
        flows::replaces_device.eq(flow.replaces_device),
        flows::email_at.eq(flow.email_at.map(Time::micros)),
        flows::code_failures.eq(flow.code_failures),
        flows::created_at.eq(now.micros()),
        flows::expires_at.eq(flow.expires_at.micros()),
    );
    let insert = diesel::insert_into(flows::table).values(row);
    on_backend!(connection, |own| insert.execute(own)).map(drop)
}

/// Drops the oldest flows of a member so that one more fits.
pub(super) fn delete_surplus(connection: &mut DbConnection, member: MemberId) -> DbResult<()> {
    let surplus: Vec<String> = flows::table
        .filter(flows::member_id.eq(member.to_string()))
        .order((flows::created_at.desc(), flows::id.desc()))
        .offset(LIVE_FLOWS_PER_MEMBER - 1)
        // SQLite knows OFFSET only behind a LIMIT.
        .limit(i64::MAX)
        .select(flows::id)
        .load(connection)?;
    diesel::delete(flows::table.filter(flows::id.eq_any(surplus))).execute(connection)?;
    Ok(())
}

pub(super) fn delete_flow(connection: &mut DbConnection, id: FlowId) -> DbResult<()> {
    delete_flows(connection, &[id])
}

pub(super) fn delete_flows(connection: &mut DbConnection, ids: &[FlowId]) -> DbResult<()> {
    let mut ids = ids.iter().map(ToString::to_string);
    match connection {
        DbConnection::Postgres(own) => diesel::delete(flows::table.filter(flows::id.eq_any(ids)))
            .execute(own)
            .map(drop),
        DbConnection::Sqlite(own) => {
            ids.try_for_each(|id| diesel::delete(flows::table.find(id)).execute(own).map(drop))
        }
    }
}

pub(super) fn delete_ended(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    diesel::delete(flows::table.filter(flows::expires_at.le(now.micros()))).execute(connection)
}

/// Counts a wrong code in the flow; says how many tries are left.
pub(super) fn consume_try(connection: &mut DbConnection, id: FlowId) -> DbResult<i64> {
    diesel::update(flows::table.find(id.to_string()))
        .set(flows::code_failures.eq(flows::code_failures + 1))
        .execute(connection)?;
    let failures: i64 = flows::table
        .find(id.to_string())
        .select(flows::code_failures)
        .get_result(connection)?;
    Ok((FLOW_CODE_TRIES - failures).max(0))
}

pub(super) fn update_replacing(connection: &mut DbConnection, id: FlowId) -> DbResult<()> {
    diesel::update(flows::table.find(id.to_string()))
        .set((
            flows::replaces_device.eq(true),
            flows::email_at.eq(None::<i64>),
        ))
        .execute(connection)?;
    Ok(())
}

pub(super) fn update_email_at(
    connection: &mut DbConnection,
    id: FlowId,
    now: Time,
) -> DbResult<()> {
    diesel::update(flows::table.find(id.to_string()))
        .set(flows::email_at.eq(now.micros()))
        .execute(connection)?;
    Ok(())
}
