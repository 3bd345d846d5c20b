//! `GET, POST /clients`, `GET, PATCH, DELETE /clients/{id}`, `POST /clients/{id}/rotate-secret`,
//! `GET /clients/{id}/events`, `GET /clients/{id}/name`, `GET /me/consoles`.

use super::refusals::{ChangeClientError, CreateClientError, GetClientError, PatchClientError};
use super::{events, name, own, service};
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::{Body, IfMatch, IfNoneMatch, Mount, PathId, Refusal, Refusals, tagged};
use crate::protection::access::{Authorized, ClientsManage, Fresh, OwnAccount};
use actix_web::{HttpResponse, delete, get, patch, post, web};
use shared_types::client_events::ClientEvents;
use shared_types::clients::{
    ClientName, ClientView, CreateClientRequest, NewClient, OwnConsole, PatchClientRequest,
    RotatedClientSecret,
};
use shared_types::ids::ClientId;
use shared_types::page::Page;

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(list_clients)
        .service(create_client)
        .service(get_client)
        .service(patch_client)
        .service(delete_client)
        .service(rotate_secret)
        .service(list_client_events)
        .service(find_client_name)
        .service(list_own_consoles);
}

/// The consoles that sign in with us, newest first; at most 50.
#[utoipa::path(
    tag = "clients",
    operation_id = "list_clients",
    responses(
        (status = 200, body = Page<ClientView>),
        Refusals<(Authorized<ClientsManage>, DbError)>
    )
)]
#[get("/clients")]
async fn list_clients(
    context: web::Data<Context>,
    caller: Authorized<ClientsManage>,
) -> Result<web::Json<Page<ClientView>>, Refusal<DbError>> {
    let items = service::list_clients(&context, caller).await?;
    Ok(web::Json(Page {
        items,
        next_cursor: None,
    }))
}

/// Registers a console: a relying party of OpenID Connect. Its secret is in this answer and never shown again. What
/// it needs to know besides stands at `/.well-known/openid-configuration`.
#[utoipa::path(
    tag = "clients",
    operation_id = "create_client",
    request_body = CreateClientRequest,
    responses(
        (status = 201, body = NewClient),
        Refusals<(Fresh<ClientsManage>, Body<CreateClientRequest>, CreateClientError)>
    )
)]
#[post("/clients")]
async fn create_client(
    context: web::Data<Context>,
    caller: Fresh<ClientsManage>,
    Body(request): Body<CreateClientRequest>,
) -> Result<HttpResponse, Refusal<CreateClientError>> {
    let made = service::create_client(&context, caller, request).await?;
    Ok(HttpResponse::Created().json(made))
}

/// One console.
#[utoipa::path(
    tag = "clients",
    operation_id = "get_client",
    params(
        ("id" = ClientId, Path, description = "The console"),
        ("If-None-Match" = Option<String>, Header, description = "Tags of answers that the client has")
    ),
    responses(
        (status = 200, body = ClientView, headers(("ETag" = String, description = "For `If-Match` and `If-None-Match`"))),
        (status = 304, description = "The client has it"),
        Refusals<(Authorized<ClientsManage>, PathId<ClientId>, IfNoneMatch, GetClientError)>
    )
)]
#[get("/clients/{id}")]
async fn get_client(
    context: web::Data<Context>,
    caller: Authorized<ClientsManage>,
    id: PathId<ClientId>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Refusal<GetClientError>> {
    let view = service::get_client(&context, caller, id.0).await?;
    Ok(known.answer(view.version, &view))
}

/// Changes a console. It takes effect at once, also for what it has in hand.
#[utoipa::path(
    tag = "clients",
    operation_id = "patch_client",
    params(
        ("id" = ClientId, Path, description = "The console"),
        ("If-Match" = Option<String>, Header, description = "The tag that was read, its version alone, or `*`")
    ),
    request_body = PatchClientRequest,
    responses(
        (status = 200, body = ClientView, headers(("ETag" = String, description = "For the next `If-Match`"))),
        Refusals<(
            Fresh<ClientsManage>,
            PathId<ClientId>,
            IfMatch,
            Body<PatchClientRequest>,
            PatchClientError
        )>
    )
)]
#[patch("/clients/{id}")]
async fn patch_client(
    context: web::Data<Context>,
    caller: Fresh<ClientsManage>,
    id: PathId<ClientId>,
    IfMatch(expected): IfMatch,
    Body(request): Body<PatchClientRequest>,
) -> Result<HttpResponse, Refusal<PatchClientError>> {
    let view = service::patch_client(&context, caller, id.0, expected, request).await?;
    Ok(tagged(HttpResponse::Ok(), view.version, &view))
}

/// Deletes a console. Nobody signs in there with us any more, and what it has in hand is void.
#[utoipa::path(
    tag = "clients",
    operation_id = "delete_client",
    params(("id" = ClientId, Path, description = "The console")),
    responses(
        (status = 204, description = "Deleted"),
        Refusals<(Fresh<ClientsManage>, PathId<ClientId>, ChangeClientError)>
    )
)]
#[delete("/clients/{id}")]
async fn delete_client(
    context: web::Data<Context>,
    caller: Fresh<ClientsManage>,
    id: PathId<ClientId>,
) -> Result<HttpResponse, Refusal<ChangeClientError>> {
    service::delete_client(&context, caller, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives a console a new secret, shown once. The one before is good for another 24 hours, so that it can be exchanged
/// without an interruption; one before that is good no more.
#[utoipa::path(
    tag = "clients",
    operation_id = "rotate_client_secret",
    params(("id" = ClientId, Path, description = "The console")),
    responses(
        (status = 200, body = RotatedClientSecret),
        Refusals<(Fresh<ClientsManage>, PathId<ClientId>, ChangeClientError)>
    )
)]
#[post("/clients/{id}/rotate-secret")]
async fn rotate_secret(
    context: web::Data<Context>,
    caller: Fresh<ClientsManage>,
    id: PathId<ClientId>,
) -> Result<web::Json<RotatedClientSecret>, Refusal<ChangeClientError>> {
    let rotated = service::rotate_secret(&context, caller, id.0).await?;
    Ok(web::Json(rotated))
}

/// What came of a console last, newest first: for each kind of request the last one that was answered, and the last
/// refusal for each reason, with what was wrong. At most two seconds old, from all nodes; refusals are kept for 30 days.
/// Who sends another secret, or another address, is not known by it: anybody who knows the `client_id` can do so.
#[utoipa::path(
    tag = "clients",
    operation_id = "list_client_events",
    params(("id" = ClientId, Path, description = "The console")),
    responses(
        (status = 200, body = ClientEvents),
        Refusals<(Authorized<ClientsManage>, PathId<ClientId>, GetClientError)>
    )
)]
#[get("/clients/{id}/events")]
async fn list_client_events(
    context: web::Data<Context>,
    caller: Authorized<ClientsManage>,
    id: PathId<ClientId>,
) -> Result<web::Json<ClientEvents>, Refusal<GetClientError>> {
    let events = events::list_events(&context, caller, id.0).await?;
    Ok(web::Json(events))
}

/// What a console is called: the sign-in page says where the sign-in leads that was begun there. For anybody who knows
/// the `client_id`, which the address of that page has; of a disabled console there is no answer.
#[utoipa::path(
    tag = "sign-in",
    operation_id = "find_client_name",
    params(("id" = ClientId, Path, description = "The console")),
    responses(
        (status = 200, body = ClientName),
        Refusals<(PathId<ClientId>, GetClientError)>
    )
)]
#[get("/clients/{id}/name")]
async fn find_client_name(
    context: web::Data<Context>,
    id: PathId<ClientId>,
) -> Result<web::Json<ClientName>, Refusal<GetClientError>> {
    Ok(web::Json(name::find_name(&context, id.0).await?))
}

/// The consoles that the caller may open, by name: not disabled, for the caller's role and groups, and with an address
/// to open.
#[utoipa::path(
    tag = "me",
    operation_id = "list_own_consoles",
    responses(
        (status = 200, body = Page<OwnConsole>),
        Refusals<(Authorized<OwnAccount>, DbError)>
    )
)]
#[get("/me/consoles")]
async fn list_own_consoles(
    context: web::Data<Context>,
    caller: Authorized<OwnAccount>,
) -> Result<web::Json<Page<OwnConsole>>, Refusal<DbError>> {
    let items = own::list_own_consoles(&context, caller).await?;
    Ok(web::Json(Page {
        items,
        next_cursor: None,
    }))
}
