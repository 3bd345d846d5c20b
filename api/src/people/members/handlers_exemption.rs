//! `/members/{id}/exemption`.

use super::exemption;
use super::refusals::{EndExemptionError, ExemptError};
use crate::platform::context::Context;
use crate::platform::http::{Body, Mount, PathId, Refusal, Refusals};
use crate::protection::access::{Fresh, PolicyWrite};
use actix_web::{delete, put, web};
use shared_types::ids::MemberId;
use shared_types::members::{ExemptionRequest, MemberView};

/// The routes of this feature.
pub(super) fn routes(mount: &mut impl Mount) {
    mount.service(exempt_member).service(end_exemption);
}

/// Exempts a member from the policy until a date: nothing is asked of the member until then. For who may change the
/// policy; administrators are never exempt.
#[utoipa::path(
    tag = "members",
    params(("id" = MemberId, Path, description = "The member")),
    request_body = ExemptionRequest,
    responses(
        (status = 200, body = MemberView),
        Refusals<(Fresh<PolicyWrite>, PathId<MemberId>, Body<ExemptionRequest>, ExemptError)>
    )
)]
#[put("/members/{id}/exemption")]
async fn exempt_member(
    context: web::Data<Context>,
    caller: Fresh<PolicyWrite>,
    id: PathId<MemberId>,
    Body(request): Body<ExemptionRequest>,
) -> Result<web::Json<MemberView>, Refusal<ExemptError>> {
    Ok(web::Json(
        exemption::exempt_member(&context, caller, id.0, request).await?,
    ))
}

/// Ends an exemption: from now on the policy asks the member as it asks others. What is due already is due at once.
#[utoipa::path(
    tag = "members",
    params(("id" = MemberId, Path, description = "The member")),
    responses(
        (status = 200, body = MemberView),
        Refusals<(Fresh<PolicyWrite>, PathId<MemberId>, EndExemptionError)>
    )
)]
#[delete("/members/{id}/exemption")]
async fn end_exemption(
    context: web::Data<Context>,
    caller: Fresh<PolicyWrite>,
    id: PathId<MemberId>,
) -> Result<web::Json<MemberView>, Refusal<EndExemptionError>> {
    Ok(web::Json(
        exemption::end_exemption(&context, caller, id.0).await?,
    ))
}
