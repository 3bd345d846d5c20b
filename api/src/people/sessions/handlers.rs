//! `GET /me/sessions`, `DELETE /me/sessions/{id}`, `DELETE /session`.

use super::service::{self, SessionError};
use crate::platform::context::Context;
use crate::platform::http::{ApiError, PathId, credential};
use crate::protection::access::{Authorized, OwnAccount, OwnSession};
use actix_web::http::header::HeaderName;
use actix_web::{HttpResponse, delete, get, web};
use shared_types::ids::SessionId;
use shared_types::page::Page;
use shared_types::problem::ProblemCode;
use shared_types::sessions::{SessionView, Transport};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_sessions)
        .service(end_session)
        .service(sign_out);
}

/// The member's own live sessions, newest first.
#[utoipa::path(tag = "me", responses((status = 200, body = Page<SessionView>)))]
#[get("/me/sessions")]
async fn list_sessions(
    context: web::Data<Context>,
    caller: Authorized<OwnAccount>,
) -> Result<web::Json<Page<SessionView>>, ApiError> {
    let items = service::list_sessions(&context, caller).await?;
    Ok(web::Json(Page {
        items,
        next_cursor: None,
    }))
}

/// Ends one of the member's own sessions.
#[utoipa::path(
    tag = "me",
    params(("id" = SessionId, Path, description = "The session")),
    responses((status = 204, description = "Ended"))
)]
#[delete("/me/sessions/{id}")]
async fn end_session(
    context: web::Data<Context>,
    caller: Authorized<OwnAccount>,
    id: PathId<SessionId>,
) -> Result<HttpResponse, ApiError> {
    service::end_session(&context, caller, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Signs out: this session ends at once, everywhere.
#[utoipa::path(tag = "me", responses((status = 204, description = "Signed out")))]
#[delete("/session")]
async fn sign_out(
    context: web::Data<Context>,
    caller: Authorized<OwnSession>,
) -> Result<HttpResponse, ApiError> {
    let transport = caller.actor.transport;
    service::sign_out(&context, caller).await?;
    let mut response = HttpResponse::NoContent();
    if transport == Transport::Cookie {
        response.cookie(credential::clear_cookie(credential::SESSION_COOKIE));
        response.insert_header((CLEAR_SITE_DATA, "\"storage\""));
    }
    Ok(response.finish())
}

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

impl From<SessionError> for ApiError {
    fn from(error: SessionError) -> Self {
        let (code, detail) = match error {
            SessionError::Ended => (
                ProblemCode::Unauthenticated,
                "The session has ended. Sign in again.",
            ),
            SessionError::NotFound => (ProblemCode::NotFound, "There is no such session."),
            SessionError::Access(cause) => return cause.into(),
            SessionError::Database(cause) => return cause.into(),
        };
        Self::new(code, detail)
    }
}
