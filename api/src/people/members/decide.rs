//! What a person decides about a held recovery: that it was the member, or that it was not (F3b, B6).

use super::people::{bump_epoch, notify};
use super::reason::choose_reason;
use super::refusals::DecideRecoveryError;
use super::support::{Act, help};
use super::{recovery, store, store_invitation};
use crate::messages::mail::{Notice, RecoveryNotice};
use crate::people::api_tokens;
use crate::platform::context::Context;
use crate::protection::access::{DevicesReset, Fresh, RecoveryApprove};
use crate::protection::hold::RecoveryEvent;
use crate::record::audit::Action;
use serde_json::json;
use shared_types::ids::MemberId;
use shared_types::members::MemberView;
use shared_types::recovery::{DecideRecoveryRequest, HoldCause};

/// It was the member: the hold ends, and recovery by e-mail works again. A person says so, never a program, which
/// looks at nobody (NIST SP 800-63B-4 §4.2).
pub(super) async fn approve_recovery(
    context: &Context,
    caller: Fresh<RecoveryApprove>,
    id: MemberId,
    request: DecideRecoveryRequest,
) -> Result<MemberView, DecideRecoveryError> {
    let now = context.clock.now();
    let reason = choose_reason(&request.reason).map_err(DecideRecoveryError::Invalid)?;
    let own = context.clone();
    let act: Act<RecoveryApprove, DecideRecoveryError> =
        Box::new(move |connection, caller, member| {
            if !recovery::release(connection, member, now)? {
                return Ok(Err(DecideRecoveryError::NothingToDo));
            }
            let event = caller.event(Action::RecoveryApproved).about(id);
            caller.record(connection, now, &event.details(json!({ "reason": reason })))?;
            let notice = Notice::Recovery(RecoveryNotice::Approved { reason });
            notify(connection, &own, member, &caller.origin, notice).map(Ok)
        });
    help(context, caller, id, act).await
}

/// It was not the member: sessions, flows and links end, the password that somebody else chose opens
/// nothing, and recovery by e-mail stays held until a person ends that.
pub(super) async fn refuse_recovery(
    context: &Context,
    caller: Fresh<DevicesReset>,
    id: MemberId,
    request: DecideRecoveryRequest,
) -> Result<MemberView, DecideRecoveryError> {
    let now = context.clock.now();
    let reason = choose_reason(&request.reason).map_err(DecideRecoveryError::Invalid)?;
    let own = context.clone();
    let act: Act<DevicesReset, DecideRecoveryError> =
        Box::new(move |connection, caller, member| {
            let hold = member.recovery_hold(now);
            if hold.is_none_or(|hold| hold.cause == HoldCause::Refused) {
                return Ok(Err(DecideRecoveryError::NothingToDo));
            }
            let origin = &caller.origin;
            recovery::settle(connection, &own, member, origin, RecoveryEvent::Refused)?;
            store::delete_password(connection, member.key)?;
            store_invitation::delete_invitation(connection, member.key)?;
            bump_epoch(connection, member.key)?;
            api_tokens::suspend_all_with_offers(connection, member.key, now)?;
            let event = caller.event(Action::RecoveryRefused).about(id);
            caller.record(connection, now, &event.details(json!({ "reason": reason })))?;
            let notice = Notice::Recovery(RecoveryNotice::Refused);
            notify(connection, &own, member, origin, notice).map(Ok)
        });
    help(context, caller, id, act).await
}
