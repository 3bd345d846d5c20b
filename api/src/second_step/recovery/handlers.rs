//! `/password-reset`, `/password-reset/inspect` and `/password-reset/confirm`.

use super::ask::{self, AskError};
use super::confirm::{self, ConfirmError};
use super::link::{self, LinkError};
use crate::platform::context::Context;
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::db::DbError;
use crate::platform::http::{
    Body, KnownBrowser, MANAGED_ELSEWHERE, Mount, Refusal, Refusals, TransportBody, refusals,
};
use crate::platform::origin::Origin;
use crate::second_step::proofs::CodeRefusal;
use actix_web::{HttpResponse, post, web};
use shared_types::problem::FieldError;
use shared_types::recovery::{
    ConfirmPasswordResetRequest, ConfirmPasswordResetResponse, InspectPasswordResetRequest,
    PasswordResetView, RequestPasswordResetRequest,
};

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(request_password_reset)
        .service(inspect_password_reset)
        .service(confirm_password_reset);
}

/// Asks for a link that sets a new password. The answer, and what it costs, are the same whether there
/// is such an organization and anybody in it has the address; the link goes to the address that is stored.
#[utoipa::path(
    tag = "recovery",
    request_body = RequestPasswordResetRequest,
    responses(
        (status = 202, description = "If a member has this address, a mail is on its way"),
        Refusals<(TransportBody<RequestPasswordResetRequest>, KnownBrowser, AskError)>
    )
)]
#[post("/password-reset")]
async fn request_password_reset(
    context: web::Data<Context>,
    origin: Origin,
    TransportBody(request): TransportBody<RequestPasswordResetRequest>,
    KnownBrowser(browser): KnownBrowser,
) -> Result<HttpResponse, Refusal<AskError>> {
    ask::request_password_reset(&context, origin, request, browser).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Says what a link for a new password is for; it spends nothing.
#[utoipa::path(
    tag = "recovery",
    request_body = InspectPasswordResetRequest,
    responses(
        (status = 200, body = PasswordResetView),
        Refusals<(Body<InspectPasswordResetRequest>, LinkError)>
    )
)]
#[post("/password-reset/inspect")]
async fn inspect_password_reset(
    context: web::Data<Context>,
    origin: Origin,
    Body(request): Body<InspectPasswordResetRequest>,
) -> Result<web::Json<PasswordResetView>, Refusal<LinkError>> {
    Ok(web::Json(
        link::inspect_password_reset(&context, origin, request).await?,
    ))
}

/// Sets a new password with the token of the mail, once; all sessions end. With a code of the
/// member's device everything goes on as before. Without one, recovery by email is held: for 72 hours,
/// or until a person ends it, as the organization chose.
#[utoipa::path(
    tag = "recovery",
    request_body = ConfirmPasswordResetRequest,
    responses(
        (status = 200, body = ConfirmPasswordResetResponse),
        Refusals<(Body<ConfirmPasswordResetRequest>, KnownBrowser, ConfirmError)>
    )
)]
#[post("/password-reset/confirm")]
async fn confirm_password_reset(
    context: web::Data<Context>,
    origin: Origin,
    Body(request): Body<ConfirmPasswordResetRequest>,
    KnownBrowser(browser): KnownBrowser,
) -> Result<web::Json<ConfirmPasswordResetResponse>, Refusal<ConfirmError>> {
    Ok(web::Json(
        confirm::confirm_password_reset(&context, origin, request, browser).await?,
    ))
}

refusals! {
    enum AskError {
        ManagedElsewhere => ManagedElsewhere(MANAGED_ELSEWHERE),
        Throttled(wait) => Throttled("A mail was asked for just now. Wait before the next one.")
            .retry_after(wait),
    }
    causes { Invalid(FieldError), Database(DbError) }
}

refusals! {
    enum LinkError {
        Throttled(wait) => Throttled("Too many tries. Wait before the next one.").retry_after(wait),
        InvalidToken => InvalidToken("This link is unknown, used or too old. Ask for a new one."),
        ManagedElsewhere => ManagedElsewhere(MANAGED_ELSEWHERE),
    }
    causes { Database(DbError) }
}

refusals! {
    enum ConfirmError {}
    causes {
        Invalid(FieldError),
        Link(LinkError),
        Code(CodeRefusal),
        Overloaded(Overloaded),
        Database(DbError),
    }
}
