//! Looking at an invitation before it is accepted: who invites whom to what, or that the link is over, so
//! that nobody invents a password for a link that is void (B10, B11). It spends nothing.

use super::model::Member;
use super::refusals::InspectInvitationError;
use super::validation::shortest_password;
use super::{store, store_invitation};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, PresentedToken, TokenKind};
use crate::platform::db::keys::MemberKey;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::demand::demand;
use crate::protection::throttle::{ClientLimit, Verdict};
use shared_types::members::{InspectInvitationRequest, InvitationView, MemberStatus};
use shared_types::time::Time;

/// The counter of tries at invitations.
const INVITATION: &str = "invitation";

pub(super) async fn inspect_invitation(
    context: &Context,
    origin: Origin,
    request: InspectInvitationRequest,
) -> Result<InvitationView, InspectInvitationError> {
    let now = context.clock.now();
    let presented = token::presented(TokenKind::Invitation, request.token.expose());
    let write = move |connection: &mut DbConnection| {
        let found = match presented {
            Some(presented) => find_invited(connection, &presented, now)?,
            None => None,
        };
        let Some(Invited { member, invited_by }) = found else {
            return Ok(Err(match count_wrong(connection, &origin, now)? {
                Verdict::Allowed => InspectInvitationError::InvalidInvitation,
                Verdict::Wait(wait) => InspectInvitationError::Throttled(wait),
            }));
        };
        let host = match invited_by {
            Some(key) => store::find_member(connection, key)?,
            None => None,
        };
        let host = host.filter(|host| host.organization == member.organization);
        let shortest = shortest_password(demand(member.rules, now));
        Ok(Ok(InvitationView {
            organization: member.organization_name,
            email: member.email,
            display_name: member.display_name,
            invited_by: host.map(|host| host.display_name),
            shortest_password: u32::try_from(shortest).unwrap_or(u32::MAX),
        }))
    };
    context.db.write(write).await?
}

/// Who may accept an invitation.
pub(super) struct Invited {
    /// The person.
    pub(super) member: Member,
    /// Who invites; absent when no member did, or the member is gone.
    pub(super) invited_by: Option<MemberKey>,
}

/// Whose invitation it is, while it can be accepted.
pub(super) fn find_invited(
    connection: &mut DbConnection,
    presented: &PresentedToken,
    now: Time,
) -> DbResult<Option<Invited>> {
    let Some(invitation) = store_invitation::find_invited(connection, presented, now)? else {
        return Ok(None);
    };
    let invited = store::find_member(connection, invitation.member)?;
    let Some(member) = invited.filter(|member| member.status == MemberStatus::Invited) else {
        return Ok(None);
    };
    Ok(Some(Invited {
        member,
        invited_by: invitation.invited_by,
    }))
}

/// Counts a link that opens nothing. Guessing 256 bits is hopeless anyway; the limit keeps the guessers' load off. A
/// good link is not held up: others behind the same address guess.
pub(super) fn count_wrong(
    connection: &mut DbConnection,
    origin: &Origin,
    now: Time,
) -> DbResult<Verdict> {
    ClientLimit::of(INVITATION, origin).take(connection, now)
}
