//! The table `unfinished_sign_ins`.

use crate::db::schema::unfinished_sign_ins as columns;
use crate::db::{DbConnection, DbResult, on_backend};
use crate::mail::Circumstances;
use diesel::prelude::*;
use shared_types::ids::{FlowId, MemberId};
use shared_types::time::Time;

/// A right password after which nothing came yet.
#[derive(Clone, Debug)]
pub(super) struct Unfinished {
    pub(super) flow: FlowId,
    pub(super) member: MemberId,
    pub(super) circumstances: Circumstances,
    pub(super) due_at: Time,
}

#[derive(Queryable)]
struct UnfinishedRow {
    #[diesel(deserialize_as = String)]
    flow: FlowId,
    #[diesel(deserialize_as = String)]
    member: MemberId,
    network: String,
    program: String,
    started_at: i64,
    #[diesel(deserialize_as = i64)]
    due_at: Time,
}

impl From<UnfinishedRow> for Unfinished {
    fn from(row: UnfinishedRow) -> Self {
        Self {
            flow: row.flow,
            member: row.member,
            circumstances: Circumstances {
                at: Time::from_micros(row.started_at),
                network: row.network,
                program: row.program,
            },
            due_at: row.due_at,
        }
    }
}

pub(super) fn insert_unfinished(connection: &mut DbConnection, new: &Unfinished) -> DbResult<()> {
    let row = (
        columns::flow_id.eq(new.flow.to_string()),
        columns::member_id.eq(new.member.to_string()),
        columns::network.eq(&new.circumstances.network),
        columns::program.eq(&new.circumstances.program),
        columns::started_at.eq(new.circumstances.at.micros()),
        columns::due_at.eq(new.due_at.micros()),
    );
    let insert = diesel::insert_into(columns::table).values(row);
    on_backend!(connection, |own| insert.execute(own)).map(drop)
}

pub(super) fn update_due(connection: &mut DbConnection, flow: FlowId, at: Time) -> DbResult<()> {
    diesel::update(columns::table.find(flow.to_string()))
        .set(columns::due_at.eq(at.micros()))
        .execute(connection)?;
    Ok(())
}

/// What is due, the longest waiting first, a handful at a time.
pub(super) fn list_due(
    connection: &mut DbConnection,
    now: Time,
    most: i64,
) -> DbResult<Vec<Unfinished>> {
    let rows = columns::table
        .filter(columns::due_at.le(now.micros()))
        .order((columns::due_at, columns::flow_id))
        .limit(most)
        .select((
            columns::flow_id,
            columns::member_id,
            columns::network,
            columns::program,
            columns::started_at,
            columns::due_at,
        ))
        .load::<UnfinishedRow>(connection)?;
    Ok(rows.into_iter().map(Unfinished::from).collect())
}

/// Takes one out. Of several nodes that try, one hears `true`.
pub(super) fn consume_unfinished(connection: &mut DbConnection, flow: FlowId) -> DbResult<bool> {
    let delete = diesel::delete(columns::table.find(flow.to_string()));
    let deleted = on_backend!(connection, |own| delete.execute(own))?;
    Ok(deleted == 1)
}

/// Drops the flow's own one, and those of the member from the same place.
pub(super) fn delete_finished(
    connection: &mut DbConnection,
    (flow, member): (FlowId, MemberId),
    network: &str,
    program: &str,
) -> DbResult<()> {
    let from_here = columns::table
        .filter(columns::member_id.eq(member.to_string()))
        .filter(columns::network.eq(network))
        .filter(columns::program.eq(program));
    let delete = diesel::delete(from_here);
    on_backend!(connection, |own| delete.execute(own))?;
    consume_unfinished(connection, flow)?;
    Ok(())
}

pub(super) fn delete_of_member(connection: &mut DbConnection, member: MemberId) -> DbResult<()> {
    let own = columns::table.filter(columns::member_id.eq(member.to_string()));
    diesel::delete(own).execute(connection)?;
    Ok(())
}
