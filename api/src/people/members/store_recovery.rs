//! The columns of `members` that recovery by e-mail turns on, and the address.

use super::email::EmailAddress;
use super::store_words;
use crate::platform::db::keys::MemberKey;
use crate::platform::db::schema::members;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::time::Time;

/// Notes the first device; a later one changes nothing.
pub(super) fn update_enrolled(
    connection: &mut DbConnection,
    member: MemberKey,
    now: Time,
) -> DbResult<()> {
    let new = members::table
        .find(member)
        .filter(members::enrolled_at.is_null());
    diesel::update(new)
        .set(members::enrolled_at.eq(now.micros()))
        .execute(connection)?;
    Ok(())
}

/// How long recovery by e-mail is held; absent where it is not.
#[derive(Clone, Copy, Default)]
pub(super) struct Holds {
    /// Until when no device is set up by e-mail.
    pub(super) device: Option<Time>,
    /// Until when no password is reset by e-mail.
    pub(super) password: Option<Time>,
}

/// Sets both holds.
pub(super) fn update_holds(
    connection: &mut DbConnection,
    member: MemberKey,
    holds: Holds,
) -> DbResult<()> {
    diesel::update(members::table.find(member))
        .set((
            members::recovery_hold_until.eq(holds.device.map(Time::micros)),
            members::reset_hold_until.eq(holds.password.map(Time::micros)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Changes the address. Whether it is free was looked at in the same change.
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
        ))
        .execute(connection)?;
    store_words::replace_words(connection, member)
}
