//! `POST /verifications`, `GET /verifications/{id}`.

use super::batch::RightCodes;
use super::refusals::{ShowError, VerifyError};
use super::service;
use crate::platform::context::Context;
use crate::platform::http::replay::answer_json;
use crate::platform::http::{Body, Mount, PathId, Refusal, Refusals};
use crate::protection::access::{Authorized, VerificationsWrite};
use actix_web::{HttpResponse, get, post, web};
use shared_types::ids::VerificationId;
use shared_types::verifications::{VerificationView, VerifyAnswer, VerifyRequest};

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount.service(verify).service(show_verification);
}

/// Asks whether a member holds the enrolled device right now, by the code that the person reads from it.
///
/// A code is accepted once: here or at sign-in. Wrong ones are counted for programs alone and delay no sign-in. Wrong
/// and used codes, and addresses that nobody has, count for the program: after 10 in an hour or 20 in a day about one
/// member, or 60 in a day of all programs, the result is `throttled`; after 30 in an hour from one station or 200 in all
/// the program is (429). Every other answer is kept and can be read again by its id.
#[utoipa::path(
    tag = "verifications",
    request_body = VerifyRequest,
    responses(
        (status = 200, body = VerifyAnswer),
        Refusals<(Authorized<VerificationsWrite>, Body<VerifyRequest>, VerifyError)>
    )
)]
#[post("/verifications")]
async fn verify(
    context: web::Data<Context>,
    right_codes: web::Data<RightCodes>,
    caller: Authorized<VerificationsWrite>,
    Body(request): Body<VerifyRequest>,
) -> Result<HttpResponse, Refusal<VerifyError>> {
    let answer = service::verify(&context, &right_codes, caller, request).await?;
    let is_kept = answer.id.is_some();
    Ok(answer_json(answer, !is_kept))
}

/// An answer that was given: who asked, about whom, for what, and what came out.
#[utoipa::path(
    tag = "verifications",
    params(("id" = VerificationId, Path, description = "The verification")),
    responses(
        (status = 200, body = VerificationView),
        Refusals<(Authorized<VerificationsWrite>, PathId<VerificationId>, ShowError)>
    )
)]
#[get("/verifications/{id}")]
async fn show_verification(
    context: web::Data<Context>,
    caller: Authorized<VerificationsWrite>,
    id: PathId<VerificationId>,
) -> Result<web::Json<VerificationView>, Refusal<ShowError>> {
    Ok(web::Json(service::show(&context, caller, id.0).await?))
}
