//! What a mailbox may do for a member, and when it may not: the mailbox alone must never be enough
//! for everything (NIST SP 800-63B-4 §4.2.2.2).
//!
//! A hold ends by itself after 72 hours, by a reset of the password with a code, or by a device
//! reset: an administrator or the helpdesk who checked the person's identity can end it.

use super::email::EmailAddress;
use super::model::Member;
use super::store_recovery::{self, Holds};
use crate::platform::db::keys::MemberKey;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::limits::RECOVERY_HOLD;
use shared_types::time::Time;

impl Member {
    /// Until when no device is set up by e-mail, if that is later than `now`.
    pub fn recovery_hold(&self, now: Time) -> Option<Time> {
        self.recovery_hold_until.filter(|until| *until > now)
    }

    /// Until when no password is reset by e-mail, if that is later than `now`.
    pub fn reset_hold(&self, now: Time) -> Option<Time> {
        self.reset_hold_until.filter(|until| *until > now)
    }
}

/// Notes that the member has, or once had, a device.
pub fn note_enrollment(
    connection: &mut DbConnection,
    member: MemberKey,
    now: Time,
) -> DbResult<()> {
    store_recovery::update_enrolled(connection, member, now)
}

/// What follows for devices when the password was reset by e-mail; gives the end of the hold.
///
/// With a code both were proven, the mailbox and the device: nothing is held. Without one, devices
/// are held, unless none was ever set up: then the mailbox alone is what opened the account in the
/// first place, by the invitation, and a hold would protect nothing.
pub fn settle_password_reset(
    connection: &mut DbConnection,
    member: &Member,
    has_proven_device: bool,
    now: Time,
) -> DbResult<Option<Time>> {
    let held = !has_proven_device && member.enrolled_at.is_some();
    let until = held.then(|| now + RECOVERY_HOLD);
    let holds = Holds {
        device: until,
        password: None,
    };
    store_recovery::update_holds(connection, member.key, holds)?;
    Ok(until)
}

/// Changes the address, and holds all recovery by e-mail: a thief of a session must not turn
/// it into the account by way of a mailbox of his own (D-11).
pub fn set_email(
    connection: &mut DbConnection,
    member: MemberKey,
    email: &EmailAddress,
    now: Time,
) -> DbResult<()> {
    let until = Some(now + RECOVERY_HOLD);
    store_recovery::update_email(connection, member, email)?;
    let holds = Holds {
        device: until,
        password: until,
    };
    store_recovery::update_holds(connection, member, holds)
}

/// Changes the address of somebody who never chose a password: there is nothing yet to recover, and a
/// hold would keep the person from setting up the first device.
pub(super) fn set_invited_email(
    connection: &mut DbConnection,
    member: MemberKey,
    email: &EmailAddress,
) -> DbResult<()> {
    store_recovery::update_email(connection, member, email)
}

/// Ends every hold; says whether there was one.
pub(super) fn release(connection: &mut DbConnection, member: &Member, now: Time) -> DbResult<bool> {
    store_recovery::update_holds(connection, member.key, Holds::default())?;
    Ok(member
        .recovery_hold(now)
        .or(member.reset_hold(now))
        .is_some())
}
