//! `/me` and what is done there.

use super::service::{self, MeError};
use crate::context::Context;
use crate::http::{ApiError, Body, RequestMeta, credential};
use crate::session::SignedIn;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use shared_types::me::{ChangePasswordRequest, MeView, PatchMeRequest, ReauthenticateRequest};
use shared_types::problem::ProblemCode;
use shared_types::secret::Secret;
use shared_types::sign_in::FlowView;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(show_me)
        .service(patch_me)
        .service(reauthenticate)
        .service(start_enrollment)
        .service(remove_device)
        .service(change_password);
}

/// Who am I, how do I stand, what is this session.
#[utoipa::path(tag = "me", responses((status = 200, body = MeView)))]
#[get("/me")]
async fn show_me(
    context: web::Data<Context>,
    signed_in: SignedIn,
) -> Result<web::Json<MeView>, ApiError> {
    let SignedIn {
        session,
        csrf_token,
    } = signed_in;
    Ok(web::Json(
        service::show_me(&context, session, csrf_token).await?,
    ))
}

/// Changes the own name or the language of mails.
#[utoipa::path(tag = "me", request_body = PatchMeRequest, responses((status = 200, body = MeView)))]
#[patch("/me")]
async fn patch_me(
    context: web::Data<Context>,
    meta: RequestMeta,
    signed_in: SignedIn,
    Body(request): Body<PatchMeRequest>,
) -> Result<web::Json<MeView>, ApiError> {
    let SignedIn {
        session,
        csrf_token,
    } = signed_in;
    service::patch_me(&context, meta, session.clone(), request).await?;
    Ok(web::Json(
        service::show_me(&context, session, csrf_token).await?,
    ))
}

/// Opens five minutes for sensitive acts: the password, and a code where a device is set up.
#[utoipa::path(tag = "me", request_body = ReauthenticateRequest, responses((status = 204, description = "Confirmed")))]
#[post("/me/reauthenticate")]
async fn reauthenticate(
    context: web::Data<Context>,
    http: HttpRequest,
    meta: RequestMeta,
    signed_in: SignedIn,
    Body(request): Body<ReauthenticateRequest>,
) -> Result<HttpResponse, ApiError> {
    let browser = browser(&http)?;
    service::reauthenticate(&context, meta, signed_in.session, request, browser).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Starts a flow that sets up a device, or a new one in the place of the old.
#[utoipa::path(tag = "me", responses((status = 200, body = FlowView)))]
#[post("/me/enrollment")]
async fn start_enrollment(
    context: web::Data<Context>,
    meta: RequestMeta,
    signed_in: SignedIn,
) -> Result<HttpResponse, ApiError> {
    let answer = service::start_enrollment(&context, meta, signed_in.session).await?;
    Ok(answer.into_response(&context, None))
}

/// Removes the own device, where the policy allows it. Other sessions end.
#[utoipa::path(tag = "me", responses((status = 204, description = "Removed")))]
#[delete("/me/device")]
async fn remove_device(
    context: web::Data<Context>,
    meta: RequestMeta,
    signed_in: SignedIn,
) -> Result<HttpResponse, ApiError> {
    service::remove_device(&context, meta, signed_in.session).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Changes the own password. Other sessions end.
#[utoipa::path(tag = "me", request_body = ChangePasswordRequest, responses((status = 204, description = "Changed")))]
#[post("/me/password")]
async fn change_password(
    context: web::Data<Context>,
    http: HttpRequest,
    meta: RequestMeta,
    signed_in: SignedIn,
    Body(request): Body<ChangePasswordRequest>,
) -> Result<HttpResponse, ApiError> {
    let browser = browser(&http)?;
    service::change_password(&context, meta, signed_in.session, request, browser).await?;
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
            MeError::NoDevice => Self::new(ProblemCode::NotFound, "There is no device."),
            MeError::Session(cause) => cause.into(),
            MeError::Overloaded(cause) => cause.into(),
            MeError::Database(cause) => cause.into(),
        }
    }
}
