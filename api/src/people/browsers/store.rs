//! The table `known_browsers`.

use super::model::KnownBrowser;
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

/// What of a known browser decides about a code; others read it with the sign-in.
#[derive(Clone, Copy, Debug, Queryable, Selectable)]
#[diesel(table_name = known_browsers)]
pub struct BrowserColumns {
    key: BrowserKey,
    code_failures: i64,
    #[diesel(deserialize_as = i64)]
    code_blocked_until: Time,
    #[diesel(deserialize_as = i64)]
    expires_at: Time,
}

impl BrowserColumns {
    /// The browser, while it counts.
    pub fn known(self, now: Time) -> Option<KnownBrowser> {
        (now < self.expires_at).then_some(KnownBrowser {
            key: self.key,
            code_failures: self.code_failures,
            code_blocked_until: self.code_blocked_until,
        })
    }
}

pub(super) fn find_browser(
    connection: &mut DbConnection,
    key: BrowserKey,
) -> DbResult<Option<BrowserColumns>> {
    on_backend!(connection, |own| known_browsers::table
        .find(key)
        .select(BrowserColumns::as_select())
        .get_result(own))
    .optional()
}

/// The known browsers of a member.
pub(super) fn list_browsers(
    connection: &mut DbConnection,
    member: MemberKey,
) -> DbResult<Vec<BrowserColumns>> {
    let own = known_browsers::table.filter(known_browsers::member.eq(member));
    on_backend!(connection, |own_connection| own
        .select(BrowserColumns::as_select())
        .load(own_connection))
}

pub(super) fn update_codes(
    connection: &mut DbConnection,
    key: BrowserKey,
    failures: i64,
    blocked_until: Time,
) -> DbResult<()> {
    diesel::update(known_browsers::table.find(key))
        .set((
            known_browsers::code_failures.eq(failures),
            known_browsers::code_blocked_until.eq(blocked_until.micros()),
        ))
        .execute(connection)
        .map(drop)
}

/// No wrong code came from any browser of the member.
pub(super) fn clear_codes(connection: &mut DbConnection, member: MemberKey) -> DbResult<()> {
    diesel::update(known_browsers::table.filter(known_browsers::member.eq(member)))
        .set((
            known_browsers::code_failures.eq(0),
            known_browsers::code_blocked_until.eq(0),
        ))
        .execute(connection)
        .map(drop)
}

pub(super) fn delete_browsers(connection: &mut DbConnection, member: MemberKey) -> DbResult<()> {
    diesel::delete(known_browsers::table.filter(known_browsers::member.eq(member)))
        .execute(connection)
        .map(drop)
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
