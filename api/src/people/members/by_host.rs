//! What the operator of the host does for a member, when no administrator is there to do it. The operator answers for
//! having looked at who asks.

use super::email::EmailAddress;
use super::model::Member;
use super::people::{find_by_address, find_for_change, notify};
use super::reason::choose_reason;
use super::support::forgive_all;
use super::{device_changes, recovery, told};
use crate::messages::mail::{Notice, RecoveryNotice};
use crate::people::organizations;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult, StatementError};
use crate::protection::access::Caller;
use crate::protection::throttle;
use crate::record::audit::Action;
use serde_json::json;
use shared_types::organizations::ShortName;
use shared_types::problem::FieldError;
use shared_types::time::Time;

/// Whom an operator names on the command line.
#[derive(Clone, Debug)]
pub struct NamedMember {
    /// The address.
    pub address: String,
    /// The short name of the organization; the first one without it.
    pub organization: Option<String>,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
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
    /// No limit is used up.
    #[error("no delay runs for this member, and nothing is used up")]
    NotLocked,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The member, and why something is done.
struct Help {
    member: Member,
    reason: String,
    now: Time,
}

type Act = fn(&mut DbConnection, &Context, &Help) -> DbResult<Result<(), HostError>>;

/// Ends the hold of a member. The member, the administrators and the helpdesk are told.
pub async fn recover_by_host(
    context: &Context,
    named: NamedMember,
    reason: &str,
) -> Result<(), HostError> {
    help(context, named, reason, recover).await
}

/// Ends the delays after wrong codes and wrong passwords, and gives mails, codes and links back: what an administrator
/// does, for the one whom nobody else can help.
pub async fn unlock_by_host(
    context: &Context,
    named: NamedMember,
    reason: &str,
) -> Result<(), HostError> {
    help(context, named, reason, unlock).await
}

fn recover(
    connection: &mut DbConnection,
    context: &Context,
    help: &Help,
) -> DbResult<Result<(), HostError>> {
    let Help {
        member,
        reason,
        now,
    } = help;
    let host = Caller::host(member.organization);
    if !recovery::release(connection, member, *now)? {
        return Ok(Err(HostError::NotHeld));
    }
    let event = host.event(Action::RecoveryApproved).about(member.id);
    let details = json!({ "reason": reason, "by": "host" });
    host.record(connection, *now, &event.details(details))?;
    let notice = Notice::Recovery(RecoveryNotice::Approved {
        reason: reason.clone(),
    });
    notify(connection, context, member, &host.origin, notice)?;
    let notice = RecoveryNotice::MemberApprovedByHost {
        name: member.display_name.clone(),
        member: member.id,
        reason: reason.clone(),
    };
    told::tell_helpers(connection, context, member, &host.origin, &notice)?;
    Ok(Ok(()))
}

fn unlock(
    connection: &mut DbConnection,
    context: &Context,
    help: &Help,
) -> DbResult<Result<(), HostError>> {
    let Help {
        member,
        reason,
        now,
    } = help;
    let host = Caller::host(member.organization);
    let mut is_changed = device_changes::unlock_devices(connection, member, *now)?;
    is_changed |= throttle::clear_programs(connection, member.id)?;
    is_changed |= forgive_all(connection, context, member, *now)?;
    if !is_changed {
        return Ok(Err(HostError::NotLocked));
    }
    let event = host.event(Action::DeviceUnlocked).about(member.id);
    let details = json!({ "reason": reason, "by": "host" });
    host.record(connection, *now, &event.details(details))
        .map(Ok)
}

async fn help(
    context: &Context,
    named: NamedMember,
    reason: &str,
    act: Act,
) -> Result<(), HostError> {
    let now = context.clock.now();
    let reason = choose_reason(reason).map_err(HostError::Reason)?;
    let email = EmailAddress::parse(&named.address).ok_or(HostError::NoAddress)?;
    let organization = organizations::chosen_short_name(named.organization.as_deref())
        .map_err(|_| HostError::NoShortName)?;
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let found = find_named(connection, &email, organization.as_ref())?;
        let Some(member) = found else {
            return Ok(Err(HostError::UnknownAddress));
        };
        let locked = find_for_change(connection, member.key)?;
        let member = locked.ok_or(StatementError::NotFound)?;
        let help = Help {
            member,
            reason,
            now,
        };
        act(connection, &own, &help)
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
