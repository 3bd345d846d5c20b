//! `/enrollment/email`, `/enrollment/email/verify`, `/enrollment/device`,
//! `/enrollment/device/confirm`.

use super::email_proof;
use super::refusals::{ConfirmDeviceError, SendError, ShowDeviceError, VerifyError};
use super::service;
use crate::platform::context::Context;
use crate::platform::http::{Body, Mount, Refusal, Refusals};
use crate::platform::origin::Origin;
use crate::second_step::flow::FlowCredential;
use actix_web::{HttpResponse, get, post, web};
use shared_types::enrollment::PendingDeviceView;
use shared_types::sign_in::{CodeRequest, FlowView};

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(send_email_code)
        .service(verify_email_code)
        .service(show_pending_device)
        .service(confirm_device);
}

/// Sends the code to the member's own address, or sends a new one; an older one is void.
#[utoipa::path(
    tag = "enrollment",
    responses((status = 200, body = FlowView), Refusals<(FlowCredential, SendError)>)
)]
#[post("/enrollment/email")]
async fn send_email_code(
    context: web::Data<Context>,
    origin: Origin,
    credential: FlowCredential,
) -> Result<HttpResponse, Refusal<SendError>> {
    let csrf_token = credential.csrf_token.clone();
    let answer = email_proof::send_email_code(&context, origin, credential).await?;
    Ok(answer.into_response(&context, csrf_token))
}

/// Checks the emailed code.
#[utoipa::path(
    tag = "enrollment",
    request_body = CodeRequest,
    responses(
        (status = 200, body = FlowView),
        Refusals<(FlowCredential, Body<CodeRequest>, VerifyError)>
    )
)]
#[post("/enrollment/email/verify")]
async fn verify_email_code(
    context: web::Data<Context>,
    origin: Origin,
    credential: FlowCredential,
    Body(request): Body<CodeRequest>,
) -> Result<HttpResponse, Refusal<VerifyError>> {
    let csrf_token = credential.csrf_token.clone();
    let answer = email_proof::verify_email_code(&context, origin, credential, request).await?;
    Ok(answer.into_response(&context, csrf_token))
}

/// The pending device of this flow: key, URI and QR code. The same one until it is confirmed.
#[utoipa::path(
    tag = "enrollment",
    responses((status = 200, body = PendingDeviceView), Refusals<(FlowCredential, ShowDeviceError)>)
)]
#[get("/enrollment/device")]
async fn show_pending_device(
    context: web::Data<Context>,
    origin: Origin,
    credential: FlowCredential,
) -> Result<web::Json<PendingDeviceView>, Refusal<ShowDeviceError>> {
    Ok(web::Json(
        service::show_pending_device(&context, origin, credential).await?,
    ))
}

/// Confirms the device with the code that it shows. It takes the place of an older one; every
/// session ends; a later code signs in.
#[utoipa::path(
    tag = "enrollment",
    request_body = CodeRequest,
    responses(
        (status = 200, body = FlowView),
        Refusals<(FlowCredential, Body<CodeRequest>, ConfirmDeviceError)>
    )
)]
#[post("/enrollment/device/confirm")]
async fn confirm_device(
    context: web::Data<Context>,
    origin: Origin,
    credential: FlowCredential,
    Body(request): Body<CodeRequest>,
) -> Result<HttpResponse, Refusal<ConfirmDeviceError>> {
    let answer = service::confirm_device(&context, origin, credential, request).await?;
    Ok(answer.into_response(&context, None))
}
