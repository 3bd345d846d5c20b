//! Offering a token to another administrator, who takes it over or declines. An offer changes nothing by itself: who
//! answers for a token is who said so with an own fresh session.

use super::service::{OwnerChange, TakeOverError, find_living, record};
use super::views;
use crate::messages::mail::{Notice, ProgramNotice};
use crate::people::api_tokens::{self, KeptToken, TokenOffer};
use crate::people::members::{self, Member};
use crate::people::sessions::LostRight;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::protection::access::{ApiTokensManage, Authorized, Fresh};
use crate::protection::hold::MailboxAct;
use crate::protection::throttle::{self, TOKEN_OFFERS, Verdict};
use crate::record::audit::Action;
use serde_json::json;
use shared_types::api_tokens::{ApiTokenView, HandOverApiTokenRequest};
use shared_types::ids::ApiTokenId;
use shared_types::limits::API_TOKEN_OFFER_LIFETIME;
use shared_types::members::{MemberStatus, Role};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::recovery::RecoveryHold;
use shared_types::time::Time;
use std::time::Duration;

/// Why a token is not offered.
#[derive(Debug, thiserror::Error)]
pub(super) enum OfferError {
    /// The member cannot answer for it.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// There is none in this organization that has not ended.
    #[error("no such token")]
    NotFound,
    /// Recovery by e-mail is held for who offers it.
    #[error("recovery by e-mail is held")]
    Held(RecoveryHold),
    /// It was offered too often within an hour.
    #[error("too many offers")]
    Throttled(Duration),
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Why an offer is not declined.
#[derive(Debug, thiserror::Error)]
pub(super) enum DeclineError {
    /// The token was not offered to the caller, or that is over.
    #[error("no such offer")]
    NotFound,
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Asks another administrator to answer for a token, and mails the question.
pub(super) async fn hand_over_token(
    context: &Context,
    caller: Fresh<ApiTokensManage>,
    id: ApiTokenId,
    request: HandOverApiTokenRequest,
) -> Result<ApiTokenView, OfferError> {
    let now = context.clock.now();
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let (caller, member) = match members::open_caller(connection, &caller, now)? {
            Ok(opened) => opened,
            Err(lost) => return Ok(Err(lost.into())),
        };
        // Who came by the mailbox alone leaves no offer behind that outlives the hold.
        if let Some(hold) = member.hold_on(MailboxAct::GiveAccessAway, now) {
            return Ok(Err(OfferError::Held(hold)));
        }
        let found = find_living(connection, caller.organization.key, id, now)?;
        let Some(mut kept) = found else {
            return Ok(Err(OfferError::NotFound));
        };
        let asked = members::find_by_id(connection, caller.organization.key, request.to)?;
        let Some(asked) = asked.filter(|asked| may_be_asked(asked, &kept)) else {
            return Ok(Err(OfferError::Invalid(not_to_them())));
        };
        // Asked once more in the same way, as by a second press of the button: no second mail.
        let is_asked = kept.open_offer(now).is_some_and(|open| open.to == asked.id);
        if is_asked {
            return views::one(connection, kept, now).map(Ok);
        }
        let name = throttle::token_offers(kept.id);
        if let Verdict::Wait(wait) = throttle::take(connection, &name, &TOKEN_OFFERS, now)? {
            return Ok(Err(OfferError::Throttled(wait)));
        }
        let offer = TokenOffer {
            to: asked.id,
            by: member.id,
            ends_at: now + API_TOKEN_OFFER_LIFETIME,
        };
        if !api_tokens::set_offer(connection, kept.key, offer)? {
            return Ok(Err(OfferError::NotFound));
        }
        kept.offer = Some(offer);
        record_offer(connection, &caller, &kept, offer, now)?;
        // Who asks himself knows it.
        if asked.id != member.id {
            let notice = Notice::Program(ProgramNotice::TokenOffered {
                name: kept.name.clone(),
                by: member.display_name.clone(),
                until: offer.ends_at,
            });
            members::notify(connection, &own, &asked, &caller.origin, notice)?;
        }
        views::one(connection, kept, now).map(Ok)
    };
    context.db.write(write).await?
}

/// The rule for who makes a token: an administrator who can sign in. Its owner answers for it already.
fn may_be_asked(asked: &Member, kept: &KeptToken) -> bool {
    asked.role == Role::Admin && asked.status == MemberStatus::Active && asked.id != kept.owner.id
}

fn not_to_them() -> FieldError {
    let detail = "Another administrator who can sign in.";
    FieldError::new("to", FieldErrorCode::Invalid, detail)
}

fn record_offer(
    connection: &mut DbConnection,
    caller: &Authorized<ApiTokensManage>,
    kept: &KeptToken,
    offer: TokenOffer,
    now: Time,
) -> DbResult<()> {
    let mut details = kept.details();
    details["owner"] = json!(kept.owner.id);
    details["ends_at"] = json!(offer.ends_at);
    let event = caller.event(Action::ApiTokenOffered).about(offer.to);
    caller.record(connection, now, &event.details(details))
}

/// Takes the token that was offered to the caller. Who answered for it until now is told.
pub(super) async fn accept_token(
    context: &Context,
    caller: Fresh<ApiTokensManage>,
    id: ApiTokenId,
) -> Result<ApiTokenView, TakeOverError> {
    let now = context.clock.now();
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let (caller, member) = match members::open_caller(connection, &caller, now)? {
            Ok(opened) => opened,
            Err(lost) => return Ok(Err(lost.into())),
        };
        let Some(kept) = find_living(connection, caller.organization.key, id, now)? else {
            return Ok(Err(TakeOverError::NotFound));
        };
        if let Some(hold) = member.hold_on(MailboxAct::GiveAccessAway, now) {
            return Ok(Err(TakeOverError::Held(hold)));
        }
        if !api_tokens::end_offer(connection, kept.key, member.id, now)? {
            return Ok(Err(TakeOverError::NotFound));
        }
        let change = OwnerChange {
            caller: &caller,
            to: &member,
            kept: &kept,
            action: Action::ApiTokenOfferTaken,
        };
        change.run(connection, &own, now)
    };
    context.db.write(write).await?
}

/// Says no to the offer of a token; its owner answers for it as before.
pub(super) async fn decline_token(
    context: &Context,
    caller: Fresh<ApiTokensManage>,
    id: ApiTokenId,
) -> Result<(), DeclineError> {
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let (caller, member) = match members::open_caller(connection, &caller, now)? {
            Ok(opened) => opened,
            Err(lost) => return Ok(Err(lost.into())),
        };
        let Some(kept) = api_tokens::find(connection, caller.organization.key, id)? else {
            return Ok(Err(DeclineError::NotFound));
        };
        if !api_tokens::end_offer(connection, kept.key, member.id, now)? {
            return Ok(Err(DeclineError::NotFound));
        }
        record(
            connection,
            &caller,
            Action::ApiTokenOfferDeclined,
            &kept,
            now,
        )
        .map(Ok)
    };
    context.db.write(write).await?
}
