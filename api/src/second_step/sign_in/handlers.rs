//! `/sign-in` and its steps.

use super::batch::CodeChecks;
use super::refusals::{
    CheckCodeError, FindFlowError, KeepDeviceError, NewDeviceError, PutOffError,
    ReplacePasswordError, SignInError,
};
use super::service::Sent;
use super::{later, new_password, service};
use crate::platform::context::Context;
use crate::platform::http::{
    Body, KnownBrowser, Mount, Refusal, Refusals, TransportBody, origin_of,
};
use crate::platform::origin::Origin;
use crate::second_step::flow::{EarlierFlow, FlowCredential};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use shared_types::sign_in::{CheckCodeRequest, FlowView, ReplacePasswordRequest, SignInRequest};

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(sign_in)
        .service(show_flow)
        .service(give_up)
        .service(check_code)
        .service(replace_password)
        .service(put_off)
        .service(start_new_device)
        .service(keep_device);
}

/// Starts a sign-in. Right: a flow, or a session where no code is owed. A wrong password, an unknown or
/// disabled address and an unknown organization answer the same, at the same cost.
#[utoipa::path(
    tag = "sign-in",
    request_body = SignInRequest,
    responses(
        (status = 200, body = FlowView),
        Refusals<(TransportBody<SignInRequest>, KnownBrowser, EarlierFlow, SignInError)>
    )
)]
#[post("/sign-in")]
async fn sign_in(
    context: web::Data<Context>,
    request: HttpRequest,
    TransportBody(body): TransportBody<SignInRequest>,
    KnownBrowser(browser): KnownBrowser,
    EarlierFlow(earlier): EarlierFlow,
) -> Result<HttpResponse, Refusal<SignInError>> {
    let sent = Sent { browser, earlier };
    let answer = service::sign_in(&context, origin_of(&request), body, sent).await?;
    Ok(answer.into_last_response(&context, &request).await)
}

/// Where the flow stands.
#[utoipa::path(
    tag = "sign-in",
    responses((status = 200, body = FlowView), Refusals<(FlowCredential, FindFlowError)>)
)]
#[get("/sign-in")]
async fn show_flow(
    context: web::Data<Context>,
    credential: FlowCredential,
) -> Result<HttpResponse, Refusal<FindFlowError>> {
    let csrf_token = credential.csrf_token.clone();
    let answer = service::show_flow(&context, credential).await?;
    Ok(answer.into_response(&context, csrf_token))
}

/// Gives up; nothing changes. The cookie stays until its time is over: it opens nothing any more, and the next
/// attempt of the browser goes on with the code that was mailed.
#[utoipa::path(
    tag = "sign-in",
    responses((status = 204, description = "Ended"), Refusals<(FlowCredential, FindFlowError)>)
)]
#[delete("/sign-in")]
async fn give_up(
    context: web::Data<Context>,
    origin: Origin,
    credential: FlowCredential,
) -> Result<HttpResponse, Refusal<FindFlowError>> {
    service::give_up(&context, origin, credential).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Checks a code of the device and gives the session. A code works once.
#[utoipa::path(
    tag = "sign-in",
    request_body = CheckCodeRequest,
    responses(
        (status = 200, body = FlowView),
        Refusals<(FlowCredential, Body<CheckCodeRequest>, CheckCodeError)>
    )
)]
#[post("/sign-in/code")]
async fn check_code(
    context: web::Data<Context>,
    checks: web::Data<CodeChecks>,
    request: HttpRequest,
    credential: FlowCredential,
    Body(body): Body<CheckCodeRequest>,
) -> Result<HttpResponse, Refusal<CheckCodeError>> {
    let origin = origin_of(&request);
    let answer = service::check_code(&context, &checks, origin, credential, body).await?;
    Ok(answer.into_last_response(&context, &request).await)
}

/// Puts a longer password in the place of one that was chosen beside a second step, which nobody asks
/// for any more, and gives the session. Other sessions end.
#[utoipa::path(
    tag = "sign-in",
    request_body = ReplacePasswordRequest,
    responses(
        (status = 200, body = FlowView),
        Refusals<(FlowCredential, Body<ReplacePasswordRequest>, ReplacePasswordError)>
    )
)]
#[post("/sign-in/password")]
async fn replace_password(
    context: web::Data<Context>,
    request: HttpRequest,
    credential: FlowCredential,
    Body(body): Body<ReplacePasswordRequest>,
) -> Result<HttpResponse, Refusal<ReplacePasswordError>> {
    let origin = origin_of(&request);
    let answer = new_password::replace_password(&context, origin, credential, body).await?;
    Ok(answer.into_last_response(&context, &request).await)
}

/// Puts off the device that the policy asks for, and gives a session of level 1. Only where the flow says `skips_left`,
/// in the steps `email` and `enroll`; it uses one of them up. From `due_at` on the session is refused as any that was made
/// without a code.
#[utoipa::path(
    tag = "sign-in",
    responses((status = 200, body = FlowView), Refusals<(FlowCredential, PutOffError)>)
)]
#[post("/sign-in/later")]
async fn put_off(
    context: web::Data<Context>,
    request: HttpRequest,
    credential: FlowCredential,
) -> Result<HttpResponse, Refusal<PutOffError>> {
    let origin = origin_of(&request);
    let answer = later::put_off(&context, origin, credential).await?;
    Ok(answer.into_last_response(&context, &request).await)
}

/// Turns the flow to a new device. The old one works until the new one is confirmed.
#[utoipa::path(
    tag = "sign-in",
    responses((status = 200, body = FlowView), Refusals<(FlowCredential, NewDeviceError)>)
)]
#[post("/sign-in/new-device")]
async fn start_new_device(
    context: web::Data<Context>,
    origin: Origin,
    credential: FlowCredential,
) -> Result<HttpResponse, Refusal<NewDeviceError>> {
    let csrf_token = credential.csrf_token.clone();
    let answer = service::start_new_device(&context, origin, credential).await?;
    Ok(answer.into_response(&context, csrf_token))
}

/// Turns the flow back to the current device: it asks for a code of it again. Nothing has changed.
#[utoipa::path(
    tag = "sign-in",
    responses((status = 200, body = FlowView), Refusals<(FlowCredential, KeepDeviceError)>)
)]
#[delete("/sign-in/new-device")]
async fn keep_device(
    context: web::Data<Context>,
    origin: Origin,
    credential: FlowCredential,
) -> Result<HttpResponse, Refusal<KeepDeviceError>> {
    let csrf_token = credential.csrf_token.clone();
    let answer = service::keep_device(&context, origin, credential).await?;
    Ok(answer.into_response(&context, csrf_token))
}
