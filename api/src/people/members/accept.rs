//! Accepting an invitation: the link proves the mailbox, the person chooses a password.

use super::inspect::{Invited, count_wrong, find_invited};
use super::language::BrowserLanguage;
use super::language_changes::{remember_browser, set_locale};
use super::model::{Member, seal_password};
use super::people::find_for_change;
use super::refusals::AcceptError;
use super::validation::{choose_password, shortest_password};
use super::{store, store_counted, store_invitation};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, PresentedToken, TokenKind};
use crate::platform::db::DbConnection;
use crate::platform::origin::Origin;
use crate::protection::demand::demand;
use crate::protection::keyring;
use crate::protection::throttle::Verdict;
use crate::record::audit::{self, Action, Ending, Event};
use shared_types::members::{AcceptInvitationRequest, AcceptInvitationResponse, MemberStatus};
use shared_types::secret::Secret;

pub(super) async fn accept_invitation(
    context: &Context,
    origin: Origin,
    request: AcceptInvitationRequest,
) -> Result<AcceptInvitationResponse, AcceptError> {
    let accepted = accept(context, &origin, request).await;
    let (ending, wait) = match &accepted {
        Err(AcceptError::InvalidInvitation) => (Ending::failure("invalid_token"), None),
        Err(AcceptError::Throttled(wait)) => (Ending::throttled(), Some(*wait)),
        _ => return accepted,
    };
    let (own, event) = (
        context.clone(),
        audit::refusal(Action::InvitationAccepted, ending),
    );
    context
        .db
        .write(move |connection| audit::record_decision(connection, &own, &origin, &event, wait))
        .await?;
    accepted
}

/// The link and whose it is. One that opens nothing is counted; a good one is not held up.
async fn find(
    context: &Context,
    origin: &Origin,
    token: &Secret,
) -> Result<(PresentedToken, Member), AcceptError> {
    let now = context.clock.now();
    if let Some(presented) = token::presented(TokenKind::Invitation, token.expose()) {
        let find = move |connection: &mut DbConnection| find_invited(connection, &presented, now);
        if let Some(Invited { member, .. }) = context.db.read(find).await? {
            return Ok((presented, member));
        }
    }
    let origin = origin.clone();
    let count = move |connection: &mut DbConnection| count_wrong(connection, &origin, now);
    Err(match context.db.write(count).await? {
        Verdict::Allowed => AcceptError::InvalidInvitation,
        Verdict::Wait(wait) => AcceptError::Throttled(wait),
    })
}

async fn accept(
    context: &Context,
    origin: &Origin,
    request: AcceptInvitationRequest,
) -> Result<AcceptInvitationResponse, AcceptError> {
    let now = context.clock.now();
    let (presented, member) = find(context, origin, &request.token).await?;
    if member.is_managed_elsewhere(context) {
        return Err(AcceptError::ManagedElsewhere);
    }
    let shortest = shortest_password(demand(member.rules, now));
    let words = member.own_words();
    let password = choose_password(context, "password", &request.password, shortest, &words)
        .await
        .map_err(AcceptError::Invalid)?;
    let phc = context.hasher.admit()?.hash(password).await?;
    let sealed = seal_password(context, member.organization.id, member.id, &phc);
    let answer = AcceptInvitationResponse {
        email: member.email.clone(),
        organization: member.organization_short_name.to_string(),
    };
    let origin = origin.clone();
    let browser = BrowserLanguage::of(&origin, request.time_zone.as_deref());
    let chosen = request.locale;
    let accepted = context
        .db
        .write(move |connection| {
            // Disabled or invited anew since we looked: the invitation is void.
            let member = find_for_change(connection, member.key)?;
            let Some(member) = member.filter(|member| member.status == MemberStatus::Invited)
            else {
                return Ok(false);
            };
            if !store_invitation::consume_invitation(connection, &presented, now)? {
                return Ok(false);
            }
            keyring::require_known(connection, &sealed)?;
            store::replace_password(connection, member.key, &sealed)?;
            store_counted::update_status(connection, &member, MemberStatus::Active)?;
            remember_browser(connection, &member, &browser)?;
            if chosen.is_some() {
                set_locale(connection, member.key, chosen)?;
            }
            let event = Event::own(
                member.organization.id,
                member.id,
                Action::InvitationAccepted,
            );
            audit::record(connection, now, &origin, &event)?;
            Ok(true)
        })
        .await?;
    if accepted {
        Ok(answer)
    } else {
        Err(AcceptError::InvalidInvitation)
    }
}
