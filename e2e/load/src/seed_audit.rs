//! A long audit record: finished sign-ins of the seeded members, and some wrong codes among them.

use anyhow::Result;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;
use shared_types::time::Time;
use twostep::platform::db::schema::audit_followers;
use twostep::platform::db::{DatabaseUrl, Db, DbConnection, DbResult};

/// Rows in one statement, which a server has to take within the time that a request waits for it.
const BATCH: u32 = 20_000;

// One row in ten is a wrong code (action 12, outcome 2), the others are finished sign-ins (action 7). Ids are
// those of `seed::member_id`, as bytes.
const SQLITE: &str = "INSERT INTO audit_events (at, actor_kind, action, outcome, organization, \
    actor, subject, flow, result, network, request_id) \
    WITH RECURSIVE row (number) AS (SELECT $1 UNION ALL SELECT number + 1 FROM row \
    WHERE number + 1 < $2), \
    named AS (SELECT number, unhex(printf('00000001000070008000%012x', number % $3)) AS member \
    FROM row) \
    SELECT $4 + number * $5, 3, iif(number % 10 = 0, 12, 7), iif(number % 10 = 0, 2, 1), \
    unhex('00000000000070008000000000000000'), member, member, \
    unhex(printf('00000004000070008000%012x', number)), iif(number % 10 = 0, 'wrong', NULL), \
    '192.0.2.1', unhex(printf('00000005000070008000%012x', number)) FROM named";
const POSTGRES: &str = "INSERT INTO audit_events (at, actor_kind, action, outcome, organization, \
    actor, subject, flow, result, network, request_id) \
    SELECT $4 + number * $5, 3, CASE WHEN number % 10 = 0 THEN 12 ELSE 7 END, \
    CASE WHEN number % 10 = 0 THEN 2 ELSE 1 END, \
    decode('00000000000070008000000000000000', 'hex'), \
    decode('00000001000070008000' || lpad(to_hex(number % $3), 12, '0'), 'hex'), \
    decode('00000001000070008000' || lpad(to_hex(number % $3), 12, '0'), 'hex'), \
    decode('00000004000070008000' || lpad(to_hex(number), 12, '0'), 'hex'), \
    CASE WHEN number % 10 = 0 THEN 'wrong' END, '192.0.2.1', \
    decode('00000005000070008000' || lpad(to_hex(number), 12, '0'), 'hex') \
    FROM generate_series($1, $2 - 1) AS number";

/// A record to be written.
#[derive(Clone, Copy)]
pub(crate) struct Record {
    pub(crate) rows: u32,
    /// The members whom it is about, in turn.
    pub(crate) members: u32,
    pub(crate) begins: Time,
    /// From one row to the next.
    pub(crate) micros_apart: i64,
}

/// Writes the rows; their chain and their index are made by the program's own followers.
pub(crate) async fn fill(url: &DatabaseUrl, record: Record) -> Result<()> {
    let db = Db::open(url)?;
    for start in (0..record.rows).step_by(BATCH as usize) {
        let end = record.rows.min(start + BATCH);
        db.write(move |connection| insert(connection, record, start, end))
            .await?;
    }
    Ok(())
}

fn insert(connection: &mut DbConnection, record: Record, start: u32, end: u32) -> DbResult<usize> {
    let statement = match connection {
        DbConnection::Sqlite(_) => SQLITE,
        DbConnection::Postgres(_) => POSTGRES,
    };
    sql_query(statement)
        .bind::<BigInt, _>(i64::from(start))
        .bind::<BigInt, _>(i64::from(end))
        .bind::<BigInt, _>(i64::from(record.members))
        .bind::<BigInt, _>(record.begins.micros())
        .bind::<BigInt, _>(record.micros_apart)
        .execute(connection)
}

/// Up to which row each follower has worked, at least.
pub(crate) async fn followed(url: &DatabaseUrl) -> Result<i64> {
    let db = Db::open(url)?;
    let least = |connection: &mut DbConnection| {
        audit_followers::table
            .filter(audit_followers::name.ne_all(["webhooks"]))
            .select(diesel::dsl::min(audit_followers::position))
            .get_result::<Option<i64>>(connection)
    };
    Ok(db.read(least).await?.unwrap_or(0))
}
