//! Members as other features use them: found, changed, told; and opened by a caller for a change.

use super::email::EmailAddress;
use super::model::{Member, NewMember, seal_password};
use super::refusals::OpenError;
use super::{store, store_counted};
use crate::messages::mail::{self, Circumstances, MailContent, Notice};
use crate::people::sessions;
use crate::platform::context::Context;
use crate::platform::db::{self, DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::access::{Actor, Authorized, Right};
use crate::protection::keyring;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::me::Locale;
use shared_types::members::MemberStatus;
use shared_types::time::Time;
use zeroize::Zeroizing;

/// The member with this id.
pub fn find(connection: &mut DbConnection, id: MemberId) -> DbResult<Option<Member>> {
    store::find_member(connection, id)
}

/// The members with these ids, in no order.
pub fn find_all(connection: &mut DbConnection, ids: &[MemberId]) -> DbResult<Vec<Member>> {
    store::find_members(connection, ids)
}

/// The same for a change: whatever else is about to change the member waits until this one is
/// over, so that what was read still stands when it decides.
pub fn find_for_change(connection: &mut DbConnection, id: MemberId) -> DbResult<Option<Member>> {
    db::lock(connection, &id.to_string())?;
    store::find_member(connection, id)
}

/// The member with this address.
pub fn find_by_address(
    connection: &mut DbConnection,
    email: &EmailAddress,
) -> DbResult<Option<Member>> {
    store::find_member_by_email(connection, email)
}

/// The member whose address has this normal form.
pub fn find_by_normal_address(
    connection: &mut DbConnection,
    normal: &str,
) -> DbResult<Option<Member>> {
    store::find_member_by_normal_address(connection, normal)
}

/// The member with this address, if a password can sign the member in.
pub fn find_password_holder(
    connection: &mut DbConnection,
    email: &EmailAddress,
) -> DbResult<Option<Member>> {
    let found = store::find_member_by_email(connection, email)?;
    Ok(found.filter(|member| member.status == MemberStatus::Active))
}

/// Counts nobody yet in a new organization.
pub fn create_counts(connection: &mut DbConnection, organization: OrganizationId) -> DbResult<()> {
    store_counted::insert_counts(connection, organization)
}

/// Inserts a member; `false` when the address is taken.
pub fn create(connection: &mut DbConnection, new: &NewMember<'_>, now: Time) -> DbResult<bool> {
    if let Some(sealed) = &new.password {
        keyring::require_known(connection, sealed)?;
    }
    store_counted::insert_member(connection, new, now)
}

/// Ends all flows and sessions of the member by a new epoch, which it gives.
pub fn bump_epoch(connection: &mut DbConnection, id: MemberId) -> DbResult<i64> {
    store::update_epoch(connection, id)
}

/// Keeps the hash of a password, sealed for the member's row.
pub fn set_password(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    phc: &Zeroizing<String>,
) -> DbResult<()> {
    let sealed = seal_password(context, member.organization, member.id, phc);
    keyring::require_known(connection, &sealed)?;
    store::update_password(connection, member.id, &sealed)
}

/// Changes the member's name.
pub fn set_name(connection: &mut DbConnection, id: MemberId, name: &str) -> DbResult<()> {
    store::update_name(connection, id, name)
}

/// Changes the language of the member's mails.
pub fn set_locale(connection: &mut DbConnection, id: MemberId, locale: Locale) -> DbResult<()> {
    store::update_locale(connection, id, locale)
}

/// Tells the member what happened, when, and roughly from where.
pub fn notify(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    origin: &Origin,
    notice: Notice,
) -> DbResult<()> {
    let circumstances = Circumstances {
        at: context.clock.now(),
        network: origin.network.clone(),
        program: origin.program.clone(),
    };
    notify_of(connection, context, member, circumstances, notice)
}

/// Tells the member what happened some time ago.
pub fn notify_of(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
    circumstances: Circumstances,
    notice: Notice,
) -> DbResult<()> {
    mail::enqueue(
        connection,
        context,
        &member.mail(MailContent::Notice {
            notice,
            circumstances,
        }),
    )
}

/// The caller and a member of the caller's organization, both as they stand under the member's
/// lock.
pub(super) fn open_for_change<R: Right<Holder = Actor>>(
    connection: &mut DbConnection,
    caller: &Authorized<R>,
    id: MemberId,
    now: Time,
) -> DbResult<Result<(Authorized<R>, Member), OpenError>> {
    let found = find_for_change(connection, id)?;
    let caller = match sessions::recheck_right(connection, caller, now)? {
        Ok(caller) => caller,
        Err(lost) => return Ok(Err(lost.into())),
    };
    Ok(
        match found.filter(|member| member.organization == caller.organization) {
            None => Err(OpenError::NotFound),
            Some(member) if member.role > caller.actor.highest_subject() => {
                Err(OpenError::Forbidden)
            }
            Some(member) => Ok((caller, member)),
        },
    )
}
