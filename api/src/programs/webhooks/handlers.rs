//! `GET, POST /webhooks`, `PATCH, DELETE /webhooks/{id}`, `POST /webhooks/{id}/rotate-secret`,
//! `POST /webhooks/{id}/test`, `GET /webhooks/{id}/deliveries`,
//! `POST /webhooks/{id}/deliveries/{delivery}/replay`.

use super::refusals::{
    ChangeWebhookError, CreateWebhookError, ListDeliveriesError, SendByHandError,
};
use super::{listing, service, simulator};
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::{Body, Mount, PathId, PathIds, Query, Refusal, Refusals};
use crate::protection::access::{Authorized, Fresh, WebhooksManage};
use actix_web::{HttpResponse, delete, get, patch, post, web};
use shared_types::ids::{WebhookDeliveryId, WebhookId};
use shared_types::page::Page;
use shared_types::webhooks::{
    CreateWebhookRequest, ListWebhookDeliveriesQuery, NewWebhook, PatchWebhookRequest,
    RotatedWebhookSecret, TestWebhookRequest, WebhookDeliveryView, WebhookTest, WebhookView,
};

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(list_webhooks)
        .service(create_webhook)
        .service(patch_webhook)
        .service(end_webhook)
        .service(rotate_secret)
        .service(test_webhook)
        .service(list_deliveries)
        .service(replay_delivery);
}

/// The organization's webhooks, newest first; at most 20.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "list_webhooks",
    responses(
        (status = 200, body = Page<WebhookView>),
        Refusals<(Authorized<WebhooksManage>, DbError)>
    )
)]
#[get("/webhooks")]
async fn list_webhooks(
    context: web::Data<Context>,
    caller: Authorized<WebhooksManage>,
) -> Result<web::Json<Page<WebhookView>>, Refusal<DbError>> {
    let items = service::list_webhooks(&context, caller).await?;
    Ok(web::Json(Page {
        items,
        next_cursor: None,
    }))
}

/// Makes a webhook: from now on these events are sent to this address, signed with the secret of this answer,
/// which is never shown again.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "create_webhook",
    request_body = CreateWebhookRequest,
    responses(
        (status = 201, body = NewWebhook),
        Refusals<(Fresh<WebhooksManage>, Body<CreateWebhookRequest>, CreateWebhookError)>
    )
)]
#[post("/webhooks")]
async fn create_webhook(
    context: web::Data<Context>,
    caller: Fresh<WebhooksManage>,
    Body(request): Body<CreateWebhookRequest>,
) -> Result<HttpResponse, Refusal<CreateWebhookError>> {
    let made = service::create_webhook(&context, caller, request).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Changes address, events or status of a webhook. The secret stays.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "patch_webhook",
    params(("id" = WebhookId, Path, description = "The webhook")),
    request_body = PatchWebhookRequest,
    responses(
        (status = 200, body = WebhookView),
        Refusals<(
            Fresh<WebhooksManage>,
            PathId<WebhookId>,
            Body<PatchWebhookRequest>,
            ChangeWebhookError
        )>
    )
)]
#[patch("/webhooks/{id}")]
async fn patch_webhook(
    context: web::Data<Context>,
    caller: Fresh<WebhooksManage>,
    id: PathId<WebhookId>,
    Body(request): Body<PatchWebhookRequest>,
) -> Result<web::Json<WebhookView>, Refusal<ChangeWebhookError>> {
    let view = service::patch_webhook(&context, caller, id.0, request).await?;
    Ok(web::Json(view))
}

/// Ends a webhook. Its deliveries are forgotten, and nothing more is sent.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "end_webhook",
    params(("id" = WebhookId, Path, description = "The webhook")),
    responses(
        (status = 204, description = "Ended"),
        Refusals<(Fresh<WebhooksManage>, PathId<WebhookId>, ChangeWebhookError)>
    )
)]
#[delete("/webhooks/{id}")]
async fn end_webhook(
    context: web::Data<Context>,
    caller: Fresh<WebhooksManage>,
    id: PathId<WebhookId>,
) -> Result<HttpResponse, Refusal<ChangeWebhookError>> {
    service::end_webhook(&context, caller, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives a webhook a new secret, shown once. A secret signs requests for 24 hours after it was replaced, so that the
/// receiver can change without missing one; six sign at a time at most.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "rotate_webhook_secret",
    params(("id" = WebhookId, Path, description = "The webhook")),
    responses(
        (status = 200, body = RotatedWebhookSecret),
        Refusals<(Fresh<WebhooksManage>, PathId<WebhookId>, ChangeWebhookError)>
    )
)]
#[post("/webhooks/{id}/rotate-secret")]
async fn rotate_secret(
    context: web::Data<Context>,
    caller: Fresh<WebhooksManage>,
    id: PathId<WebhookId>,
) -> Result<web::Json<RotatedWebhookSecret>, Refusal<ChangeWebhookError>> {
    let rotated = service::rotate_secret(&context, caller, id.0).await?;
    Ok(web::Json(rotated))
}

/// Sends a sample of an event now, once, and answers with all that was sent and what came back. `data` has the fields
/// of a real one and `is_test: true`; its ids are of nobody but who asks. Takes as long as the receiver, 15 seconds at most.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "test_webhook",
    params(("id" = WebhookId, Path, description = "The webhook")),
    request_body = TestWebhookRequest,
    responses(
        (status = 200, body = WebhookTest),
        Refusals<(
            Fresh<WebhooksManage>,
            PathId<WebhookId>,
            Body<TestWebhookRequest>,
            SendByHandError
        )>
    )
)]
#[post("/webhooks/{id}/test")]
async fn test_webhook(
    context: web::Data<Context>,
    caller: Fresh<WebhooksManage>,
    id: PathId<WebhookId>,
    Body(request): Body<TestWebhookRequest>,
) -> Result<web::Json<WebhookTest>, Refusal<SendByHandError>> {
    let shown = simulator::test_webhook(&context, caller, id.0, request).await?;
    Ok(web::Json(shown))
}

/// What was sent to a webhook, newest first, with the last answers. Deliveries are kept for 30 days.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "list_webhook_deliveries",
    params(
        ("id" = WebhookId, Path, description = "The webhook"),
        ListWebhookDeliveriesQuery
    ),
    responses(
        (status = 200, body = Page<WebhookDeliveryView>),
        Refusals<(
            Authorized<WebhooksManage>,
            PathId<WebhookId>,
            Query<ListWebhookDeliveriesQuery>,
            ListDeliveriesError
        )>
    )
)]
#[get("/webhooks/{id}/deliveries")]
async fn list_deliveries(
    context: web::Data<Context>,
    caller: Authorized<WebhooksManage>,
    id: PathId<WebhookId>,
    Query(query): Query<ListWebhookDeliveriesQuery>,
) -> Result<web::Json<Page<WebhookDeliveryView>>, Refusal<ListDeliveriesError>> {
    let page = listing::list_deliveries(&context, caller, id.0, query).await?;
    Ok(web::Json(page))
}

/// Sends a delivery once more, now: the same `webhook-id` and body, signed for this moment. Also of a webhook that
/// is disabled; a failure counts for nothing.
#[utoipa::path(
    tag = "webhooks",
    operation_id = "replay_webhook_delivery",
    params(
        ("id" = WebhookId, Path, description = "The webhook"),
        ("delivery" = WebhookDeliveryId, Path, description = "The delivery")
    ),
    responses(
        (status = 200, body = WebhookDeliveryView),
        Refusals<(
            Fresh<WebhooksManage>,
            PathIds<WebhookId, WebhookDeliveryId>,
            SendByHandError
        )>
    )
)]
#[post("/webhooks/{id}/deliveries/{delivery}/replay")]
async fn replay_delivery(
    context: web::Data<Context>,
    caller: Fresh<WebhooksManage>,
    ids: PathIds<WebhookId, WebhookDeliveryId>,
) -> Result<web::Json<WebhookDeliveryView>, Refusal<SendByHandError>> {
    let PathIds(webhook, delivery) = ids;
    let replayed = simulator::replay_delivery(&context, caller, webhook, delivery).await?;
    Ok(web::Json(replayed))
}
