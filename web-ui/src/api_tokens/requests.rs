//! The requests of the pages of API tokens.

use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::api_tokens::{ApiTokenView, CreateApiTokenRequest, NewApiToken};
use shared_types::ids::ApiTokenId;
use shared_types::page::Page;

/// `GET /api-tokens`.
pub(super) async fn list_tokens(client: &Client) -> Result<Page<ApiTokenView>, Failure> {
    client.get("/api-tokens").await
}

/// `POST /api-tokens`.
pub(super) async fn create_token(
    client: &Client,
    body: &CreateApiTokenRequest,
) -> Result<NewApiToken, Failure> {
    client.create("/api-tokens", Some(body)).await
}

/// `DELETE /api-tokens/{id}`.
pub(super) async fn end_token(client: &Client, id: ApiTokenId) -> Result<Nothing, Failure> {
    let path = format!("/api-tokens/{id}");
    client
        .send_empty(Method::DELETE, CredentialKind::Session, &path)
        .await
}

/// `POST /api-tokens/{id}/hand-over/accept` and `/decline`.
pub(super) async fn answer_offer(
    client: &Client,
    id: ApiTokenId,
    answer: &str,
) -> Result<Nothing, Failure> {
    let path = format!("/api-tokens/{id}/hand-over/{answer}");
    client
        .send_empty(Method::POST, CredentialKind::Session, &path)
        .await
}

/// `POST /api-tokens/{id}/take-over`.
pub(super) async fn take_over(client: &Client, id: ApiTokenId) -> Result<Nothing, Failure> {
    let path = format!("/api-tokens/{id}/take-over");
    client
        .send_empty(Method::POST, CredentialKind::Session, &path)
        .await
}
