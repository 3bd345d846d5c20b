//! `/me` and what is done there.

use super::email;
use super::service::{self, MeError};
use crate::people::sessions::CsrfToken;
use crate::platform::context::Context;
use crate::platform::http::{ApiError, Body, credential};
use crate::protection::access::{Authorized, Fresh, OwnAccount};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use shared_types::me::{
    ChangeEmailRequest, ChangePasswordRequest, MeView, PatchMeRequest, ReauthenticateRequest,
};
use shared_types::problem::ProblemCode;
use shared_types::secret::Secret;
use shared_types::sign_in::{CodeRequest, EmailCodeView, FlowView};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(show_me)
        .service(patch_me)
        .service(reauthenticate)
        .service(start_enrollment)
        .service(remove_device)
        .service(change_password)
        .service(change_email)
        .service(verify_new_email);
}

/// Who am I, how do I stand, what is this session.
#[utoipa::path(tag = "me", responses((status = 200, body = MeView)))]
#[get("/me")]
async fn show_me(
    context: web::Data<Context>,
    caller: Authorized<OwnAccount>,
    CsrfToken(csrf_token): CsrfToken,
) -> Result<web::Json<MeView>, ApiError> {
    Ok(web::Json(
        service::show_me(&context, caller, csrf_token).await?,
    ))
}

/// Changes the own name or the language of mails.
#[utoipa::path(tag = "me", request_body = PatchMeRequest, responses((status = 200, body = MeView)))]
#[patch("/me")]
async fn patch_me(
    context: web::Data<Context>,
    caller: Authorized<OwnAccount>,
    CsrfToken(csrf_token): CsrfToken,
    Body(request): Body<PatchMeRequest>,
) -> Result<web::Json<MeView>, ApiError> {
    service::patch_me(&context, &caller, request).await?;
    Ok(web::Json(
        service::show_me(&context, caller, csrf_token).await?,
    ))
}

/// Opens five minutes for sensitive acts: the password, and a code where a device is set up.
#[utoipa::path(tag = "me", request_body = ReauthenticateRequest, responses((status = 204, description = "Confirmed")))]
#[post("/me/reauthenticate")]
async fn reauthenticate(
    context: web::Data<Context>,
    http: HttpRequest,
    caller: Authorized<OwnAccount>,
    Body(request): Body<ReauthenticateRequest>,
) -> Result<HttpResponse, ApiError> {
    let browser = browser(&http)?;
    service::reauthenticate(&context, caller, request, browser).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Starts a flow that sets up a device, or a new one in the place of the old.
#[utoipa::path(tag = "me", responses((status = 200, body = FlowView)))]
#[post("/me/enrollment")]
async fn start_enrollment(
    context: web::Data<Context>,
    caller: Fresh<OwnAccount>,
) -> Result<HttpResponse, ApiError> {
    let answer = service::start_enrollment(&context, caller).await?;
    Ok(answer.into_response(&context, None))
}

/// Removes the own device, where the policy allows it. Other sessions end.
#[utoipa::path(tag = "me", responses((status = 204, description = "Removed")))]
#[delete("/me/device")]
async fn remove_device(
    context: web::Data<Context>,
    caller: Fresh<OwnAccount>,
) -> Result<HttpResponse, ApiError> {
    service::remove_device(&context, caller).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Changes the own password. Other sessions end.
#[utoipa::path(tag = "me", request_body = ChangePasswordRequest, responses((status = 204, description = "Changed")))]
#[post("/me/password")]
async fn change_password(
    context: web::Data<Context>,
    http: HttpRequest,
    caller: Fresh<OwnAccount>,
    Body(request): Body<ChangePasswordRequest>,
) -> Result<HttpResponse, ApiError> {
    let browser = browser(&http)?;
    service::change_password(&context, caller, request, browser).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Asks for another e-mail address: a code goes to the new one. Whether another member has it is
/// not said; then no code comes.
#[utoipa::path(tag = "me", request_body = ChangeEmailRequest, responses((status = 200, body = EmailCodeView)))]
#[post("/me/email")]
async fn change_email(
    context: web::Data<Context>,
    caller: Fresh<OwnAccount>,
    Body(request): Body<ChangeEmailRequest>,
) -> Result<web::Json<EmailCodeView>, ApiError> {
    Ok(web::Json(
        email::change_email(&context, caller, request).await?,
    ))
}

/// Changes the e-mail address with the code from its mailbox. Other sessions end, the old address
/// is told, and for 72 hours nothing is recovered by e-mail.
#[utoipa::path(tag = "me", request_body = CodeRequest, responses((status = 204, description = "Changed")))]
#[post("/me/email/verify")]
async fn verify_new_email(
    context: web::Data<Context>,
    caller: Authorized<OwnAccount>,
    Body(request): Body<CodeRequest>,
) -> Result<HttpResponse, ApiError> {
    email::verify_new_email(&context, caller, request).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn browser(http: &HttpRequest) -> Result<Option<Secret>, ApiError> {
    Ok(credential::known_browser(http)?.map(|credential| credential.token))
}

impl From<MeError> for ApiError {
    fn from(error: MeError) -> Self {
        match error {
            MeError::Invalid(field) => Self::invalid(field.field, field.code, field.detail),
            MeError::Password(cause) => cause.into(),
            MeError::Code(refusal) => refusal.into(),
            MeError::DeviceRequired => Self::new(
                ProblemCode::Forbidden,
                "Your organization requires two-step verification. Set up a new device instead.",
            ),
            MeError::Held(until) => Self::held_until(until),
            MeError::EmailCode(cause) => cause.into(),
            MeError::EmailTaken => Self::new(
                ProblemCode::Conflict,
                "Another member has this address by now.",
            ),
            MeError::NoDevice => Self::new(ProblemCode::NotFound, "There is no device."),
            MeError::Session(cause) => cause.into(),
            MeError::Overloaded(cause) => cause.into(),
            MeError::Database(cause) => cause.into(),
        }
    }
}
