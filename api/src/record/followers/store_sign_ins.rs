//! The table `last_sign_ins`.

use crate::platform::db::schema::last_sign_ins as table;
use crate::platform::db::{DbConnection, DbResult, array_sql, load_all, static_sql};
use diesel::prelude::*;
use shared_types::ids::MemberId;
use shared_types::time::Time;
use std::collections::HashMap;
use uuid::Uuid;

const SQLITE: &str = "INSERT INTO last_sign_ins (member, at) VALUES (?, ?) \
    ON CONFLICT (member) DO UPDATE SET at = excluded.at WHERE excluded.at > last_sign_ins.at";
const POSTGRES: &str = "INSERT INTO last_sign_ins (member, at) \
    SELECT unnest(?::bytea[]), unnest(?::bigint[]) \
    ON CONFLICT (member) DO UPDATE SET at = excluded.at WHERE excluded.at > last_sign_ins.at";

/// Notes the times, each member once and in the order of their bytes, so that neighbours share pages.
pub(super) fn note_sign_ins(
    connection: &mut DbConnection,
    sign_ins: &[(MemberId, Time)],
) -> DbResult<()> {
    if let DbConnection::Postgres(own) = connection {
        let members = sign_ins.iter().map(|(member, _)| member);
        return array_sql(POSTGRES)
            .bytes(members.map(|member| Some(member.0.as_bytes().as_slice())))
            .numbers(sign_ins.iter().map(|(_, at)| at.micros()))
            .run(own)
            .map(drop);
    }
    sign_ins.iter().try_for_each(|(member, at)| {
        static_sql(SQLITE)
            .bytes(member.0.as_bytes())
            .number(at.micros())
            .run(connection)
            .map(drop)
    })
}

pub(super) fn delete_members(connection: &mut DbConnection, members: &[MemberId]) -> DbResult<()> {
    if members.is_empty() {
        return Ok(());
    }
    let members: Vec<Vec<u8>> = members.iter().map(|id| id.0.as_bytes().to_vec()).collect();
    diesel::delete(table::table.filter(table::member.eq_any(members)))
        .execute(connection)
        .map(drop)
}

pub(super) fn find_last_sign_ins(
    connection: &mut DbConnection,
    members: &[MemberId],
) -> DbResult<HashMap<MemberId, Time>> {
    let keys = members.iter().map(|id| id.0.as_bytes().to_vec()).collect();
    let columns = table::table.select((table::member, table::at));
    let rows: Vec<(Vec<u8>, i64)> = load_all!(connection, columns, table::member, keys)?;
    let rows = rows.into_iter().filter_map(|(member, at)| {
        let member = Uuid::from_slice(&member).ok()?;
        Some((MemberId(member), Time::from_micros(at)))
    });
    Ok(rows.collect())
}
