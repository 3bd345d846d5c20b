//! What a person decides about a held recovery: that it was the member, or that it was not (F3b, B6).

use super::email::EmailAddress;
use super::model::Member;
use super::people::{bump_epoch, find_by_address, find_for_change, notify};
use super::reason::choose_reason;
use super::refusals::DecideRecoveryError;
use super::support::{Act, help};
use super::{recovery, store, store_invitation, told};
use crate::messages::mail::{Notice, RecoveryNotice};
use crate::people::{api_tokens, organizations};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult, StatementError};
use crate::protection::access::Caller;
use crate::protection::access::{DevicesReset, Fresh, RecoveryApprove};
use crate::protection::hold::RecoveryEvent;
use crate::record::audit::Action;
use serde_json::json;
use shared_types::ids::MemberId;
use shared_types::members::MemberView;
use shared_types::organizations::ShortName;
use shared_types::problem::FieldError;
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
            let notice = Notice::Recovery(RecoveryNotice::Refused { reason });
            notify(connection, &own, member, origin, notice).map(Ok)
        });
    help(context, caller, id, act).await
}

/// Why the operator of the host did not end a hold.
#[derive(Debug, thiserror::Error)]
pub enum RecoverError {
    /// The reason is not acceptable.
    #[error("--reason: {}", .0.detail)]
    Reason(FieldError),
    /// The address is none.
    #[error("this is not an e-mail address")]
    NoAddress,
    /// The short name is none.
    #[error("a short name has letters, digits and hyphens")]
    NoShortName,
    /// Nobody has the address there.
    #[error("no member has this address")]
    UnknownAddress,
    /// No hold runs.
    #[error("recovery by e-mail is not held for this member")]
    NotHeld,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Whom an operator names on the command line.
#[derive(Clone, Debug)]
pub struct NamedMember {
    /// The address.
    pub address: String,
    /// The short name of the organization; the first one without it.
    pub organization: Option<String>,
}

/// Ends the hold of a member for the operator of the host, who answers for having looked at who asks: the way
/// out when no administrator is left. The member, the administrators and the helpdesk are told.
pub async fn recover_by_host(
    context: &Context,
    named: NamedMember,
    reason: &str,
) -> Result<(), RecoverError> {
    let now = context.clock.now();
    let reason = choose_reason(reason).map_err(RecoverError::Reason)?;
    let email = EmailAddress::parse(&named.address).ok_or(RecoverError::NoAddress)?;
    let organization = organizations::chosen_short_name(named.organization.as_deref())
        .map_err(|_| RecoverError::NoShortName)?;
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let found = find_named(connection, &email, organization.as_ref())?;
        let Some(member) = found else {
            return Ok(Err(RecoverError::UnknownAddress));
        };
        let locked = find_for_change(connection, member.key)?;
        let member = locked.ok_or(StatementError::NotFound)?;
        if !recovery::release(connection, &member, now)? {
            return Ok(Err(RecoverError::NotHeld));
        }
        let host = Caller::host(member.organization);
        let event = host.event(Action::RecoveryApproved).about(member.id);
        let details = json!({ "reason": reason, "by": "host" });
        host.record(connection, now, &event.details(details))?;
        let notice = Notice::Recovery(RecoveryNotice::Approved {
            reason: reason.clone(),
        });
        notify(connection, &own, &member, &host.origin, notice)?;
        let notice = RecoveryNotice::MemberApprovedByHost {
            name: member.display_name.clone(),
            member: member.id,
            reason,
        };
        told::tell_helpers(connection, &own, &member, &host.origin, &notice)?;
        Ok(Ok(()))
    };
    context.db.write(write).await?
}

/// The member with an address, in the organization that is named, or the first one.
fn find_named(
    connection: &mut DbConnection,
    email: &EmailAddress,
    organization: Option<&ShortName>,
) -> DbResult<Option<Member>> {
    let organization = organizations::named(connection, organization)?;
    find_by_address(connection, &organization, email)
}
