//! `POST /setup`.

use super::service::{self, SetupError};
use crate::platform::context::Context;
use crate::platform::http::{ApiError, Body};
use crate::platform::origin::Origin;
use actix_web::{HttpResponse, post, web};
use shared_types::problem::ProblemCode;
use shared_types::setup::{SetupRequest, SetupResponse};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(set_up);
}

/// Makes an organization with its first administrator. A setup token works once.
#[utoipa::path(tag = "setup", request_body = SetupRequest, responses((status = 201, body = SetupResponse)))]
#[post("/setup")]
async fn set_up(
    context: web::Data<Context>,
    origin: Origin,
    Body(request): Body<SetupRequest>,
) -> Result<HttpResponse, ApiError> {
    let made = service::set_up(&context, origin, request).await?;
    Ok(HttpResponse::Created().json(made))
}

impl From<SetupError> for ApiError {
    fn from(error: SetupError) -> Self {
        match error {
            SetupError::Invalid(fields) => {
                let refusal =
                    Self::new(ProblemCode::InvalidInput, "Some fields are not acceptable.");
                fields.into_iter().fold(refusal, |refusal, field| {
                    refusal.field(field.field, field.code, field.detail)
                })
            }
            SetupError::InvalidToken => Self::new(
                ProblemCode::InvalidToken,
                "This setup token is unknown, used or too old. The server prints a new one at its \
                 start.",
            ),
            SetupError::Throttled(wait) => {
                let detail = "Too many tries. Wait before the next one.";
                Self::new(ProblemCode::Throttled, detail).retry_after(wait)
            }
            SetupError::Overloaded(cause) => cause.into(),
            SetupError::Database(cause) => cause.into(),
        }
    }
}
