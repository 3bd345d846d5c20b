//! `GET /policy`, `PUT /policy`, `GET /policy/preview`.

use super::service::{self, PutPolicyError};
use crate::people::sessions::LostRight;
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::{
    Body, IfMatch, IfNoneMatch, Mount, Refusal, Refusals, refusals, tagged,
};
use crate::protection::access::{Authorized, Fresh, PolicyRead, PolicyWrite};
use actix_web::{HttpResponse, get, put, web};
use shared_types::policy::{PolicyPreview, PolicyView, PutPolicyRequest};
use shared_types::problem::FieldError;

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(get_policy)
        .service(put_policy)
        .service(preview_policy);
}

/// The policy as it stands.
#[utoipa::path(
    tag = "policy",
    params(("If-None-Match" = Option<String>, Header, description = "Tags of answers that the client has")),
    responses(
        (status = 200, body = PolicyView, headers(("ETag" = String, description = "For `If-Match` and `If-None-Match`"))),
        (status = 304, description = "The client has it"),
        Refusals<(Authorized<PolicyRead>, IfNoneMatch, DbError)>
    )
)]
#[get("/policy")]
async fn get_policy(
    context: web::Data<Context>,
    caller: Authorized<PolicyRead>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Refusal<DbError>> {
    let policy = service::get_policy(&context, caller).await?;
    Ok(known.answer(policy.version, &policy))
}

/// Changes the policy. It takes effect at once: sessions made without a code are refused. `version` or `If-Match` says
/// which one was read; where both are there, both must be right.
#[utoipa::path(
    tag = "policy",
    params(("If-Match" = Option<String>, Header, description = "The tag that was read, its version alone, or `*`")),
    request_body = PutPolicyRequest,
    responses(
        (status = 200, body = PolicyView, headers(("ETag" = String, description = "For the next `If-Match`"))),
        Refusals<(Fresh<PolicyWrite>, IfMatch, Body<PutPolicyRequest>, PutPolicyError)>
    )
)]
#[put("/policy")]
async fn put_policy(
    context: web::Data<Context>,
    caller: Fresh<PolicyWrite>,
    IfMatch(expected): IfMatch,
    Body(request): Body<PutPolicyRequest>,
) -> Result<HttpResponse, Refusal<PutPolicyError>> {
    let policy = service::put_policy(&context, caller, expected, request).await?;
    Ok(tagged(HttpResponse::Ok(), policy.version, &policy))
}

/// Previews which members requiring a second step would affect.
#[utoipa::path(
    tag = "policy",
    responses((status = 200, body = PolicyPreview), Refusals<(Authorized<PolicyRead>, DbError)>)
)]
#[get("/policy/preview")]
async fn preview_policy(
    context: web::Data<Context>,
    caller: Authorized<PolicyRead>,
) -> Result<web::Json<PolicyPreview>, Refusal<DbError>> {
    Ok(web::Json(service::preview_policy(&context, caller).await?))
}

refusals! {
    enum PutPolicyError {
        Stale => Conflict("Somebody changed the policy since you read it. Read it again."),
        Changed => PreconditionFailed("Somebody changed the policy since you read it. Read it again."),
        EnrollYourselfFirst => SecondStepRequired(
            "Set up two-step verification for yourself and sign in with a code first."
        ),
        NotByProgram => Forbidden("An API token does not weaken recovery by email. An administrator does."),
    }
    causes { Invalid(FieldError), Lost(LostRight), Database(DbError) }
}
