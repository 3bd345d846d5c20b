//! The table `known_browsers`.

use super::model::{KnownBrowser, NewBrowser};
use crate::platform::db::keys::{BrowserKey, MemberKey, uuid_of};
use crate::platform::db::schema::known_browsers;
use crate::platform::db::{DbConnection, DbResult, on_backend};
use diesel::prelude::*;
use shared_types::ids::BrowserId;
use shared_types::limits::KNOWN_BROWSER_LIFETIME;
use shared_types::time::Time;

/// Changes nothing when the selector is taken.
pub(super) fn insert_browser(
    connection: &mut DbConnection,
    new: &NewBrowser,
    member: MemberKey,
    now: Time,
) -> DbResult<()> {
    let row = (
        known_browsers::key.eq(new.key()),
        known_browsers::verifier.eq(new.token.verifier.as_bytes()),
        known_browsers::member.eq(member),
        known_browsers::expires_at.eq((now + KNOWN_BROWSER_LIFETIME).micros()),
        known_browsers::public_id.eq(&new.id.0.as_bytes()[..]),
        known_browsers::label.eq(&new.label),
        known_browsers::network.eq(&new.network),
        known_browsers::last_used_at.eq(now.micros()),
    );
    on_backend!(connection, |own| diesel::insert_into(known_browsers::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(own))
    .map(drop)
}

/// What a presented cookie is compared with.
#[derive(Queryable)]
pub(super) struct StoredBrowser {
    pub(super) verifier: Vec<u8>,
    #[diesel(deserialize_as = i64)]
    pub(super) last_used_at: Time,
}

/// The verifier of a browser that was given to this member and still counts.
pub(super) fn find_verifier(
    connection: &mut DbConnection,
    key: BrowserKey,
    member: MemberKey,
    now: Time,
) -> DbResult<Option<StoredBrowser>> {
    let known = known_browsers::table
        .find(key)
        .filter(known_browsers::member.eq(member))
        .filter(known_browsers::expires_at.gt(now.micros()))
        .select((known_browsers::verifier, known_browsers::last_used_at));
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
pub(super) fn list_own(
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
pub(super) fn clear_codes(connection: &mut DbConnection, member: MemberKey) -> DbResult<usize> {
    let counts = known_browsers::code_failures
        .gt(0)
        .or(known_browsers::code_blocked_until.gt(0));
    let own = known_browsers::table
        .filter(known_browsers::member.eq(member))
        .filter(counts);
    diesel::update(own)
        .set((
            known_browsers::code_failures.eq(0),
            known_browsers::code_blocked_until.eq(0),
        ))
        .execute(connection)
}

pub(super) fn update_last_used(
    connection: &mut DbConnection,
    key: BrowserKey,
    now: Time,
) -> DbResult<()> {
    diesel::update(known_browsers::table.find(key))
        .set(known_browsers::last_used_at.eq(now.micros()))
        .execute(connection)
        .map(drop)
}

/// What its member sees of a browser.
#[derive(Queryable)]
pub(super) struct ListedBrowser {
    pub(super) key: BrowserKey,
    public_id: Vec<u8>,
    pub(super) label: String,
    pub(super) network: String,
    #[diesel(deserialize_as = i64)]
    pub(super) last_used_at: Time,
    #[diesel(deserialize_as = i64)]
    pub(super) expires_at: Time,
}

impl ListedBrowser {
    pub(super) fn id(&self) -> BrowserId {
        BrowserId(uuid_of(&self.public_id))
    }
}

/// The newest browsers of the member that still count.
pub(super) fn list_browsers(
    connection: &mut DbConnection,
    member: MemberKey,
    limit: i64,
    now: Time,
) -> DbResult<Vec<ListedBrowser>> {
    known_browsers::table
        .filter(known_browsers::member.eq(member))
        .filter(known_browsers::expires_at.gt(now.micros()))
        .order(known_browsers::key.desc())
        .limit(limit)
        .select((
            known_browsers::key,
            known_browsers::public_id,
            known_browsers::label,
            known_browsers::network,
            known_browsers::last_used_at,
            known_browsers::expires_at,
        ))
        .load(connection)
}

/// Forgets one browser of this member. One row or none.
pub(super) fn delete_browser(
    connection: &mut DbConnection,
    member: MemberKey,
    id: BrowserId,
) -> DbResult<bool> {
    let own = known_browsers::table
        .filter(known_browsers::member.eq(member))
        .filter(known_browsers::public_id.eq(&id.0.as_bytes()[..]));
    Ok(diesel::delete(own).execute(connection)? == 1)
}

/// Forgets every browser of this member but one; gives how many.
pub(super) fn delete_other_browsers(
    connection: &mut DbConnection,
    member: MemberKey,
    kept: Option<BrowserKey>,
) -> DbResult<usize> {
    // No browser has the key 0.
    let kept = kept.unwrap_or(BrowserKey::of(0));
    let others = known_browsers::table
        .filter(known_browsers::member.eq(member))
        .filter(known_browsers::key.ne(kept));
    diesel::delete(others).execute(connection)
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
