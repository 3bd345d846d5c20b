//! Inviting a member: a link by mail that lets the person choose a password.

use super::model::Member;
use super::people::open_for_change;
use super::refusals::InviteError;
use super::store_invitation::NewInvitation;
use super::{store, store_invitation};
use crate::messages::mail::{self, Mail, MailContent};
use crate::platform::clock::Validity;
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::{DbConnection, DbResult, StatementError};
use crate::protection::access::{Authorized, Fresh, MembersWrite};
use crate::protection::demand::demand;
use crate::protection::throttle::{self, Limit, Verdict};
use crate::record::audit::{Action, Event};
use serde_json::json;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::limits::{EMAIL_RESEND_PAUSE, INVITATION_LIFETIME, INVITATIONS_PER_ADDRESS};
use shared_types::members::MemberStatus;
use std::time::Duration;

/// From one organization to one address: what others send tells nobody that they know the address.
const PER_ADDRESS: [Limit; 1] = [Limit {
    count: INVITATIONS_PER_ADDRESS,
    window: Duration::from_hours(1),
}];

/// How long an address that was invited too often has to be left alone.
pub(super) fn wait_for_address(
    connection: &mut DbConnection,
    context: &Context,
    organization: OrganizationId,
    email_normal: &str,
) -> DbResult<Option<Duration>> {
    let name = throttle::invitation_counter(&context.keys, organization, email_normal);
    let verdict = throttle::peek(connection, &name, &PER_ADDRESS, context.clock.now())?;
    Ok(match verdict {
        Verdict::Allowed => None,
        Verdict::Wait(wait) => Some(wait),
    })
}

/// Makes the member's link void, and takes back the mail that would bring it.
pub(super) fn void_invitation(connection: &mut DbConnection, member: &Member) -> DbResult<()> {
    if store_invitation::delete_invitation(connection, member.key)? {
        mail::take_back_invitations(connection, member.organization.id, member.id)?;
    }
    Ok(())
}

/// Puts a new invitation in the place of an older one and mails it, now or when the organization's pace
/// allows it; the link is good from then on. Gives what is recorded of it.
pub(super) fn invite(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<MembersWrite>,
    member: &Member,
) -> DbResult<Event> {
    let now = context.clock.now();
    let organization = member.organization.id;
    let name = throttle::invitation_counter(&context.keys, organization, &member.email_normal);
    if throttle::take(connection, &name, &PER_ADDRESS, now)? != Verdict::Allowed {
        // Another invitation to the address since we looked: everything is taken back.
        return Err(StatementError::RollbackTransaction);
    }
    let inviter = match caller.actor.answerable() {
        Some(inviter) => store::find_member(connection, inviter.key)?,
        None => None,
    };
    void_invitation(connection, member)?;
    let at = mail::invitation_time(connection, context, member.organization.id)?;
    let validity = Validity::of(at, INVITATION_LIFETIME);
    let invited_by = inviter.as_ref().map(|inviter| inviter.key);
    // Of a thousand in the same millisecond, two may have one selector.
    let token = loop {
        let token = token::generate(TokenKind::Invitation, now);
        let new = NewInvitation {
            member: member.key,
            token: &token,
            validity,
            invited_by,
        };
        if store_invitation::insert_invitation(connection, &new)? {
            break token;
        }
    };
    // Nothing is known of the person yet: the language of who invites, or of the organization.
    let locale = match &inviter {
        Some(inviter) => inviter.language_beside(&caller.origin),
        None => member.language.remembered(),
    };
    let letter = MailContent::Invitation {
        invited_by: inviter.map_or_else(
            || member.organization_name.clone(),
            |inviter| inviter.display_name,
        ),
        token: token.secret,
        expires_at: validity.until,
        needs_phone: demand(member.rules, at).is_due(),
    };
    let letter = Mail {
        locale,
        ..member.mail(letter)
    };
    mail::enqueue_invitation(connection, context, &letter, at)?;
    let event = caller.event(Action::InvitationSent).about(member.id);
    Ok(if at > now {
        event.details(json!({ "waits_until": at }))
    } else {
        event
    })
}

/// Sends an invitation again: the newest link counts, the older one is void.
pub(super) async fn resend_invitation(
    context: &Context,
    caller: Fresh<MembersWrite>,
    id: MemberId,
) -> Result<(), InviteError> {
    let now = context.clock.now();
    let own = context.clone();
    let write =
        move |connection: &mut DbConnection| match open_for_change(connection, &caller, id, now)? {
            Err(refused) => Ok(Err(refused.into())),
            Ok((_, member)) if !may_be_invited(connection, &own, &member)? => {
                Ok(Err(InviteError::NothingToDo))
            }
            Ok((caller, member)) => {
                let (organization, email) = (member.organization.id, &member.email_normal);
                if let Some(wait) = wait_for_address(connection, &own, organization, email)? {
                    return Ok(Err(InviteError::Throttled(wait)));
                }
                let sent = invite(connection, &own, &caller, &member)?;
                caller.record(connection, now, &sent).map(Ok)
            }
        };
    context.db.write(write).await?
}

/// Only who has not accepted yet, and at most once a minute.
fn may_be_invited(
    connection: &mut DbConnection,
    context: &Context,
    member: &Member,
) -> DbResult<bool> {
    let limit = Limit {
        count: 1,
        window: EMAIL_RESEND_PAUSE,
    };
    let name = format!("invitation:{}", member.id);
    let verdict = throttle::take(connection, &name, &[limit], context.clock.now())?;
    Ok(member.status == MemberStatus::Invited && verdict == Verdict::Allowed)
}
