//! Looking at an invitation before it is accepted: who invites whom to what, or that the link is over, so
//! that nobody invents a password for a link that is void.

use super::model::Member;
use super::refusals::CheckInvitationError;
use super::validation::shortest_password;
use super::{store, store_invitation};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, PresentedToken, TokenKind};
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::demand::demand;
use crate::protection::throttle::{ClientLimit, Verdict};
use shared_types::members::{CheckInvitationRequest, InvitationView, MemberStatus};
use shared_types::time::Time;

/// Who may accept an invitation.
pub(super) struct InvitedMember {
    /// The person.
    pub(super) member: Member,
    /// The name of who invites; absent when no member did, or the member is gone.
    pub(super) invited_by: Option<String>,
}

/// Whose invitation it is, while it can be accepted.
pub(super) fn find_invited(
    connection: &mut DbConnection,
    presented: &PresentedToken,
    now: Time,
) -> DbResult<Option<InvitedMember>> {
    let Some(invitation) = store_invitation::find_invited(connection, presented, now)? else {
        return Ok(None);
    };
    let invited = store::find_member(connection, invitation.member)?;
    let Some(member) = invited.filter(|member| member.status == MemberStatus::Invited) else {
        return Ok(None);
    };
    let inviter = match invitation.invited_by {
        Some(inviter) => store::find_member(connection, inviter)?,
        None => None,
    };
    let inviter = inviter.filter(|inviter| inviter.organization == member.organization);
    Ok(Some(InvitedMember {
        member,
        invited_by: inviter.map(|inviter| inviter.display_name),
    }))
}

/// Changes nothing, however often it is asked.
pub(super) async fn check_invitation(
    context: &Context,
    origin: &Origin,
    request: CheckInvitationRequest,
) -> Result<InvitationView, CheckInvitationError> {
    let now = context.clock.now();
    let limit = ClientLimit::of("invitation_check", origin);
    let take = move |connection: &mut DbConnection| limit.take(connection, now);
    if let Verdict::Wait(wait) = context.db.write(take).await? {
        return Err(CheckInvitationError::Throttled(wait));
    }
    let presented = token::presented(TokenKind::Invitation, request.token.expose())
        .ok_or(CheckInvitationError::InvalidInvitation)?;
    let find = move |connection: &mut DbConnection| find_invited(connection, &presented, now);
    let found = context.db.read(find).await?;
    let InvitedMember { member, invited_by } =
        found.ok_or(CheckInvitationError::InvalidInvitation)?;
    let shortest = shortest_password(demand(member.rules, now));
    Ok(InvitationView {
        organization: member.organization_name,
        email: member.email,
        display_name: member.display_name,
        invited_by,
        password_shortest: u32::try_from(shortest).unwrap_or(u32::MAX),
    })
}
