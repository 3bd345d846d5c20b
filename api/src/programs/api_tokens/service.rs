//! Making, listing, taking over and ending tokens.

use super::fields::Chosen;
use super::views;
use crate::messages::mail::{Notice, ProgramNotice};
use crate::people::api_tokens::{self, KeptToken, NewApiTokenRow, NoSuchToken};
use crate::people::members::{self, Member};
use crate::people::sessions::LostRight;
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::{DbConnection, DbError, DbResult, StatementError};
use crate::platform::new_id::new_id;
use crate::protection::access::{ApiTokensManage, Authorized, Fresh, OwnApiToken};
use crate::protection::hold::MailboxAct;
use crate::record::audit::Action;
use shared_types::api_tokens::{
    ApiTokenState, ApiTokenView, CreateApiTokenRequest, NewApiToken, OwnApiTokenView,
};
use shared_types::ids::ApiTokenId;
use shared_types::limits::API_TOKENS_PER_ORGANIZATION;
use shared_types::problem::FieldError;
use shared_types::recovery::RecoveryHold;
use shared_types::time::Time;

/// Why no token is made.
#[derive(Debug, thiserror::Error)]
pub(super) enum CreateTokenError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(Vec<FieldError>),
    /// The maker's recovery is held: a thief of the mailbox makes no token that outlives it.
    #[error("recovery by e-mail is held")]
    Held(RecoveryHold),
    /// The organization has as many as it may have.
    #[error("the organization has its number of tokens")]
    Full,
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Why a token is not taken over.
#[derive(Debug, thiserror::Error)]
pub(super) enum TakeOverError {
    /// The new owner's recovery is held: a thief of the mailbox gets no token that outlives it.
    #[error("recovery by e-mail is held")]
    Held(RecoveryHold),
    /// There is none in this organization, or it has ended.
    #[error("no such token")]
    NotFound,
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Why a token is not changed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ChangeTokenError {
    /// There is none in this organization.
    #[error("no such token")]
    NotFound,
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

pub(super) async fn create_token(
    context: &Context,
    caller: Fresh<ApiTokensManage>,
    request: CreateApiTokenRequest,
) -> Result<NewApiToken, CreateTokenError> {
    let chosen = Chosen::of(&request).map_err(CreateTokenError::Invalid)?;
    let now = context.clock.now();
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        let (caller, member) = match members::open_caller(connection, &caller, now)? {
            Ok(opened) => opened,
            Err(lost) => return Ok(Err(lost.into())),
        };
        if let Some(hold) = member.hold_on(MailboxAct::GiveAccessAway, now) {
            return Ok(Err(CreateTokenError::Held(hold)));
        }
        let organization = caller.organization;
        let living = api_tokens::count_living_locked(connection, organization, now)?;
        if living >= API_TOKENS_PER_ORGANIZATION {
            return Ok(Err(CreateTokenError::Full));
        }
        let new = NewApiTokenRow {
            token: token::generate(TokenKind::Api, now),
            id: ApiTokenId(new_id(now)),
            organization,
            owner: member.reference(),
            aal: caller.actor.aal,
            name: chosen.name,
            scopes: chosen.scopes,
            networks: chosen.networks,
            expires_at: now + chosen.lifetime,
        };
        let kept = api_tokens::insert(connection, &new, now)?;
        record(connection, &caller, Action::ApiTokenCreated, &kept, now)?;
        let notice = Notice::Program(ProgramNotice::TokenMade {
            name: kept.name.clone(),
            until: kept.expires_at,
        });
        members::notify(connection, &own, &member, &caller.origin, notice)?;
        Ok(Ok(NewApiToken {
            token: new.token.secret,
            view: views::one(connection, kept, now)?,
        }))
    };
    context.db.write(write).await?
}

pub(super) async fn list_tokens(
    context: &Context,
    caller: Authorized<ApiTokensManage>,
) -> Result<Vec<ApiTokenView>, DbError> {
    let now = context.clock.now();
    let list = move |connection: &mut DbConnection| {
        let found = api_tokens::list(connection, caller.organization.key, now)?;
        views::all(connection, found, now)
    };
    context.db.read(list).await
}

/// Another administrator answers for a token: the program goes on when its owner leaves. Who answers for it from
/// now on and who did are told.
pub(super) async fn take_over(
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
        if kept.owner == member.reference() && kept.aal == caller.actor.aal && !kept.is_suspended {
            return views::one(connection, kept, now).map(Ok);
        }
        let change = OwnerChange {
            caller: &caller,
            to: &member,
            kept: &kept,
            action: Action::ApiTokenTakenOver,
        };
        change.run(connection, &own, now)
    };
    context.db.write(write).await?
}

/// A token of this organization that has not ended: nobody answers for one any more that has.
pub(super) fn find_living(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: ApiTokenId,
    now: Time,
) -> DbResult<Option<KeptToken>> {
    let found = api_tokens::find(connection, organization, id)?;
    Ok(found.filter(|kept| kept.state(now) != ApiTokenState::Expired))
}

/// A token for which another administrator is to answer.
pub(super) struct OwnerChange<'a> {
    pub(super) caller: &'a Authorized<ApiTokensManage>,
    /// Who the caller is, and answers for it from now on.
    pub(super) to: &'a Member,
    pub(super) kept: &'a KeptToken,
    /// What the record calls it.
    pub(super) action: Action,
}

impl OwnerChange<'_> {
    /// Makes the change and tells both of it, the former owner and the new one.
    pub(super) fn run(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        now: Time,
    ) -> DbResult<Result<ApiTokenView, TakeOverError>> {
        let Self {
            caller, to, kept, ..
        } = self;
        if !api_tokens::update_owner(connection, kept.key, to.key, caller.actor.aal)? {
            return Ok(Err(TakeOverError::NotFound));
        }
        record(connection, caller, self.action, kept, now)?;
        let notice = Notice::Program(ProgramNotice::TokenTakenOver {
            name: kept.name.clone(),
            owner: to.display_name.clone(),
            until: kept.expires_at,
        });
        let former = members::find(connection, kept.owner.key)?;
        let former = former.iter().filter(|former| former.key != to.key);
        for told in former.chain([*to]) {
            members::notify(connection, context, told, &caller.origin, notice.clone())?;
        }
        let taken = api_tokens::find(connection, caller.organization.key, kept.id)?;
        views::one(connection, taken.ok_or(StatementError::NotFound)?, now).map(Ok)
    }
}

/// Ends a token: the next request with it is refused on every node.
pub(super) async fn end_token(
    context: &Context,
    caller: Fresh<ApiTokensManage>,
    id: ApiTokenId,
) -> Result<(), ChangeTokenError> {
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let (caller, _) = match members::open_caller(connection, &caller, now)? {
            Ok(opened) => opened,
            Err(lost) => return Ok(Err(lost.into())),
        };
        let found = api_tokens::find(connection, caller.organization.key, id)?;
        let Some(kept) = found else {
            return Ok(Err(ChangeTokenError::NotFound));
        };
        // Of two administrators who end it at once, one did.
        if !api_tokens::delete(connection, kept.key)? {
            return Ok(Err(ChangeTokenError::NotFound));
        }
        record(connection, &caller, Action::ApiTokenEnded, &kept, now).map(Ok)
    };
    context.db.write(write).await?
}

pub(super) fn record(
    connection: &mut DbConnection,
    caller: &Authorized<ApiTokensManage>,
    action: Action,
    kept: &KeptToken,
    now: Time,
) -> DbResult<()> {
    let event = caller.event(action).about(kept.owner.id);
    caller.record(connection, now, &event.details(kept.details()))
}

/// What the token that asks may do.
pub(super) async fn show_own(
    context: &Context,
    caller: Authorized<OwnApiToken>,
) -> Result<OwnApiTokenView, ChangeTokenError> {
    let now = context.clock.now();
    let find = move |connection: &mut DbConnection| {
        let found = api_tokens::find(connection, caller.organization.key, caller.actor.id)?;
        Ok(found.map(|kept| OwnApiTokenView {
            state: kept.state(now),
            id: kept.id,
            name: kept.name,
            organization: kept.organization_name,
            scopes: kept.scopes.into_iter().collect(),
            expires_at: kept.expires_at,
        }))
    };
    let found = context.db.read(find).await?;
    // It was ended while this request was under way.
    found.ok_or_else(|| LostRight::from(NoSuchToken::Unknown).into())
}
