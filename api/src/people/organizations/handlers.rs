//! `GET /organization`.

use super::service::{self, FindOrganizationError};
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::{Mount, Query, Refusal, Refusals, refusals};
use actix_web::{get, web};
use shared_types::organizations::{FindOrganizationQuery, PublicOrganizationView};

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount.service(find_organization);
}

/// The organization that a sign-in page is for: its name, by its short name. It tells nothing about
/// members.
#[utoipa::path(
    tag = "sign-in",
    params(FindOrganizationQuery),
    responses(
        (status = 200, body = PublicOrganizationView),
        Refusals<(Query<FindOrganizationQuery>, FindOrganizationError)>
    )
)]
#[get("/organization")]
async fn find_organization(
    context: web::Data<Context>,
    Query(query): Query<FindOrganizationQuery>,
) -> Result<web::Json<PublicOrganizationView>, Refusal<FindOrganizationError>> {
    Ok(web::Json(service::find_public_view(&context, query).await?))
}

refusals! {
    enum FindOrganizationError {
        NotFound => NotFound("There is no organization with this short name."),
    }
    causes { Database(DbError) }
}
