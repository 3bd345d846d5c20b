//! Rights as types: a handler that needs a right takes it as a parameter, and without the check
//! the value does not exist.

use super::model::Session;
use super::service::{SessionError, find_live};
use crate::platform::context::Context;
use crate::platform::http::{ApiError, credential, csrf};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use shared_types::members::Role;
use shared_types::problem::ProblemCode;
use shared_types::secret::Secret;
use shared_types::time::Time;

/// A live session, even one that owes the second step: enough to end it, and for nothing else.
pub struct AnySession(pub Session);

/// A live session that owes nothing.
pub struct SignedIn {
    /// The session.
    pub session: Session,
    /// Cookie lane: what unsafe requests send as `X-CSRF`.
    pub csrf_token: Option<Secret>,
}

/// A session of the helpdesk or an administrator.
pub struct Staff(pub Session);

/// A session of an administrator.
pub struct Administrator(pub Session);

impl Session {
    /// Refuses unless the member authenticated within the last five minutes.
    pub fn require_fresh(&self, now: Time) -> Result<(), SessionError> {
        if now < self.fresh_until {
            Ok(())
        } else {
            Err(SessionError::NotFresh)
        }
    }
}

impl FromRequest for AnySession {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self(live(&request).await?.0)) })
    }
}

impl FromRequest for SignedIn {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let (session, csrf_token) = live(&request).await?;
            if session.owes_second_step(context(&request).clock.now()) {
                return Err(SessionError::SecondStepRequired.into());
            }
            Ok(Self {
                session,
                csrf_token,
            })
        })
    }
}

impl FromRequest for Staff {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed_in = SignedIn::from_request(request, payload);
        Box::pin(async move { Ok(Self(at_least(signed_in.await?.session, Role::Helpdesk)?)) })
    }
}

impl FromRequest for Administrator {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed_in = SignedIn::from_request(request, payload);
        Box::pin(async move { Ok(Self(at_least(signed_in.await?.session, Role::Admin)?)) })
    }
}

fn at_least(session: Session, role: Role) -> Result<Session, SessionError> {
    if session.role >= role {
        Ok(session)
    } else {
        Err(SessionError::Forbidden)
    }
}

fn context(request: &HttpRequest) -> &Context {
    request
        .app_data::<web::Data<Context>>()
        .expect("the app carries its context")
}

async fn live(request: &HttpRequest) -> Result<(Session, Option<Secret>), ApiError> {
    let context = context(request);
    let credential = credential::session(request)?.ok_or_else(|| {
        ApiError::new(
            ProblemCode::Unauthenticated,
            "This needs a session. Sign in first.",
        )
    })?;
    let csrf_token = csrf::guard(request, context, &credential)?;
    let session = find_live(context, credential.lane, credential.token.expose()).await?;
    Ok((session, csrf_token))
}
