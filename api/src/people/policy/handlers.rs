//! `GET /policy`, `GET /policy/preview`, `GET /policy/versions`.

use super::service::{self, ListPolicyVersionsError};
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::{IfNoneMatch, Mount, Query, Refusal, Refusals, refusals};
use crate::protection::access::{Authorized, PolicyRead};
use actix_web::{HttpResponse, get, web};
use shared_types::page::Page;
use shared_types::policy::{ListPolicyVersionsQuery, PolicyPreview, PolicyVersion, PolicyView};
use shared_types::problem::FieldError;

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(get_policy)
        .service(preview_policy)
        .service(list_policy_versions);
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

/// The versions of the policy, the newest first: what each asked for, since when, by whom and why.
#[utoipa::path(
    tag = "policy",
    params(ListPolicyVersionsQuery),
    responses(
        (status = 200, body = Page<PolicyVersion>),
        Refusals<(Authorized<PolicyRead>, Query<ListPolicyVersionsQuery>, ListPolicyVersionsError)>
    )
)]
#[get("/policy/versions")]
async fn list_policy_versions(
    context: web::Data<Context>,
    caller: Authorized<PolicyRead>,
    Query(query): Query<ListPolicyVersionsQuery>,
) -> Result<web::Json<Page<PolicyVersion>>, Refusal<ListPolicyVersionsError>> {
    Ok(web::Json(
        service::list_versions(&context, caller, query).await?,
    ))
}

refusals! {
    enum ListPolicyVersionsError {}
    causes { Invalid(FieldError), Database(DbError) }
}
