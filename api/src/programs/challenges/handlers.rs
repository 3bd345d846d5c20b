//! `/verifications/challenges` for programs, and for the page of the person who is asked.

use super::refusals::{
    CreateChallengeError, OpenChallengeError, ShowChallengeError, TakeReceiptError,
};
use super::{page, service};
use crate::platform::context::Context;
use crate::platform::http::{Body, Mount, PathId, Refusal, Refusals};
use crate::platform::origin::Origin;
use crate::protection::access::{Authorized, ChallengesMake, VerificationsWrite};
use actix_web::{HttpResponse, get, post, web};
use shared_types::challenges::{
    AnswerChallengeRequest, AskedChallenge, ChallengeReceipt, ChallengeView,
    CreateChallengeRequest, NewChallenge, OpenChallengeRequest,
};
use shared_types::ids::ChallengeId;

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(create_challenge)
        .service(inspect_challenge)
        .service(answer_challenge)
        .service(decline_challenge)
        .service(show_challenge)
        .service(take_receipt);
}

/// Asks a person to confirm one operation on a page of ours.
///
/// Give the person the `url`, or send the browser there. How it stands is read by its id, sent to webhooks
/// (`verification.answered`), and added to `return_url`. At most 10 of one member (100 of
/// all programs) and 1,000 of one API token are open at the same time, and one makes at most 60 of a member within an
/// hour; five codes end one.
#[utoipa::path(
    tag = "verifications",
    request_body = CreateChallengeRequest,
    responses(
        (status = 201, body = NewChallenge),
        Refusals<(Authorized<ChallengesMake>, Body<CreateChallengeRequest>, CreateChallengeError)>
    )
)]
#[post("/verifications/challenges")]
async fn create_challenge(
    context: web::Data<Context>,
    caller: Authorized<ChallengesMake>,
    Body(request): Body<CreateChallengeRequest>,
) -> Result<HttpResponse, Refusal<CreateChallengeError>> {
    let made = service::create(&context, caller, request).await?;
    Ok(HttpResponse::Created().json(made))
}

/// How a challenge stands. It can be read for a day.
#[utoipa::path(
    tag = "verifications",
    params(("id" = ChallengeId, Path, description = "The challenge")),
    responses(
        (status = 200, body = ChallengeView),
        Refusals<(Authorized<VerificationsWrite>, PathId<ChallengeId>, ShowChallengeError)>
    )
)]
#[get("/verifications/challenges/{id}")]
async fn show_challenge(
    context: web::Data<Context>,
    caller: Authorized<VerificationsWrite>,
    id: PathId<ChallengeId>,
) -> Result<web::Json<ChallengeView>, Refusal<ShowChallengeError>> {
    Ok(web::Json(service::show(&context, caller, id.0).await?))
}

/// Takes the receipt of an accepted challenge: once, within two minutes after the answer, by the API token that made it.
#[utoipa::path(
    tag = "verifications",
    params(("id" = ChallengeId, Path, description = "The challenge")),
    responses(
        (status = 200, body = ChallengeReceipt),
        Refusals<(Authorized<ChallengesMake>, PathId<ChallengeId>, TakeReceiptError)>
    )
)]
#[post("/verifications/challenges/{id}/receipt")]
async fn take_receipt(
    context: web::Data<Context>,
    caller: Authorized<ChallengesMake>,
    id: PathId<ChallengeId>,
) -> Result<web::Json<ChallengeReceipt>, Refusal<TakeReceiptError>> {
    Ok(web::Json(
        service::take_receipt(&context, caller, id.0).await?,
    ))
}

/// What the page shows: who asks for what.
#[utoipa::path(
    tag = "verifications",
    request_body = OpenChallengeRequest,
    responses(
        (status = 200, body = AskedChallenge),
        Refusals<(Body<OpenChallengeRequest>, OpenChallengeError)>
    )
)]
#[post("/verifications/challenges/inspect")]
async fn inspect_challenge(
    context: web::Data<Context>,
    origin: Origin,
    Body(request): Body<OpenChallengeRequest>,
) -> Result<web::Json<AskedChallenge>, Refusal<OpenChallengeError>> {
    Ok(web::Json(page::inspect(&context, origin, request).await?))
}

/// The person confirms with a code of the app.
#[utoipa::path(
    tag = "verifications",
    request_body = AnswerChallengeRequest,
    responses(
        (status = 200, body = AskedChallenge),
        Refusals<(Body<AnswerChallengeRequest>, OpenChallengeError)>
    )
)]
#[post("/verifications/challenges/answer")]
async fn answer_challenge(
    context: web::Data<Context>,
    origin: Origin,
    Body(request): Body<AnswerChallengeRequest>,
) -> Result<web::Json<AskedChallenge>, Refusal<OpenChallengeError>> {
    Ok(web::Json(page::answer(&context, origin, request).await?))
}

/// The person did not ask for it.
#[utoipa::path(
    tag = "verifications",
    request_body = OpenChallengeRequest,
    responses(
        (status = 200, body = AskedChallenge),
        Refusals<(Body<OpenChallengeRequest>, OpenChallengeError)>
    )
)]
#[post("/verifications/challenges/decline")]
async fn decline_challenge(
    context: web::Data<Context>,
    origin: Origin,
    Body(request): Body<OpenChallengeRequest>,
) -> Result<web::Json<AskedChallenge>, Refusal<OpenChallengeError>> {
    Ok(web::Json(page::decline(&context, origin, request).await?))
}
