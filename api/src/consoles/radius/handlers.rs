//! `POST /radius/authorize`.

use super::refusals::AuthorizeError;
use super::service;
use crate::platform::context::Context;
use crate::platform::http::{Body, Mount, Refusal, Refusals};
use crate::protection::access::{Authorized, RadiusAuthorize};
use crate::second_step::sign_in::CodeChecks;
use actix_web::{post, web};
use shared_types::radius::{RadiusAnswer, RadiusRequest};

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount.service(authorize_radius);
}

/// One Access-Request of a NAS, passed on by `FreeRADIUS` (`rlm_rest`).
///
/// With the right password comes a challenge; with `state` the password is the code. Who has no device is rejected, but
/// where `minimum_acr` says that the password is enough and no code is owed.
/// The member is one of the program's organization. Everything is counted, delayed and recorded as at the page of the
/// sign-in. Nobody sets up a device over RADIUS: who has to is rejected, and told to sign in at the page first. Every
/// decision is a 200, also a reject.
#[utoipa::path(
    tag = "radius",
    request_body = RadiusRequest,
    responses(
        (status = 200, body = RadiusAnswer),
        Refusals<(Authorized<RadiusAuthorize>, Body<RadiusRequest>, AuthorizeError)>
    )
)]
#[post("/radius/authorize")]
async fn authorize_radius(
    context: web::Data<Context>,
    checks: web::Data<CodeChecks>,
    caller: Authorized<RadiusAuthorize>,
    Body(request): Body<RadiusRequest>,
) -> Result<web::Json<RadiusAnswer>, Refusal<AuthorizeError>> {
    // A member with its rules and a flow is too large to be copied from one future into the next.
    let answer = Box::pin(service::authorize_radius(
        &context, &checks, caller, request,
    ));
    let answer = answer.await?;
    Ok(web::Json(answer))
}
