//! `PUT /policy`.

use super::service::{self, PutPolicyError};
use crate::people::devices::ENROLL_YOURSELF_FIRST;
use crate::people::sessions::LostRight;
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::{Body, IfMatch, Mount, Refusal, Refusals, refusals, tagged};
use crate::protection::access::{Fresh, PolicyWrite};
use actix_web::{HttpResponse, put, web};
use shared_types::policy::{PolicyView, PutPolicyRequest};
use shared_types::problem::FieldError;

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount.service(put_policy);
}

/// Changes the policy, as a new version. `version` or `If-Match` says which one was read; where both are
/// there, both must be right.
///
/// What is required without `required_from` takes effect at once, and otherwise at that instant: sessions made without a
/// code are refused from then on. Asking for less needs a `reason`, and the answer says how many members may drop their
/// device. An earlier version is put back by sending its plan with `puts_back`. Every administrator is told by email.
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

refusals! {
    enum PutPolicyError {
        Stale => Conflict("Somebody changed the policy since you read it. Read it again."),
        Changed => PreconditionFailed("Somebody changed the policy since you read it. Read it again."),
        EnrollYourselfFirst => SecondStepRequired(ENROLL_YOURSELF_FIRST),
        NotByProgram => Forbidden("An API token does not weaken recovery by email. An administrator does."),
    }
    causes { Invalid(FieldError), Lost(LostRight), Database(DbError) }
}
