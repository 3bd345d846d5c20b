//! `GET, POST /sandboxes`, `DELETE /sandboxes/{id}`, `GET /sandbox/mails`, `GET, PUT /sandbox/clock`.

use super::refusals::{
    CreateSandboxError, DeleteSandboxError, ListSandboxMailsError, MoveClockError,
    NotATestOrganization,
};
use super::{clock, create, delete, mails};
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::{Body, Mount, PathId, Query, Refusal, Refusals};
use crate::protection::access::{Authorized, Fresh, SandboxRead, SandboxWrite, SandboxesManage};
use actix_web::{HttpResponse, delete, get, post, put, web};
use shared_types::ids::OrganizationId;
use shared_types::page::Page;
use shared_types::sandboxes::{
    CreateSandboxRequest, ListSandboxMailsQuery, NewSandbox, SandboxClock, SandboxMail, SandboxView,
};

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(list_sandboxes)
        .service(create_sandbox)
        .service(delete_sandbox)
        .service(list_sandbox_mails)
        .service(show_sandbox_clock)
        .service(move_sandbox_clock);
}

/// The test organizations that this organization made, newest first; at most five.
#[utoipa::path(
    tag = "sandbox",
    responses(
        (status = 200, body = Page<SandboxView>),
        Refusals<(Authorized<SandboxesManage>, DbError)>
    )
)]
#[get("/sandboxes")]
async fn list_sandboxes(
    context: web::Data<Context>,
    caller: Authorized<SandboxesManage>,
) -> Result<web::Json<Page<SandboxView>>, Refusal<DbError>> {
    let items = create::list_sandboxes(&context, caller).await?;
    Ok(web::Json(Page {
        items,
        next_cursor: None,
    }))
}

/// Makes a test organization with its first administrator and an API token with every scope, both shown once. In it
/// the code `424242` is right for every device and as every mailed code, and never used up; `424201` was used before.
/// Mails are read (`GET /sandbox/mails`) instead of sent, and receipts have an issuer and keys of their own.
#[utoipa::path(
    tag = "sandbox",
    request_body = CreateSandboxRequest,
    responses(
        (status = 201, body = NewSandbox),
        Refusals<(Fresh<SandboxesManage>, Body<CreateSandboxRequest>, CreateSandboxError)>
    )
)]
#[post("/sandboxes")]
async fn create_sandbox(
    context: web::Data<Context>,
    caller: Fresh<SandboxesManage>,
    Body(request): Body<CreateSandboxRequest>,
) -> Result<HttpResponse, Refusal<CreateSandboxError>> {
    let made = create::create_sandbox(&context, caller, request).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Deletes a test organization that this organization made, with its members, tokens and webhooks. What the record
/// has of it stays.
#[utoipa::path(
    tag = "sandbox",
    params(("id" = OrganizationId, Path, description = "The test organization")),
    responses(
        (status = 204, description = "Deleted"),
        Refusals<(Fresh<SandboxesManage>, PathId<OrganizationId>, DeleteSandboxError)>
    )
)]
#[delete("/sandboxes/{id}")]
async fn delete_sandbox(
    context: web::Data<Context>,
    caller: Fresh<SandboxesManage>,
    id: PathId<OrganizationId>,
) -> Result<HttpResponse, Refusal<DeleteSandboxError>> {
    delete::delete_sandbox(&context, caller, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The mails of the own test organization, newest first. None was sent. The newest 200 are kept, for 7 days.
#[utoipa::path(
    tag = "sandbox",
    params(ListSandboxMailsQuery),
    responses(
        (status = 200, body = Page<SandboxMail>),
        Refusals<(Authorized<SandboxRead>, Query<ListSandboxMailsQuery>, ListSandboxMailsError)>
    )
)]
#[get("/sandbox/mails")]
async fn list_sandbox_mails(
    context: web::Data<Context>,
    caller: Authorized<SandboxRead>,
    Query(query): Query<ListSandboxMailsQuery>,
) -> Result<web::Json<Page<SandboxMail>>, Refusal<ListSandboxMailsError>> {
    let page = mails::list_mails(&context, caller, query).await?;
    Ok(web::Json(page))
}

/// By how much codes and sign-in attempts of the own test organization are judged later than now.
#[utoipa::path(
    tag = "sandbox",
    responses(
        (status = 200, body = SandboxClock),
        Refusals<(Authorized<SandboxRead>, NotATestOrganization)>
    )
)]
#[get("/sandbox/clock")]
async fn show_sandbox_clock(
    context: web::Data<Context>,
    caller: Authorized<SandboxRead>,
) -> Result<web::Json<SandboxClock>, Refusal<NotATestOrganization>> {
    let shown = clock::show_clock(&context, caller).await?;
    Ok(web::Json(shown))
}

/// Moves the clock of the own test organization forward, up to 30 days and never back. Codes of authenticator apps are
/// judged by it; sign-in attempts, set-ups, challenges, their receipts and mailed codes that are open come so much
/// nearer to their end. Sessions, tokens, limits and the record keep the true time.
#[utoipa::path(
    tag = "sandbox",
    request_body = SandboxClock,
    responses(
        (status = 200, body = SandboxClock),
        Refusals<(Authorized<SandboxWrite>, Body<SandboxClock>, MoveClockError)>
    )
)]
#[put("/sandbox/clock")]
async fn move_sandbox_clock(
    context: web::Data<Context>,
    caller: Authorized<SandboxWrite>,
    Body(request): Body<SandboxClock>,
) -> Result<web::Json<SandboxClock>, Refusal<MoveClockError>> {
    let moved = clock::move_clock(&context, caller, request).await?;
    Ok(web::Json(moved))
}
