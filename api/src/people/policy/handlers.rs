//! `GET /policy`, `PUT /policy`, `GET /policy/preview`.

use super::service::{self, PutPolicyError};
use crate::people::sessions::LostRight;
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::{Body, Mount, Refusal, Refusals, refusals};
use crate::protection::access::{Authorized, Fresh, PolicyRead, PolicyWrite};
use actix_web::{get, put, web};
use shared_types::policy::{PolicyPreview, PolicyView, PutPolicyRequest};

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
    responses((status = 200, body = PolicyView), Refusals<(Authorized<PolicyRead>, DbError)>)
)]
#[get("/policy")]
async fn get_policy(
    context: web::Data<Context>,
    caller: Authorized<PolicyRead>,
) -> Result<web::Json<PolicyView>, Refusal<DbError>> {
    Ok(web::Json(service::get_policy(&context, caller).await?))
}

/// Changes the policy. It takes effect at once: sessions made without a code are refused.
#[utoipa::path(
    tag = "policy",
    request_body = PutPolicyRequest,
    responses(
        (status = 200, body = PolicyView),
        Refusals<(Fresh<PolicyWrite>, Body<PutPolicyRequest>, PutPolicyError)>
    )
)]
#[put("/policy")]
async fn put_policy(
    context: web::Data<Context>,
    caller: Fresh<PolicyWrite>,
    Body(request): Body<PutPolicyRequest>,
) -> Result<web::Json<PolicyView>, Refusal<PutPolicyError>> {
    Ok(web::Json(
        service::put_policy(&context, caller, request).await?,
    ))
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
        EnrollYourselfFirst => SecondStepRequired(
            "Set up two-step verification for yourself and sign in with a code first."
        ),
    }
    causes { Lost(LostRight), Database(DbError) }
}
