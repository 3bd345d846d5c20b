//! The requests of the pages of webhooks.

use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::ids::{WebhookDeliveryId, WebhookId};
use shared_types::page::Page;
use shared_types::webhooks::{
    CreateWebhookRequest, NewWebhook, PatchWebhookRequest, RotatedWebhookSecret,
    TestWebhookRequest, WebhookDeliveryView, WebhookTest, WebhookView,
};

const SESSION: CredentialKind = CredentialKind::Session;

/// `GET /webhooks`.
pub(super) async fn list_webhooks(client: &Client) -> Result<Page<WebhookView>, Failure> {
    client.get("/webhooks").await
}

/// `POST /webhooks`.
pub(super) async fn create_webhook(
    client: &Client,
    body: &CreateWebhookRequest,
) -> Result<NewWebhook, Failure> {
    client.create("/webhooks", Some(body)).await
}

/// `PATCH /webhooks/{id}`.
pub(super) async fn patch_webhook(
    client: &Client,
    id: WebhookId,
    body: &PatchWebhookRequest,
) -> Result<WebhookView, Failure> {
    let path = format!("/webhooks/{id}");
    client.send(Method::PATCH, SESSION, &path, body).await
}

/// `DELETE /webhooks/{id}`.
pub(super) async fn end_webhook(client: &Client, id: WebhookId) -> Result<Nothing, Failure> {
    let path = format!("/webhooks/{id}");
    client.send_empty(Method::DELETE, SESSION, &path).await
}

/// `POST /webhooks/{id}/rotate-secret`.
pub(super) async fn rotate_secret(
    client: &Client,
    id: WebhookId,
) -> Result<RotatedWebhookSecret, Failure> {
    let path = format!("/webhooks/{id}/rotate-secret");
    client.create(&path, None::<&()>).await
}

/// `POST /webhooks/{id}/test`.
pub(super) async fn test_webhook(
    client: &Client,
    id: WebhookId,
    body: &TestWebhookRequest,
) -> Result<WebhookTest, Failure> {
    let path = format!("/webhooks/{id}/test");
    client.send(Method::POST, SESSION, &path, body).await
}

/// `GET /webhooks/{id}/deliveries`.
pub(super) async fn list_deliveries(
    client: &Client,
    id: WebhookId,
    cursor: Option<&str>,
) -> Result<Page<WebhookDeliveryView>, Failure> {
    let cursor = cursor.map_or_else(String::new, |cursor| format!("&cursor={cursor}"));
    let path = format!("/webhooks/{id}/deliveries?limit=20{cursor}");
    client.get(&path).await
}

/// `POST /webhooks/{id}/deliveries/{delivery}/replay`.
pub(super) async fn replay_delivery(
    client: &Client,
    id: WebhookId,
    delivery: WebhookDeliveryId,
) -> Result<WebhookDeliveryView, Failure> {
    let path = format!("/webhooks/{id}/deliveries/{delivery}/replay");
    client.send_empty(Method::POST, SESSION, &path).await
}
