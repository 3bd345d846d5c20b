//! The table `known_browsers`.

use crate::platform::crypto::token::NewToken;
use crate::platform::db::keys::{BrowserKey, MemberKey};
use crate::platform::db::schema::known_browsers;
use crate::platform::db::{DbConnection, DbResult, on_backend};
use diesel::prelude::*;
use shared_types::limits::KNOWN_BROWSER_LIFETIME;
use shared_types::time::Time;

/// Changes nothing when the selector is taken.
pub(super) fn insert_browser(
    connection: &mut DbConnection,
    new: &NewToken,
    member: MemberKey,
    now: Time,
) -> DbResult<()> {
    let row = (
        known_browsers::key.eq(new.selector),
        known_browsers::verifier.eq(new.verifier.as_bytes()),
        known_browsers::member.eq(member),
        known_browsers::expires_at.eq((now + KNOWN_BROWSER_LIFETIME).micros()),
    );
    on_backend!(connection, |own| diesel::insert_into(known_browsers::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(own))
    .map(drop)
}

/// The verifier of a browser that was given to this member and still counts.
pub(super) fn find_verifier(
    connection: &mut DbConnection,
    key: BrowserKey,
    member: MemberKey,
    now: Time,
) -> DbResult<Option<Vec<u8>>> {
    let known = known_browsers::table
        .find(key)
        .filter(known_browsers::member.eq(member))
        .filter(known_browsers::expires_at.gt(now.micros()))
        .select(known_browsers::verifier);
    on_backend!(connection, |own| known.get_result(own)).optional()
}

pub(super) fn delete_ended(
    connection: &mut DbConnection,
    before: BrowserKey,
    now: Time,
) -> DbResult<usize> {
    let ended = known_browsers::table
        .filter(known_browsers::key.lt(before))
        .filter(known_browsers::expires_at.le(now.micros()));
    diesel::delete(ended).execute(connection)
}
