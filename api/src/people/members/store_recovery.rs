//! The columns of `members` that recovery by e-mail turns on, the address, and whom a hold is told to.

use super::email::EmailAddress;
use super::store_words;
use crate::platform::db::keys::{MemberKey, OrganizationKey};
use crate::platform::db::schema::members;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::limits::HOLD_NOTICES;
use shared_types::members::{MemberStatus, Role};
use shared_types::recovery::RecoveryHold;
use shared_types::time::Time;

/// Rows that one sweep changes at most.
const SWEPT: i64 = 1000;

/// Keeps a hold in the place of another, or none.
pub(super) fn update_hold(
    connection: &mut DbConnection,
    member: MemberKey,
    hold: Option<RecoveryHold>,
) -> DbResult<()> {
    let until = hold.and_then(|hold| hold.until);
    diesel::update(members::table.find(member))
        .set((
            members::hold_since.eq(hold.map(|hold| hold.since.micros())),
            members::hold_cause.eq(hold.map(|hold| hold.cause.as_str())),
            members::hold_until.eq(until.map(Time::micros)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Drops holds that ended by themselves.
pub(super) fn delete_ended_holds(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let ended: Vec<MemberKey> = members::table
        .filter(members::hold_until.le(now.micros()))
        .order(members::hold_until)
        .limit(SWEPT)
        .select(members::key)
        .load(connection)?;
    // A hold that began meanwhile stays: it is asked for again.
    let still = members::table
        .filter(members::key.eq_any(ended))
        .filter(members::hold_until.le(now.micros()));
    let none = (
        members::hold_since.eq(None::<i64>),
        members::hold_cause.eq(None::<String>),
        members::hold_until.eq(None::<i64>),
    );
    diesel::update(still).set(none).execute(connection)
}

/// Changes the address. Whether it is free was looked at in the same change. That of a member of a directory is not
/// proven: no code was asked for.
pub(super) fn update_email(
    connection: &mut DbConnection,
    member: MemberKey,
    email: &EmailAddress,
) -> DbResult<()> {
    diesel::update(members::table.find(member))
        .set((
            members::version.eq(members::version + 1),
            members::email.eq(email.as_typed()),
            members::email_normal.eq(email.normal()),
            members::email_verified.eq(members::directory_id.is_null()),
        ))
        .execute(connection)?;
    store_words::replace_words(connection, member)
}

/// The administrators and helpdesk members who can sign in, administrators first, and no more than are told.
pub(super) fn list_helpers(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<Vec<MemberKey>> {
    members::table
        .filter(members::organization.eq(organization))
        .filter(members::role.eq_any([Role::Helpdesk.as_str(), Role::Admin.as_str()]))
        .filter(members::status.eq(MemberStatus::Active.as_str()))
        // "admin" comes before "helpdesk".
        .order((members::role, members::key))
        .limit(HOLD_NOTICES)
        .select(members::key)
        .load(connection)
}
