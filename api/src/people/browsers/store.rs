//! The table `known_browsers`.

use crate::platform::db::schema::known_browsers;
use crate::platform::db::{DbConnection, DbResult, insert_all};
use diesel::prelude::*;
use shared_types::ids::MemberId;
use shared_types::limits::KNOWN_BROWSER_LIFETIME;
use shared_types::time::Time;

pub(super) fn insert_browsers(
    connection: &mut DbConnection,
    new: &[(Vec<u8>, MemberId)],
    now: Time,
) -> DbResult<()> {
    let rows = new.iter().map(|(token_hash, member)| {
        (
            known_browsers::token_hash.eq(token_hash),
            known_browsers::member_id.eq(member.to_string()),
            known_browsers::expires_at.eq((now + KNOWN_BROWSER_LIFETIME).micros()),
        )
    });
    insert_all!(connection, known_browsers::table, rows.collect())
}

pub(super) fn is_known(
    connection: &mut DbConnection,
    token_hash: &[u8],
    member: MemberId,
    now: Time,
) -> DbResult<bool> {
    let known = known_browsers::table
        .find(token_hash)
        .filter(known_browsers::member_id.eq(member.to_string()))
        .filter(known_browsers::expires_at.gt(now.micros()));
    diesel::select(diesel::dsl::exists(known)).get_result(connection)
}

pub(super) fn delete_ended(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let ended = known_browsers::table.filter(known_browsers::expires_at.le(now.micros()));
    diesel::delete(ended).execute(connection)
}
