//! What a mailbox may do for a member, and when it may not: what begins a hold of recovery by e-mail, and
//! what ends it before its time. `protection::hold` decides; this keeps it, records it, and tells people.

use super::email::EmailAddress;
use super::model::Member;
use super::{former, store_recovery, told};
use crate::people::policy;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::hold::{MailboxAct, RecoveryEvent, hold_after, stops};
use crate::record::audit::{self, Action, Actor, Event};
use serde_json::json;
use shared_types::recovery::RecoveryHold;
use shared_types::time::Time;

impl Member {
    /// The hold of recovery by e-mail, if it runs at `now`.
    pub(super) fn recovery_hold(&self, now: Time) -> Option<RecoveryHold> {
        self.hold.filter(|hold| hold.runs_at(now))
    }

    /// The same hold, if it stops this act.
    pub fn hold_on(&self, act: MailboxAct, now: Time) -> Option<RecoveryHold> {
        self.recovery_hold(now).filter(|hold| stops(*hold, act))
    }
}

/// What follows when the password was reset by e-mail; gives the hold that begins. With a code both were
/// proven, the mailbox and the device: nothing is held. Without one, all are held, also who never had a
/// device: a mailbox that was read for an hour would otherwise be enough for ever.
pub fn settle_password_reset(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    origin: &Origin,
    has_proven_device: bool,
) -> DbResult<Option<RecoveryHold>> {
    let event = RecoveryEvent::PasswordReset { has_proven_device };
    settle(connection, context, member, origin, event)
}

/// Changes the address, keeps the old one for an administrator to put back, and holds recovery by e-mail: a
/// thief of a session must not turn it into the account by way of a mailbox of his own (D-11).
pub fn set_email(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    origin: &Origin,
    email: &EmailAddress,
) -> DbResult<()> {
    former::keep(connection, context, member, email)?;
    store_recovery::update_email(connection, member.key, email)?;
    let event = RecoveryEvent::AddressChanged;
    settle(connection, context, member, origin, event).map(drop)
}

/// Changes the address of somebody who never chose a password: there is nothing yet to recover, and a
/// hold would keep the person from setting up the first device.
pub(super) fn set_invited_email(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    email: &EmailAddress,
) -> DbResult<()> {
    former::keep(connection, context, member, email)?;
    store_recovery::update_email(connection, member.key, email)
}

/// Keeps what follows of an event; administrators and the helpdesk are told of a hold.
pub(super) fn settle(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    origin: &Origin,
    event: RecoveryEvent,
) -> DbResult<Option<RecoveryHold>> {
    let now = context.clock.now();
    let mode = policy::recovery_mode(connection, member.organization.key, member.rules.rule)?;
    let hold = hold_after(member.recovery_hold(now), event, mode, now);
    store_recovery::update_hold(connection, member.key, hold)?;
    let Some(hold) = hold else {
        return Ok(None);
    };
    let told = told::tell_of_hold(connection, context, member, origin, hold)?;
    let event = Event::of(
        Actor::System,
        Some(member.organization.id),
        Action::RecoveryHeld,
    );
    let details = json!({ "cause": hold.cause, "until": hold.until, "told": told });
    audit::record(
        connection,
        now,
        origin,
        &event.about(member.id).details(details),
    )?;
    Ok(Some(hold))
}

/// Ends the hold; says whether one ran.
pub(super) fn release(connection: &mut DbConnection, member: &Member, now: Time) -> DbResult<bool> {
    store_recovery::update_hold(connection, member.key, None)?;
    Ok(member.recovery_hold(now).is_some())
}

/// Drops what is left of holds that ended by themselves, and former addresses whose time is over; how many
/// rows.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let holds = store_recovery::delete_ended_holds(connection, now)?;
    Ok(holds + former::sweep(connection, now)?)
}
