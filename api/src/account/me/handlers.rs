//! `/me` and what is done there.

use super::email;
use super::refusals::{
    ChangeEmailError, ChangePasswordError, PatchMeError, ReauthenticateError, RemoveDeviceError,
    StartEnrollmentError, VerifyEmailError,
};
use super::service;
use crate::people::sessions::{CsrfToken, SignedIn};
use crate::platform::context::Context;
use crate::platform::http::{Body, KnownBrowser, Mount, Refusal, Refusals};
use crate::protection::access::{Authorized, Fresh, OwnAccount};
use actix_web::{HttpResponse, delete, get, patch, post, web};
use shared_types::me::{
    ChangeEmailRequest, ChangePasswordRequest, MeView, PatchMeRequest, ReauthenticateRequest,
};
use shared_types::sign_in::{CodeRequest, EmailCodeView, FlowView};

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
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
#[utoipa::path(
    tag = "me",
    responses((status = 200, body = MeView), Refusals<(SignedIn, CsrfToken)>)
)]
#[get("/me")]
async fn show_me(
    context: web::Data<Context>,
    signed_in: SignedIn,
    CsrfToken(csrf_token): CsrfToken,
) -> web::Json<MeView> {
    web::Json(service::show_me(&context, signed_in, csrf_token))
}

/// Changes the own name or the language of mails.
#[utoipa::path(
    tag = "me",
    request_body = PatchMeRequest,
    responses(
        (status = 200, body = MeView),
        Refusals<(SignedIn, CsrfToken, Body<PatchMeRequest>, PatchMeError)>
    )
)]
#[patch("/me")]
async fn patch_me(
    context: web::Data<Context>,
    signed_in: SignedIn,
    CsrfToken(csrf_token): CsrfToken,
    Body(request): Body<PatchMeRequest>,
) -> Result<web::Json<MeView>, Refusal<PatchMeError>> {
    let changed = service::patch_me(&context, signed_in, request).await?;
    Ok(web::Json(service::show_me(&context, changed, csrf_token)))
}

/// Opens five minutes for sensitive acts: the password, and a code where a device is set up.
#[utoipa::path(
    tag = "me",
    request_body = ReauthenticateRequest,
    responses(
        (status = 204, description = "Confirmed"),
        Refusals<(Authorized<OwnAccount>, Body<ReauthenticateRequest>, KnownBrowser, ReauthenticateError)>
    )
)]
#[post("/me/reauthenticate")]
async fn reauthenticate(
    context: web::Data<Context>,
    caller: Authorized<OwnAccount>,
    Body(request): Body<ReauthenticateRequest>,
    KnownBrowser(browser): KnownBrowser,
) -> Result<HttpResponse, Refusal<ReauthenticateError>> {
    service::reauthenticate(&context, caller, request, browser).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Starts a flow that sets up a device, or a new one in the place of the old.
#[utoipa::path(
    tag = "me",
    responses((status = 200, body = FlowView), Refusals<(Fresh<OwnAccount>, StartEnrollmentError)>)
)]
#[post("/me/enrollment")]
async fn start_enrollment(
    context: web::Data<Context>,
    caller: Fresh<OwnAccount>,
) -> Result<HttpResponse, Refusal<StartEnrollmentError>> {
    let answer = service::start_enrollment(&context, caller).await?;
    Ok(answer.into_response(&context, None))
}

/// Removes the own device, where the policy allows it. Other sessions end.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 204, description = "Removed"),
        Refusals<(Fresh<OwnAccount>, RemoveDeviceError)>
    )
)]
#[delete("/me/device")]
async fn remove_device(
    context: web::Data<Context>,
    caller: Fresh<OwnAccount>,
) -> Result<HttpResponse, Refusal<RemoveDeviceError>> {
    service::remove_device(&context, caller).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Changes the own password. Other sessions end.
#[utoipa::path(
    tag = "me",
    request_body = ChangePasswordRequest,
    responses(
        (status = 204, description = "Changed"),
        Refusals<(Fresh<OwnAccount>, Body<ChangePasswordRequest>, KnownBrowser, ChangePasswordError)>
    )
)]
#[post("/me/password")]
async fn change_password(
    context: web::Data<Context>,
    caller: Fresh<OwnAccount>,
    Body(request): Body<ChangePasswordRequest>,
    KnownBrowser(browser): KnownBrowser,
) -> Result<HttpResponse, Refusal<ChangePasswordError>> {
    service::change_password(&context, caller, request, browser).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Asks for another email address: a code goes to the new one. Whether another member has it is
/// not said; then no code comes. Refused while recovery by email is held.
#[utoipa::path(
    tag = "me",
    request_body = ChangeEmailRequest,
    responses(
        (status = 200, body = EmailCodeView),
        Refusals<(Fresh<OwnAccount>, Body<ChangeEmailRequest>, ChangeEmailError)>
    )
)]
#[post("/me/email")]
async fn change_email(
    context: web::Data<Context>,
    caller: Fresh<OwnAccount>,
    Body(request): Body<ChangeEmailRequest>,
) -> Result<web::Json<EmailCodeView>, Refusal<ChangeEmailError>> {
    Ok(web::Json(
        email::change_email(&context, caller, request).await?,
    ))
}

/// Changes the email address with the code from its mailbox. Other sessions end, the old address
/// is told, and recovery by email is held.
#[utoipa::path(
    tag = "me",
    request_body = CodeRequest,
    responses(
        (status = 204, description = "Changed"),
        Refusals<(Authorized<OwnAccount>, Body<CodeRequest>, VerifyEmailError)>
    )
)]
#[post("/me/email/verify")]
async fn verify_new_email(
    context: web::Data<Context>,
    caller: Authorized<OwnAccount>,
    Body(request): Body<CodeRequest>,
) -> Result<HttpResponse, Refusal<VerifyEmailError>> {
    email::verify_new_email(&context, caller, request).await?;
    Ok(HttpResponse::NoContent().finish())
}
