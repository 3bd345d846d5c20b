//! Inviting a member: a link by mail that lets the person choose a password.

use super::model::Member;
use super::people::open_for_change;
use super::refusals::InviteError;
use super::{store, store_invitation};
use crate::messages::mail::{self, MailContent};
use crate::platform::clock::Validity;
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::access::{Authorized, Fresh, MembersWrite};
use crate::protection::throttle::{self, Limit, Verdict};
use crate::record::audit::Action;
use shared_types::ids::MemberId;
use shared_types::limits::{EMAIL_RESEND_PAUSE, INVITATION_LIFETIME};
use shared_types::members::MemberStatus;

/// Puts a new invitation in the place of an older one and mails it.
pub(super) fn invite(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<MembersWrite>,
    member: &Member,
) -> DbResult<()> {
    let now = context.clock.now();
    let inviter = match caller.actor.answerable() {
        Some(inviter) => store::find_member(connection, inviter.key)?,
        None => None,
    };
    let invited_by = inviter.map(|inviter| inviter.display_name);
    let token = token::generate(TokenKind::Invitation, now);
    let validity = Validity::of(now, INVITATION_LIFETIME);
    store_invitation::replace_invitation(connection, member.key, &token, validity)?;
    let letter = MailContent::Invitation {
        invited_by: invited_by.unwrap_or_else(|| member.organization_name.clone()),
        token: token.secret,
        expires_at: validity.until,
    };
    mail::enqueue(connection, context, &member.mail(letter))?;
    let event = caller.event(Action::InvitationSent).about(member.id);
    caller.record(connection, now, &event)
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
            Ok((caller, member)) => invite(connection, &own, &caller, &member).map(Ok),
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
