//! Who is told of a hold besides its member: the administrators and the helpdesk, who can end it (F3b).

use super::model::Member;
use super::people::{circumstances, find, notify, notify_of};
use super::store_recovery;
use crate::messages::mail::{Notice, RecoveryNotice};
use crate::platform::context::Context;
use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::throttle::{self, Limit, Verdict};
use shared_types::limits::HOLD_NOTICE_PAUSE;
use shared_types::members::Role;
use shared_types::recovery::RecoveryHold;

/// Holds of one member that are mailed: resetting the same password again and again fills nobody's
/// mailbox.
const PER_MEMBER: [Limit; 1] = [Limit {
    count: 1,
    window: HOLD_NOTICE_PAUSE,
}];

/// Tells of a hold that begins, once a day for one member; how many people.
pub(super) fn tell_of_hold(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    origin: &Origin,
    hold: RecoveryHold,
) -> DbResult<usize> {
    // Not one of the member's counters, which an administrator gives back.
    let name = format!("hold-notice:{}", member.id);
    let verdict = throttle::take(connection, &name, &PER_MEMBER, context.clock.now())?;
    if verdict != Verdict::Allowed {
        return Ok(0);
    }
    let notice = RecoveryNotice::MemberHeld {
        name: member.display_name.clone(),
        member: member.id,
        cause: hold.cause,
        ends: hold.until.into(),
    };
    tell_helpers(connection, context, member, origin, &notice)
}

/// Tells every administrator of an organization what happened to it, up to a hundred of them.
pub fn tell_administrators(
    connection: &mut DbConnection,
    context: &Context,
    organization: OrganizationKey,
    origin: &Origin,
    notice: &Notice,
) -> DbResult<()> {
    for key in store_recovery::list_helpers(connection, organization)? {
        let found = find(connection, key)?;
        if let Some(admin) = found.filter(|member| member.role == Role::Admin) {
            notify(connection, context, &admin, origin, notice.clone())?;
        }
    }
    Ok(())
}

/// Tells every administrator and helpdesk member but the one it is about; how many.
pub(super) fn tell_helpers(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    origin: &Origin,
    notice: &RecoveryNotice,
) -> DbResult<usize> {
    let mut told = 0;
    for key in store_recovery::list_helpers(connection, member.organization.key)? {
        if key == member.key {
            continue;
        }
        if let Some(helper) = find(connection, key)? {
            let at = circumstances(context, origin);
            let notice = Notice::Recovery(notice.clone());
            notify_of(connection, context, &helper, at, notice)?;
            told += 1;
        }
    }
    Ok(told)
}
