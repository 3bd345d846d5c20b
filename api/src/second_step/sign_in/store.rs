//! The table `unfinished_sign_ins`.

use crate::messages::mail::Circumstances;
use crate::platform::db::schema::unfinished_sign_ins as columns;
use crate::platform::db::{self, DbConnection, DbResult, on_backend};
use diesel::prelude::*;
use shared_types::ids::{FlowId, MemberId};
use shared_types::time::Time;
use std::collections::HashMap;

/// A right password after which nothing came yet.
#[derive(Clone, Debug)]
pub(super) struct Unfinished {
    pub(super) flow: FlowId,
    pub(super) member: MemberId,
    pub(super) circumstances: Circumstances,
    pub(super) due_at: Time,
}

/// A sign-in that came to its end, and from where.
pub(super) struct Finished<'a> {
    pub(super) flow: FlowId,
    pub(super) member: MemberId,
    pub(super) network: &'a str,
    pub(super) program: &'a str,
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

/// Takes one out. Of several nodes that try, exactly one call returns `true`.
pub(super) fn consume_unfinished(connection: &mut DbConnection, flow: FlowId) -> DbResult<bool> {
    let delete = diesel::delete(columns::table.find(flow.to_string()));
    let deleted = on_backend!(connection, |own| delete.execute(own))?;
    Ok(deleted == 1)
}

/// Drops each flow's own one, and those of its member from the same place. Each member is there
/// once.
pub(super) fn delete_finished(
    connection: &mut DbConnection,
    finished: &[Finished<'_>],
) -> DbResult<()> {
    match connection {
        DbConnection::Postgres(own) => delete_finished_at_once(own, finished),
        DbConnection::Sqlite(own) => finished.iter().try_for_each(|one| {
            db::static_sql(
                "DELETE FROM unfinished_sign_ins WHERE member_id = ? \
                 AND (flow_id = ? OR (network = ? AND program = ?))",
            )
            .text(&one.member)
            .text(&one.flow)
            .text(&one.network)
            .text(&one.program)
            .execute(own)
            .map(drop)
        }),
    }
}

fn delete_finished_at_once(
    connection: &mut PgConnection,
    finished: &[Finished<'_>],
) -> DbResult<()> {
    let by_member: HashMap<String, &Finished<'_>> = finished
        .iter()
        .map(|one| (one.member.to_string(), one))
        .collect();
    let open: Vec<(String, String, String, String)> = columns::table
        .filter(columns::member_id.eq_any(by_member.keys()))
        .select((
            columns::member_id,
            columns::flow_id,
            columns::network,
            columns::program,
        ))
        .load(connection)?;
    let is_over = |(member, flow, network, program): &(String, String, String, String)| {
        by_member.get(member).is_some_and(|one| {
            one.flow.to_string() == *flow || (one.network == network && one.program == program)
        })
    };
    let over = open.into_iter().filter(is_over);
    let over: Vec<String> = over.map(|(_, flow, ..)| flow).collect();
    if over.is_empty() {
        return Ok(());
    }
    diesel::delete(columns::table.filter(columns::flow_id.eq_any(over)))
        .execute(connection)
        .map(drop)
}
