//! `/sign-in` and its steps.

use super::batch::CodeChecks;
use super::service::{self, SignInError};
use crate::platform::context::Context;
use crate::platform::http::{ApiError, Body, credential, same_origin};
use crate::platform::origin::Origin;
use crate::second_step::flow::FlowCredential;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use shared_types::sessions::Transport;
use shared_types::sign_in::{CodeRequest, FlowView, SignInRequest};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(sign_in)
        .service(show_flow)
        .service(give_up)
        .service(check_code)
        .service(start_new_device);
}

/// Starts a sign-in. Right: a flow, or a session where no code is owed. Wrong, unknown and
/// disabled answer the same, at the same cost.
#[utoipa::path(tag = "sign-in", request_body = SignInRequest, responses((status = 200, body = FlowView)))]
#[post("/sign-in")]
async fn sign_in(
    context: web::Data<Context>,
    http: HttpRequest,
    origin: Origin,
    Body(request): Body<SignInRequest>,
) -> Result<HttpResponse, ApiError> {
    if request.transport == Transport::Cookie {
        same_origin::check(&http, &context.public_url)?;
    }
    let browser = credential::known_browser(&http)?.map(|credential| credential.token);
    let answer = service::sign_in(&context, origin, request, browser).await?;
    Ok(answer.into_response(&context, None))
}

/// Where the flow stands.
#[utoipa::path(tag = "sign-in", responses((status = 200, body = FlowView)))]
#[get("/sign-in")]
async fn show_flow(
    context: web::Data<Context>,
    credential: FlowCredential,
) -> Result<HttpResponse, ApiError> {
    let csrf_token = credential.csrf_token.clone();
    let answer = service::show_flow(&context, credential).await?;
    Ok(answer.into_response(&context, csrf_token))
}

/// Gives up; nothing changes.
#[utoipa::path(tag = "sign-in", responses((status = 204, description = "Ended")))]
#[delete("/sign-in")]
async fn give_up(
    context: web::Data<Context>,
    origin: Origin,
    credential: FlowCredential,
) -> Result<HttpResponse, ApiError> {
    let transport = credential.transport;
    service::give_up(&context, origin, credential).await?;
    let mut response = HttpResponse::NoContent();
    if transport == Transport::Cookie {
        response.cookie(credential::clear_cookie(credential::FLOW_COOKIE));
    }
    Ok(response.finish())
}

/// Checks a code of the device and gives the session. A code works once.
#[utoipa::path(tag = "sign-in", request_body = CodeRequest, responses((status = 200, body = FlowView)))]
#[post("/sign-in/code")]
async fn check_code(
    context: web::Data<Context>,
    checks: web::Data<CodeChecks>,
    origin: Origin,
    credential: FlowCredential,
    Body(request): Body<CodeRequest>,
) -> Result<HttpResponse, ApiError> {
    let answer = service::check_code(&context, &checks, origin, credential, request).await?;
    Ok(answer.into_response(&context, None))
}

/// Turns the flow to a new device. The old one works until the new one is confirmed.
#[utoipa::path(tag = "sign-in", responses((status = 200, body = FlowView)))]
#[post("/sign-in/new-device")]
async fn start_new_device(
    context: web::Data<Context>,
    origin: Origin,
    credential: FlowCredential,
) -> Result<HttpResponse, ApiError> {
    let csrf_token = credential.csrf_token.clone();
    let answer = service::start_new_device(&context, origin, credential).await?;
    Ok(answer.into_response(&context, csrf_token))
}

impl From<SignInError> for ApiError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Invalid(field) => Self::invalid(field.field, field.code, field.detail),
            SignInError::Password(cause) => cause.into(),
            SignInError::Flow(cause) => cause.into(),
            SignInError::Code(refusal) => refusal.into(),
            SignInError::Database(cause) => cause.into(),
        }
    }
}
