//! `GET /me/sessions`, `DELETE /me/sessions/{id}`, `DELETE /session`.

use super::service::{self, EndSessionError, LostRight, SessionEnded, SessionError};
use crate::people::api_tokens::NoSuchToken;
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::{Mount, PathId, Refusal, Refusals, credential, refusals};
use crate::protection::access::{AccessError, Authorized, OwnAccount, OwnSession};
use actix_web::http::header::HeaderName;
use actix_web::{HttpResponse, delete, get, web};
use shared_types::ids::SessionId;
use shared_types::page::Page;
use shared_types::sessions::{SessionView, Transport};

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(list_sessions)
        .service(end_session)
        .service(sign_out);
}

/// The member's own live sessions, newest first.
#[utoipa::path(
    tag = "me",
    responses((status = 200, body = Page<SessionView>), Refusals<(Authorized<OwnAccount>, DbError)>)
)]
#[get("/me/sessions")]
async fn list_sessions(
    context: web::Data<Context>,
    caller: Authorized<OwnAccount>,
) -> Result<web::Json<Page<SessionView>>, Refusal<DbError>> {
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
    responses(
        (status = 204, description = "Ended"),
        Refusals<(Authorized<OwnAccount>, PathId<SessionId>, EndSessionError)>
    )
)]
#[delete("/me/sessions/{id}")]
async fn end_session(
    context: web::Data<Context>,
    caller: Authorized<OwnAccount>,
    id: PathId<SessionId>,
) -> Result<HttpResponse, Refusal<EndSessionError>> {
    service::end_session(&context, caller, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Signs out: this session ends at once, everywhere.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 204, description = "Signed out"),
        Refusals<(Authorized<OwnSession>, EndSessionError)>
    )
)]
#[delete("/session")]
async fn sign_out(
    context: web::Data<Context>,
    caller: Authorized<OwnSession>,
) -> Result<HttpResponse, Refusal<EndSessionError>> {
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

refusals! {
    struct SessionEnded => Unauthenticated("The session has ended. Sign in again.")
}

refusals! {
    enum SessionError {}
    causes { Ended(SessionEnded), Database(DbError) }
}

refusals! {
    enum LostRight {}
    causes { Ended(SessionEnded), Token(NoSuchToken), Access(AccessError) }
}

refusals! {
    enum EndSessionError {
        NotFound => NotFound("There is no such session."),
    }
    causes { Database(DbError) }
}
