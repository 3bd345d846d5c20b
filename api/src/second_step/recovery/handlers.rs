//! `/password-reset` and `/password-reset/confirm`.

use super::ask::{self, AskError};
use super::confirm::{self, ConfirmError};
use crate::platform::context::Context;
use crate::platform::http::{ApiError, Body, credential, same_origin};
use crate::platform::origin::Origin;
use actix_web::{HttpRequest, HttpResponse, post, web};
use shared_types::problem::ProblemCode;
use shared_types::recovery::{
    ConfirmPasswordResetRequest, ConfirmPasswordResetResponse, RequestPasswordResetRequest,
};
use shared_types::sessions::Transport;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(request_password_reset)
        .service(confirm_password_reset);
}

/// Asks for a link that sets a new password. The answer, and what it costs, are the same whether
/// anybody has the address; the link goes to the address that is stored.
#[utoipa::path(
    tag = "recovery",
    request_body = RequestPasswordResetRequest,
    responses((status = 202, description = "If a member has this address, a mail is on its way"))
)]
#[post("/password-reset")]
async fn request_password_reset(
    context: web::Data<Context>,
    http: HttpRequest,
    origin: Origin,
    Body(request): Body<RequestPasswordResetRequest>,
) -> Result<HttpResponse, ApiError> {
    if request.transport == Transport::Cookie {
        same_origin::check(&http, &context.public_url)?;
    }
    let browser = credential::known_browser(&http)?.map(|credential| credential.token);
    ask::request_password_reset(&context, origin, request, browser).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Sets a new password with the token of the mail, once; all sessions end. With a code of the
/// member's device everything goes on as before. Without one, no device is set up by e-mail for
/// 72 hours.
#[utoipa::path(
    tag = "recovery",
    request_body = ConfirmPasswordResetRequest,
    responses((status = 200, body = ConfirmPasswordResetResponse))
)]
#[post("/password-reset/confirm")]
async fn confirm_password_reset(
    context: web::Data<Context>,
    origin: Origin,
    Body(request): Body<ConfirmPasswordResetRequest>,
) -> Result<web::Json<ConfirmPasswordResetResponse>, ApiError> {
    Ok(web::Json(
        confirm::confirm_password_reset(&context, origin, request).await?,
    ))
}

impl From<AskError> for ApiError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Invalid(field) => Self::invalid(field.field, field.code, field.detail),
            AskError::Throttled(wait) => {
                let detail = "A mail was asked for just now. Wait before the next one.";
                Self::new(ProblemCode::Throttled, detail).retry_after(wait)
            }
            AskError::Database(cause) => cause.into(),
        }
    }
}

impl From<ConfirmError> for ApiError {
    fn from(error: ConfirmError) -> Self {
        match error {
            ConfirmError::Invalid(field) => Self::invalid(field.field, field.code, field.detail),
            ConfirmError::Throttled(wait) => {
                let detail = "Too many tries. Wait before the next one.";
                Self::new(ProblemCode::Throttled, detail).retry_after(wait)
            }
            ConfirmError::InvalidToken => Self::new(
                ProblemCode::InvalidToken,
                "This link is unknown, used or too old. Ask for a new one.",
            ),
            ConfirmError::Code(refusal) => refusal.into(),
            ConfirmError::Overloaded(cause) => cause.into(),
            ConfirmError::Database(cause) => cause.into(),
        }
    }
}
