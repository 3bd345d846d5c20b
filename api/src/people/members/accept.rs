//! Accepting an invitation: the link proves the mailbox, the person chooses a password.

use super::inspect::{Invited, count_try, find_invited};
use super::language::BrowserLanguage;
use super::language_changes::{remember_browser, set_locale};
use super::model::seal_password;
use super::people::find_for_change;
use super::refusals::AcceptError;
use super::validation::{choose_password, shortest_password};
use super::{store, store_counted, store_invitation};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::origin::Origin;
use crate::protection::demand::demand;
use crate::protection::keyring;
use crate::protection::throttle::Verdict;
use crate::record::audit::{self, Action, Ending, Event};
use shared_types::members::{AcceptInvitationRequest, AcceptInvitationResponse, MemberStatus};

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

async fn accept(
    context: &Context,
    origin: &Origin,
    request: AcceptInvitationRequest,
) -> Result<AcceptInvitationResponse, AcceptError> {
    let now = context.clock.now();
    let from = origin.clone();
    let take = move |connection: &mut _| count_try(connection, &from, now);
    if let Verdict::Wait(wait) = context.db.write(take).await? {
        return Err(AcceptError::Throttled(wait));
    }
    let presented = token::presented(TokenKind::Invitation, request.token.expose())
        .ok_or(AcceptError::InvalidInvitation)?;
    let find = move |connection: &mut _| find_invited(connection, &presented, now);
    let found = context.db.read(find).await?;
    let Invited { member, .. } = found.ok_or(AcceptError::InvalidInvitation)?;
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
