//! `GET /me/browsers`, `DELETE /me/browsers/{id}`, `DELETE /me/browsers`.

use super::list::{self, EndBrowserError};
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::{Mount, PathId, Refusal, Refusals, refusals};
use crate::protection::access::{Authorized, OwnAccount};
use actix_web::{HttpResponse, delete, get, web};
use shared_types::browsers::KnownBrowserView;
use shared_types::ids::BrowserId;
use shared_types::page::Page;

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(list_browsers)
        .service(end_other_browsers)
        .service(end_browser);
}

/// The browsers in which the member has finished a sign-in, newest first; the newest 200.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 200, body = Page<KnownBrowserView>),
        Refusals<(Authorized<OwnAccount>, DbError)>
    )
)]
#[get("/me/browsers")]
async fn list_browsers(
    context: web::Data<Context>,
    caller: Authorized<OwnAccount>,
) -> Result<web::Json<Page<KnownBrowserView>>, Refusal<DbError>> {
    let items = list::list_browsers(&context, caller).await?;
    Ok(web::Json(Page {
        items,
        next_cursor: None,
    }))
}

/// Forgets one of the member's known browsers: tries from it count as a stranger's. Its sessions go on.
#[utoipa::path(
    tag = "me",
    params(("id" = BrowserId, Path, description = "The browser")),
    responses(
        (status = 204, description = "Forgotten"),
        Refusals<(Authorized<OwnAccount>, PathId<BrowserId>, EndBrowserError)>
    )
)]
#[delete("/me/browsers/{id}")]
async fn end_browser(
    context: web::Data<Context>,
    caller: Authorized<OwnAccount>,
    id: PathId<BrowserId>,
) -> Result<HttpResponse, Refusal<EndBrowserError>> {
    list::end_browser(&context, caller, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Forgets every known browser of the member but the one that asks.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 204, description = "Forgotten"),
        Refusals<(Authorized<OwnAccount>, DbError)>
    )
)]
#[delete("/me/browsers")]
async fn end_other_browsers(
    context: web::Data<Context>,
    caller: Authorized<OwnAccount>,
) -> Result<HttpResponse, Refusal<DbError>> {
    list::end_other_browsers(&context, caller).await?;
    Ok(HttpResponse::NoContent().finish())
}

refusals! {
    enum EndBrowserError {
        NotFound => NotFound("There is no such browser."),
    }
    causes { Database(DbError) }
}
