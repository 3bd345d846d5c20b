//! Callers and their rights, straight from the request: a handler that needs a right takes it as a
//! parameter, and without the check the value does not exist.
//!
//! [`authenticate`] is the one place where a credential becomes a caller: what begins with `tsk_` is an API
//! token and is looked up in `people/api_tokens`, everything else is a session. Everything behind takes
//! rights and never asks how they were shown.

use super::check::SessionChecks;
use super::model::Account;
use super::person::{SignedInPerson, end_of_person};
use super::service::SessionError;
use crate::people::api_tokens::TooManyRequests;
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::{DbConnection, DbError};
use crate::platform::http::credential::API_TOKEN;
use crate::platform::http::{ApiError, Refuses, Scheme, credential, csrf, origin_of, replay};
use crate::protection::access::{
    AccessError, Actor, Authorized, Caller, Fresh, Holder as _, NotFresh, OwnAccount, Right,
};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use shared_types::address::in_api;
use shared_types::problem::ProblemCode;
use shared_types::secret::Secret;
use shared_types::sessions::Transport;
use std::future::{Ready, ready};

impl<R: Right> Refuses for Authorized<R> {
    const CREDENTIALS: &'static [Scheme] = R::CREDENTIALS;

    fn codes() -> Vec<ProblemCode> {
        let own = [ProblemCode::MalformedRequest, ProblemCode::Unauthenticated];
        let is_for_programs = R::CREDENTIALS.iter().any(|one| one.scheme == API_TOKEN);
        let counted = is_for_programs.then(TooManyRequests::codes);
        let own = [own.to_vec(), counted.unwrap_or_default()].concat();
        [&own, SessionError::codes().as_slice(), R::REFUSALS].concat()
    }
}

impl<R: Right> FromRequest for Authorized<R> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let authorized = authorize(&request).await?;
            replay::stop(&request)?;
            Ok(authorized)
        })
    }
}

/// A member on the own account, with what the own page shows: it is read with the session.
pub struct SignedIn {
    /// Who asks.
    pub caller: Authorized<OwnAccount>,
    /// What the page shows.
    pub account: Account,
}

impl Refuses for SignedIn {
    const CREDENTIALS: &'static [Scheme] = Authorized::<OwnAccount>::CREDENTIALS;

    fn codes() -> Vec<ProblemCode> {
        Authorized::<OwnAccount>::codes()
    }
}

impl FromRequest for SignedIn {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let (caller, account) = authenticate(&request).await?;
            let caller = Authorized::check(caller)?;
            // A program was refused by the check.
            let account = account.ok_or(AccessError::PersonsOnly)?;
            replay::stop(&request)?;
            Ok(Self { caller, account })
        })
    }
}

impl<R: Right> Refuses for Fresh<R> {
    const CREDENTIALS: &'static [Scheme] = Authorized::<R>::CREDENTIALS;

    fn codes() -> Vec<ProblemCode> {
        [Authorized::<R>::codes(), NotFresh::codes()].concat()
    }
}

impl<R: Right> FromRequest for Fresh<R> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let now = context_of(&request).clock.now();
            let fresh = authorize(&request).await?.fresh(now)?;
            replay::stop(&request)?;
            Ok(fresh)
        })
    }
}

async fn authorize<R: Right>(request: &HttpRequest) -> Result<Authorized<R>, ApiError> {
    let (caller, _) = authenticate(request).await?;
    Ok(Authorized::check(caller)?)
}

/// What unsafe requests with this session's cookie send as `X-CSRF`; nothing for a bearer token.
pub struct CsrfToken(pub Option<Secret>);

impl Refuses for CsrfToken {
    fn codes() -> Vec<ProblemCode> {
        vec![ProblemCode::MalformedRequest]
    }
}

impl FromRequest for CsrfToken {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let token = credential::session(request).map(|credential| {
            credential.and_then(|credential| csrf::token_of(context_of(request), &credential))
        });
        ready(token.map(Self))
    }
}

/// Who asks, with everything that was proven of him read live, and what the page of a member shows.
async fn authenticate(request: &HttpRequest) -> Result<Found, ApiError> {
    match take(request) {
        Some(found) => found,
        None => look_up(request).await,
    }
}

/// A caller, and what the page of a member shows.
pub(super) type Found = (Caller, Option<Account>);

pub(super) async fn look_up(request: &HttpRequest) -> Result<Found, ApiError> {
    let context = context_of(request);
    let credential = credential::session(request)?.ok_or_else(|| {
        ApiError::new(
            ProblemCode::Unauthenticated,
            "This needs a session or an API token. Sign in, or send the token as Authorization: Bearer.",
        )
    })?;
    let checks = checks_of(request);
    let presented = credential.token.expose();
    let is_program =
        credential.transport == Transport::Bearer && token::is_claimed(TokenKind::Api, presented);
    if is_program {
        let tokens = checks.of_tokens();
        let route = || route_of(request);
        let caller = tokens
            .find_live(presented, origin_of(request), route)
            .await?;
        return Ok((caller, None));
    }
    csrf::guard(request, context, &credential)?;
    let live = checks.find_live(credential.transport, presented).await?;
    let caller = Caller {
        organization: live.organization,
        actor: Actor::Member(live.session),
        origin: origin_of(request),
    };
    Ok((caller, Some(live.account)))
}

/// The person whose session the browser has as a cookie, for a page that a browser is sent to; nobody where it has none
/// that counts. What changes something checks by itself that the request comes from a page of ours.
pub async fn person_in_browser(request: &HttpRequest) -> Result<Option<SignedInPerson>, DbError> {
    let Ok(Some(cookie)) = credential::session_cookie(request) else {
        return Ok(None);
    };
    let checks = checks_of(request);
    match checks
        .find_live(cookie.transport, cookie.token.expose())
        .await
    {
        Ok(live) => Ok(Some(SignedInPerson::of(live))),
        Err(SessionError::Ended(_)) => Ok(None),
        Err(SessionError::Database(error)) => Err(error),
    }
}

/// Ends the session that the browser has as a cookie, for an answer that puts another one in its place: nobody would have
/// its token any more. The answer is given even if that fails.
pub async fn end_in_browser(request: &HttpRequest) {
    let context = context_of(request);
    let ended = match person_in_browser(request).await {
        Ok(Some(person)) => {
            let (now, origin) = (context.clock.now(), origin_of(request));
            let end = move |connection: &mut DbConnection| {
                end_of_person(connection, &person, &origin, now).map(drop)
            };
            context.db.write(end).await
        }
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    if let Err(error) = ended {
        tracing::warn!(%error, "the session that a browser had before ends by itself");
    }
}

/// What the look-up gave.
struct Asked(Result<Found, ApiError>);

/// Who asks, by name. It is no right: what may be done the extractors say.
#[derive(Clone, Debug)]
pub struct Asker {
    /// As the record names it: the member of a session, with the role of now, or the API token.
    pub name: String,
    /// As the record names it, whatever the role.
    pub caller: String,
    /// The session by which a member asks.
    pub session: Option<String>,
}

/// Who asks, before the route; `None` for nobody, whom the route answers.
pub async fn identify(request: &HttpRequest) -> Option<Asker> {
    let found = authenticate(request).await;
    let asker = found.as_ref().ok().map(|(caller, _)| Asker {
        name: match &caller.actor {
            // With another role it is another caller: what was answered before may be no longer his to see.
            Actor::Member(session) => format!("{} {:?}", caller.actor.recorded(), session.role),
            actor => actor.recorded().to_string(),
        },
        caller: caller.actor.recorded().to_string(),
        session: match &caller.actor {
            Actor::Member(session) => Some(session.id.to_string()),
            Actor::Client(_) | Actor::Host | Actor::System => None,
        },
    });
    keep(request, found);
    asker
}

/// Whether who was identified holds a right now, for a sensitive act.
pub fn may_now<R: Right>(request: &HttpRequest) -> bool {
    let extensions = request.extensions();
    let Some(Asked(Ok((caller, _)))) = extensions.get::<Asked>() else {
        return false;
    };
    let now = context_of(request).clock.now();
    Authorized::<R>::check(caller.clone()).is_ok_and(|caller| caller.fresh(now).is_ok())
}

pub(super) fn keep(request: &HttpRequest, found: Result<Found, ApiError>) {
    request.extensions_mut().insert(Asked(found));
}

fn take(request: &HttpRequest) -> Option<Result<Found, ApiError>> {
    let asked = request.extensions_mut().remove::<Asked>();
    asked.map(|Asked(found)| found)
}

/// Method and pattern of the route, which names no member: "POST /verifications".
fn route_of(request: &HttpRequest) -> String {
    let pattern = request.match_pattern().unwrap_or_default();
    format!("{} {}", request.method(), in_api(&pattern))
}

pub(super) fn checks_of(request: &HttpRequest) -> &SessionChecks {
    request
        .app_data::<web::Data<SessionChecks>>()
        .expect("the app carries its session checks")
}

pub(super) fn context_of(request: &HttpRequest) -> &Context {
    request
        .app_data::<web::Data<Context>>()
        .expect("the app carries its context")
}
