//! What an invitation is for, asked before a password is typed. It spends nothing (B10).

use super::model::Member;
use super::refusals::InspectInvitationError;
use super::validation::shortest_password;
use super::{store, store_invitation};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, PresentedToken, TokenKind};
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
        if let Verdict::Wait(wait) = count_try(connection, &origin, now)? {
            return Ok(Err(InspectInvitationError::Throttled(wait)));
        }
        let found = match presented {
            Some(presented) => find_invited(connection, &presented, now)?,
            None => None,
        };
        let Some(member) = found else {
            return Ok(Err(InspectInvitationError::InvalidInvitation));
        };
        give_try_back(connection, &origin, now)?;
        let shortest = shortest_password(demand(member.rules, now));
        Ok(Ok(InvitationView {
            email_masked: member.email_masked(),
            organization: member.organization_name,
            shortest_password: u32::try_from(shortest).unwrap_or(u32::MAX),
        }))
    };
    context.db.write(write).await?
}

/// Who was invited by this token and has not accepted yet.
pub(super) fn find_invited(
    connection: &mut DbConnection,
    presented: &PresentedToken,
    now: Time,
) -> DbResult<Option<Member>> {
    let member = match store_invitation::find_invited(connection, presented, now)? {
        Some(member) => store::find_member(connection, member)?,
        None => None,
    };
    Ok(member.filter(|member| member.status == MemberStatus::Invited))
}

/// Guessing 256 bits is hopeless anyway; the limit keeps the guessers' load off.
pub(super) fn count_try(
    connection: &mut DbConnection,
    origin: &Origin,
    now: Time,
) -> DbResult<Verdict> {
    ClientLimit::of(INVITATION, origin).take(connection, now)
}

/// Gives the try back: the link was good, and nothing was hashed.
fn give_try_back(connection: &mut DbConnection, origin: &Origin, now: Time) -> DbResult<()> {
    ClientLimit::of(INVITATION, origin).give_back(connection, now)
}
