//! `GET, POST /api-tokens`, `DELETE /api-tokens/{id}`, `POST /api-tokens/{id}/take-over`,
//! `POST /api-tokens/{id}/hand-over` with `/accept` and `/decline`, `GET /api-tokens/self`.

use super::hand_over::{self, DeclineError, OfferError};
use super::service::{self, ChangeTokenError, CreateTokenError, TakeOverError};
use crate::people::sessions::LostRight;
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::{Body, Mount, PathId, Refusal, Refusals, refusals};
use crate::protection::access::{ApiTokensManage, Authorized, Fresh, OwnApiToken};
use actix_web::{HttpResponse, delete, get, post, web};
use shared_types::api_tokens::{
    ApiTokenView, CreateApiTokenRequest, HandOverApiTokenRequest, NewApiToken, OwnApiTokenView,
};
use shared_types::ids::ApiTokenId;
use shared_types::limits::{API_TOKEN_OFFERS_PER_HOUR, API_TOKENS_PER_ORGANIZATION};
use shared_types::page::Page;
use shared_types::problem::FieldError;

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(show_own_token)
        .service(list_tokens)
        .service(create_token)
        .service(take_over_token)
        .service(hand_over_token)
        .service(accept_token)
        .service(decline_token)
        .service(end_token);
}

/// The organization's API tokens, newest first: those that have not expired, and those that expired within the last
/// 30 days. At most a hundred have not. One that was ended by hand is gone at once.
#[utoipa::path(
    tag = "api-tokens",
    operation_id = "list_api_tokens",
    responses(
        (status = 200, body = Page<ApiTokenView>),
        Refusals<(Authorized<ApiTokensManage>, DbError)>
    )
)]
#[get("/api-tokens")]
async fn list_tokens(
    context: web::Data<Context>,
    caller: Authorized<ApiTokensManage>,
) -> Result<web::Json<Page<ApiTokenView>>, Refusal<DbError>> {
    let items = service::list_tokens(&context, caller).await?;
    Ok(web::Json(Page {
        items,
        next_cursor: None,
    }))
}

/// Makes an API token. It is shown in this answer and never again. Its maker answers for it: it does what its
/// scopes say, as long as the maker is an administrator.
#[utoipa::path(
    tag = "api-tokens",
    operation_id = "create_api_token",
    request_body = CreateApiTokenRequest,
    responses(
        (status = 201, body = NewApiToken),
        Refusals<(Fresh<ApiTokensManage>, Body<CreateApiTokenRequest>, CreateTokenError)>
    )
)]
#[post("/api-tokens")]
async fn create_token(
    context: web::Data<Context>,
    caller: Fresh<ApiTokensManage>,
    Body(request): Body<CreateApiTokenRequest>,
) -> Result<HttpResponse, Refusal<CreateTokenError>> {
    let made = service::create_token(&context, caller, request).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Takes an API token over: the caller answers for it from now on, with the own role. For tokens whose owner
/// leaves, whose owner's recovery was refused, or that owe the second step. Old and new owner are mailed.
#[utoipa::path(
    tag = "api-tokens",
    operation_id = "take_over_api_token",
    params(("id" = ApiTokenId, Path, description = "The token")),
    responses(
        (status = 200, body = ApiTokenView),
        Refusals<(Fresh<ApiTokensManage>, PathId<ApiTokenId>, TakeOverError)>
    )
)]
#[post("/api-tokens/{id}/take-over")]
async fn take_over_token(
    context: web::Data<Context>,
    caller: Fresh<ApiTokensManage>,
    id: PathId<ApiTokenId>,
) -> Result<web::Json<ApiTokenView>, Refusal<TakeOverError>> {
    Ok(web::Json(service::take_over(&context, caller, id.0).await?))
}

/// Asks another administrator to answer for an API token, within three days: before its owner leaves, so that programs
/// go on. Until it is taken over nothing changes. Who is asked is mailed; a later offer takes the place of this one. There
/// are five within an hour at most.
#[utoipa::path(
    tag = "api-tokens",
    operation_id = "hand_over_api_token",
    params(("id" = ApiTokenId, Path, description = "The token")),
    request_body = HandOverApiTokenRequest,
    responses(
        (status = 200, body = ApiTokenView),
        Refusals<(Fresh<ApiTokensManage>, PathId<ApiTokenId>, Body<HandOverApiTokenRequest>, OfferError)>
    )
)]
#[post("/api-tokens/{id}/hand-over")]
async fn hand_over_token(
    context: web::Data<Context>,
    caller: Fresh<ApiTokensManage>,
    id: PathId<ApiTokenId>,
    Body(request): Body<HandOverApiTokenRequest>,
) -> Result<web::Json<ApiTokenView>, Refusal<OfferError>> {
    Ok(web::Json(
        hand_over::hand_over_token(&context, caller, id.0, request).await?,
    ))
}

/// Takes over an API token that was offered to the caller, who answers for it from now on. Its maker stays in the
/// record. Old and new owner are mailed.
#[utoipa::path(
    tag = "api-tokens",
    operation_id = "accept_api_token",
    params(("id" = ApiTokenId, Path, description = "The token")),
    responses(
        (status = 200, body = ApiTokenView),
        Refusals<(Fresh<ApiTokensManage>, PathId<ApiTokenId>, TakeOverError)>
    )
)]
#[post("/api-tokens/{id}/hand-over/accept")]
async fn accept_token(
    context: web::Data<Context>,
    caller: Fresh<ApiTokensManage>,
    id: PathId<ApiTokenId>,
) -> Result<web::Json<ApiTokenView>, Refusal<TakeOverError>> {
    Ok(web::Json(
        hand_over::accept_token(&context, caller, id.0).await?,
    ))
}

/// Declines an API token that was offered to the caller; its owner answers for it as before.
#[utoipa::path(
    tag = "api-tokens",
    operation_id = "decline_api_token",
    params(("id" = ApiTokenId, Path, description = "The token")),
    responses(
        (status = 204, description = "Declined"),
        Refusals<(Fresh<ApiTokensManage>, PathId<ApiTokenId>, DeclineError)>
    )
)]
#[post("/api-tokens/{id}/hand-over/decline")]
async fn decline_token(
    context: web::Data<Context>,
    caller: Fresh<ApiTokensManage>,
    id: PathId<ApiTokenId>,
) -> Result<HttpResponse, Refusal<DeclineError>> {
    hand_over::decline_token(&context, caller, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends an API token: the next request with it is refused.
#[utoipa::path(
    tag = "api-tokens",
    operation_id = "end_api_token",
    params(("id" = ApiTokenId, Path, description = "The token")),
    responses(
        (status = 204, description = "Ended"),
        Refusals<(Fresh<ApiTokensManage>, PathId<ApiTokenId>, ChangeTokenError)>
    )
)]
#[delete("/api-tokens/{id}")]
async fn end_token(
    context: web::Data<Context>,
    caller: Fresh<ApiTokensManage>,
    id: PathId<ApiTokenId>,
) -> Result<HttpResponse, Refusal<ChangeTokenError>> {
    service::end_token(&context, caller, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What the API token of this request may do.
#[utoipa::path(
    tag = "api-tokens",
    operation_id = "show_own_api_token",
    responses(
        (status = 200, body = OwnApiTokenView),
        Refusals<(Authorized<OwnApiToken>, ChangeTokenError)>
    )
)]
#[get("/api-tokens/self")]
async fn show_own_token(
    context: web::Data<Context>,
    caller: Authorized<OwnApiToken>,
) -> Result<web::Json<OwnApiTokenView>, Refusal<ChangeTokenError>> {
    Ok(web::Json(service::show_own(&context, caller).await?))
}

refusals! {
    enum CreateTokenError {
        Held(hold) => RecoveryHold(
            "No API token is made while recovery by email is held for you."
        ).held(hold),
        Full => Conflict(format!("The organization has {API_TOKENS_PER_ORGANIZATION} API tokens. End one first.")),
    }
    causes { Invalid(Vec<FieldError>), Lost(LostRight), Database(DbError) }
}

refusals! {
    enum TakeOverError {
        Held(hold) => RecoveryHold(
            "No API token is taken over while recovery by email is held for you."
        ).held(hold),
        NotFound => NotFound("There is no such API token, or it has ended."),
    }
    causes { Lost(LostRight), Database(DbError) }
}

refusals! {
    enum OfferError {
        Held(hold) => RecoveryHold(
            "No API token is offered while recovery by email is held for you."
        ).held(hold),
        NotFound => NotFound("There is no such API token, or it has ended."),
        Throttled(wait) => Throttled(format!(
            "An API token is offered {API_TOKEN_OFFERS_PER_HOUR} times within an hour at most."
        )).retry_after(wait),
    }
    causes { Invalid(FieldError), Lost(LostRight), Database(DbError) }
}

refusals! {
    enum DeclineError {
        NotFound => NotFound("This API token is not offered to you, or no longer."),
    }
    causes { Lost(LostRight), Database(DbError) }
}

refusals! {
    enum ChangeTokenError {
        NotFound => NotFound("There is no such API token."),
    }
    causes { Lost(LostRight), Database(DbError) }
}
