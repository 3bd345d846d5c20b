//! `GET, POST /groups`, `PATCH, DELETE /groups/{id}`.

use super::refusals::{ChangeGroupError, CreateGroupError};
use super::service;
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::{Body, Mount, PathId, Refusal, Refusals};
use crate::protection::access::{Authorized, Fresh, MembersRead, MembersWrite};
use actix_web::{HttpResponse, delete, get, patch, post, web};
use shared_types::groups::{CreateGroupRequest, GroupView, PatchGroupRequest};
use shared_types::ids::GroupId;
use shared_types::page::Page;

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(list_groups)
        .service(create_group)
        .service(patch_group)
        .service(delete_group);
}

/// The organization's groups by name; at most 500, on one page.
#[utoipa::path(
    tag = "groups",
    operation_id = "list_groups",
    responses(
        (status = 200, body = Page<GroupView>),
        Refusals<(Authorized<MembersRead>, DbError)>
    )
)]
#[get("/groups")]
async fn list_groups(
    context: web::Data<Context>,
    caller: Authorized<MembersRead>,
) -> Result<web::Json<Page<GroupView>>, Refusal<DbError>> {
    let items = service::list_groups(&context, caller).await?;
    Ok(web::Json(Page {
        items,
        next_cursor: None,
    }))
}

/// Makes a group with nobody in it. `PATCH /members/{id}` puts a member into it.
#[utoipa::path(
    tag = "groups",
    operation_id = "create_group",
    request_body = CreateGroupRequest,
    responses(
        (status = 201, body = GroupView),
        Refusals<(Fresh<MembersWrite>, Body<CreateGroupRequest>, CreateGroupError)>
    )
)]
#[post("/groups")]
async fn create_group(
    context: web::Data<Context>,
    caller: Fresh<MembersWrite>,
    Body(request): Body<CreateGroupRequest>,
) -> Result<HttpResponse, Refusal<CreateGroupError>> {
    let made = service::create_group(&context, caller, request).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Renames a group; its members stay in it. An API token renames only groups of agents.
#[utoipa::path(
    tag = "groups",
    operation_id = "patch_group",
    params(("id" = GroupId, Path, description = "The group")),
    request_body = PatchGroupRequest,
    responses(
        (status = 200, body = GroupView),
        Refusals<(Fresh<MembersWrite>, PathId<GroupId>, Body<PatchGroupRequest>, ChangeGroupError)>
    )
)]
#[patch("/groups/{id}")]
async fn patch_group(
    context: web::Data<Context>,
    caller: Fresh<MembersWrite>,
    id: PathId<GroupId>,
    Body(request): Body<PatchGroupRequest>,
) -> Result<web::Json<GroupView>, Refusal<ChangeGroupError>> {
    Ok(web::Json(
        service::patch_group(&context, caller, id.0, request).await?,
    ))
}

/// Deletes a group: its members stay, and are in it no more. An API token deletes only groups of agents, and nobody
/// one that the policy names.
#[utoipa::path(
    tag = "groups",
    operation_id = "delete_group",
    params(("id" = GroupId, Path, description = "The group")),
    responses(
        (status = 204, description = "Deleted"),
        Refusals<(Fresh<MembersWrite>, PathId<GroupId>, ChangeGroupError)>
    )
)]
#[delete("/groups/{id}")]
async fn delete_group(
    context: web::Data<Context>,
    caller: Fresh<MembersWrite>,
    id: PathId<GroupId>,
) -> Result<HttpResponse, Refusal<ChangeGroupError>> {
    service::delete_group(&context, caller, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}
