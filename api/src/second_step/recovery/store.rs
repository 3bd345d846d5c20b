//! The tables `password_reset_requests` and `password_resets`.

use crate::people::members::Member;
use crate::platform::clock::Validity;
use crate::platform::crypto::token::{NewToken, PresentedToken};
use crate::platform::db::keys::MemberKey;
use crate::platform::db::schema::{password_reset_requests as requests, password_resets as resets};
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::new_id::new_id;
use crate::platform::origin::Origin;
use diesel::prelude::*;
use shared_types::limits::FLOW_CODE_TRIES;
use shared_types::organizations::ShortName;
use shared_types::time::Time;

/// A request that nobody answered yet.
#[derive(Queryable)]
pub(super) struct AskedFor {
    pub(super) id: String,
    #[diesel(deserialize_as = String)]
    pub(super) organization: ShortName,
    pub(super) email_normal: String,
    pub(super) network: String,
    pub(super) program: String,
    pub(super) request_id: String,
    #[diesel(deserialize_as = i64)]
    pub(super) created_at: Time,
}

/// A request to be.
pub(super) struct NewRequest<'a> {
    pub(super) organization: &'a ShortName,
    pub(super) email_normal: &'a str,
    pub(super) origin: &'a Origin,
}

pub(super) fn insert_request(
    connection: &mut DbConnection,
    new: &NewRequest<'_>,
    now: Time,
) -> DbResult<()> {
    diesel::insert_into(requests::table)
        .values((
            requests::id.eq(new_id(now).to_string()),
            requests::organization.eq(new.organization.as_str()),
            requests::email_normal.eq(new.email_normal),
            requests::network.eq(&new.origin.network),
            requests::program.eq(&new.origin.program),
            requests::request_id.eq(&new.origin.request_id),
            requests::created_at.eq(now.micros()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The oldest requests.
pub(super) fn list_requests(connection: &mut DbConnection, most: i64) -> DbResult<Vec<AskedFor>> {
    requests::table
        .order((requests::created_at, requests::id))
        .limit(most)
        .select((
            requests::id,
            requests::organization,
            requests::email_normal,
            requests::network,
            requests::program,
            requests::request_id,
            requests::created_at,
        ))
        .load(connection)
}

/// Takes a request out. Of several nodes that try, exactly one call returns `true`.
pub(super) fn consume_request(connection: &mut DbConnection, id: &str) -> DbResult<bool> {
    let deleted = diesel::delete(requests::table.find(id)).execute(connection)?;
    Ok(deleted == 1)
}

pub(super) fn insert_reset(
    connection: &mut DbConnection,
    member: &Member,
    token: &NewToken,
    validity: Validity,
) -> DbResult<()> {
    diesel::insert_into(resets::table)
        .values((
            resets::key.eq(token.selector),
            resets::verifier.eq(token.verifier.as_bytes()),
            resets::member.eq(member.key),
            resets::epoch.eq(member.epoch),
            resets::code_failures.eq(0),
            resets::created_at.eq(validity.from.micros()),
            resets::expires_at.eq(validity.until.micros()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Whose link it is and of which epoch.
#[derive(Queryable)]
pub(super) struct Reset {
    verifier: Vec<u8>,
    pub(super) member: MemberKey,
    pub(super) epoch: i64,
}

/// The link of a token, while it is good.
pub(super) fn find_reset(
    connection: &mut DbConnection,
    presented: &PresentedToken,
    now: Time,
) -> DbResult<Option<Reset>> {
    let row: Option<Reset> = resets::table
        .find(presented.selector)
        .filter(resets::expires_at.gt(now.micros()))
        .filter(resets::code_failures.lt(FLOW_CODE_TRIES))
        .select((resets::verifier, resets::member, resets::epoch))
        .get_result(connection)
        .optional()?;
    let is_right = presented.matches(row.as_ref().map(|row| row.verifier.as_slice()));
    Ok(row.filter(|_| is_right))
}

/// Locks a good link until the transaction ends; `false` when it is none, or not any more.
pub(super) fn lock_reset(
    connection: &mut DbConnection,
    presented: &PresentedToken,
    now: Time,
) -> DbResult<bool> {
    let good = resets::table
        .find(presented.selector)
        .filter(resets::verifier.eq(presented.verifier().as_bytes()))
        .filter(resets::expires_at.gt(now.micros()))
        .filter(resets::code_failures.lt(FLOW_CODE_TRIES));
    let locked = diesel::update(good)
        .set(resets::code_failures.eq(resets::code_failures))
        .execute(connection)?;
    Ok(locked == 1)
}

/// Counts a wrong code; says how many tries the link has left.
pub(super) fn consume_try(
    connection: &mut DbConnection,
    presented: &PresentedToken,
) -> DbResult<u32> {
    let link = resets::table.find(presented.selector);
    diesel::update(link)
        .set(resets::code_failures.eq(resets::code_failures + 1))
        .execute(connection)?;
    let failures: i64 = link.select(resets::code_failures).get_result(connection)?;
    Ok(u32::try_from(FLOW_CODE_TRIES - failures).unwrap_or(0))
}

pub(super) fn delete_reset(
    connection: &mut DbConnection,
    presented: &PresentedToken,
) -> DbResult<()> {
    diesel::delete(resets::table.find(presented.selector)).execute(connection)?;
    Ok(())
}

/// Drops links that have ended, of those with a smaller key than this.
pub(super) fn delete_ended_resets(
    connection: &mut DbConnection,
    before: i64,
    now: Time,
) -> DbResult<usize> {
    let ended = resets::table
        .filter(resets::key.lt(before))
        .filter(resets::expires_at.le(now.micros()));
    diesel::delete(ended).execute(connection)
}
