//! Inviting a member: a link by mail that lets the person choose a password.

use super::model::Member;
use super::service::{MemberError, by, in_organization};
use super::store;
use crate::messages::mail::{self, MailContent};
use crate::people::sessions::Session;
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::throttle::{self, Limit, Verdict};
use crate::record::audit::{self, Action};
use shared_types::ids::MemberId;
use shared_types::limits::{EMAIL_RESEND_PAUSE, INVITATION_LIFETIME};
use shared_types::members::MemberStatus;

/// Puts a new invitation in the place of an older one and mails it.
pub(super) fn invite(
    connection: &mut DbConnection,
    context: &Context,
    origin: &Origin,
    session: &Session,
    id: MemberId,
) -> DbResult<()> {
    let now = context.clock.now();
    let (Some(member), Some(inviter)) = (
        store::find_member(connection, id)?,
        store::find_member(connection, session.member)?,
    ) else {
        return Ok(());
    };
    let (token, hash) = token::generate(TokenKind::Invitation);
    let expires_at = now + INVITATION_LIFETIME;
    store::replace_invitation(connection, id, &hash, (now, expires_at))?;
    let letter = MailContent::Invitation {
        invited_by: inviter.display_name,
        token,
        expires_at,
    };
    mail::enqueue(connection, context, &member.mail(letter))?;
    audit::record(
        connection,
        now,
        origin,
        &by(session, id, Action::InvitationSent),
    )
}

/// Sends an invitation again: the newest link counts, the older one is void.
pub(super) async fn resend_invitation(
    context: &Context,
    origin: Origin,
    session: Session,
    id: MemberId,
) -> Result<(), MemberError> {
    let context = context.clone();
    let db = context.db.clone();
    db.write(move |connection| {
        let member = in_organization(connection, &session, id)?;
        match member {
            None => Ok(Err(MemberError::NotFound)),
            Some(member) if !may_be_invited(connection, &context, &member)? => {
                Ok(Err(MemberError::NothingToDo))
            }
            Some(_) => invite(connection, &context, &origin, &session, id).map(Ok),
        }
    })
    .await?
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
