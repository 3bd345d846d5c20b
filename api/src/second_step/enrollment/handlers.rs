//! `/enrollment/email`, `/enrollment/email/verify`, `/enrollment/device`,
//! `/enrollment/device/confirm`.

use super::email_proof;
use super::service::{self, EnrollmentError};
use crate::platform::context::Context;
use crate::platform::http::{ApiError, Body};
use crate::platform::origin::Origin;
use crate::second_step::flow::FlowCredential;
use actix_web::{HttpResponse, get, post, web};
use shared_types::enrollment::PendingDeviceView;
use shared_types::problem::ProblemCode;
use shared_types::sign_in::{CodeRequest, FlowView};
use std::time::Duration;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(send_email_code)
        .service(verify_email_code)
        .service(show_pending_device)
        .service(confirm_device);
}

/// Sends the code to the member's own address, or sends a new one; an older one is void.
#[utoipa::path(tag = "enrollment", responses((status = 200, body = FlowView)))]
#[post("/enrollment/email")]
async fn send_email_code(
    context: web::Data<Context>,
    origin: Origin,
    credential: FlowCredential,
) -> Result<HttpResponse, ApiError> {
    let csrf_token = credential.csrf_token.clone();
    let answer = email_proof::send_email_code(&context, origin, credential).await?;
    Ok(answer.into_response(&context, csrf_token))
}

/// Checks the e-mailed code.
#[utoipa::path(tag = "enrollment", request_body = CodeRequest, responses((status = 200, body = FlowView)))]
#[post("/enrollment/email/verify")]
async fn verify_email_code(
    context: web::Data<Context>,
    origin: Origin,
    credential: FlowCredential,
    Body(request): Body<CodeRequest>,
) -> Result<HttpResponse, ApiError> {
    let csrf_token = credential.csrf_token.clone();
    let answer = email_proof::verify_email_code(&context, origin, credential, request).await?;
    Ok(answer.into_response(&context, csrf_token))
}

/// The pending device of this flow: key, URI and QR code. The same one until it is confirmed.
#[utoipa::path(tag = "enrollment", responses((status = 200, body = PendingDeviceView)))]
#[get("/enrollment/device")]
async fn show_pending_device(
    context: web::Data<Context>,
    origin: Origin,
    credential: FlowCredential,
) -> Result<web::Json<PendingDeviceView>, ApiError> {
    Ok(web::Json(
        service::show_pending_device(&context, origin, credential).await?,
    ))
}

/// Confirms the device with the code that it shows. It takes the place of an older one; every
/// session ends; a later code signs in.
#[utoipa::path(tag = "enrollment", request_body = CodeRequest, responses((status = 200, body = FlowView)))]
#[post("/enrollment/device/confirm")]
async fn confirm_device(
    context: web::Data<Context>,
    origin: Origin,
    credential: FlowCredential,
    Body(request): Body<CodeRequest>,
) -> Result<HttpResponse, ApiError> {
    let answer = service::confirm_device(&context, origin, credential, request).await?;
    Ok(answer.into_response(&context, None))
}

const RETRY_AFTER: Duration = Duration::from_secs(1);

impl From<EnrollmentError> for ApiError {
    fn from(error: EnrollmentError) -> Self {
        match error {
            EnrollmentError::Invalid(field) => Self::invalid(field.field, field.code, field.detail),
            EnrollmentError::Flow(cause) => cause.into(),
            EnrollmentError::EmailCode(cause) => cause.into(),
            EnrollmentError::SetupCodeWrong {
                tries_left,
                next_code_in_seconds,
            } => {
                let detail = "The code is wrong. Check the entry in the app and the phone's clock.";
                Self::new(ProblemCode::InvalidCode, detail)
                    .tries_left(tries_left)
                    .next_code_in(next_code_in_seconds)
            }
            EnrollmentError::Unreadable => {
                Self::new(ProblemCode::Conflict, "Open GET /enrollment/device first.")
            }
            EnrollmentError::QrCode => Self::unavailable(RETRY_AFTER, error),
            EnrollmentError::Database(cause) => cause.into(),
        }
    }
}
