//! The requests of the pages of test organizations.

use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::ids::OrganizationId;
use shared_types::page::Page;
use shared_types::sandboxes::{CreateSandboxRequest, NewSandbox, SandboxView};

const SESSION: CredentialKind = CredentialKind::Session;

/// `GET /sandboxes`.
pub(super) async fn list_sandboxes(client: &Client) -> Result<Page<SandboxView>, Failure> {
    client.get("/sandboxes").await
}

/// `POST /sandboxes`.
pub(super) async fn create_sandbox(
    client: &Client,
    body: &CreateSandboxRequest,
) -> Result<NewSandbox, Failure> {
    client.send(Method::POST, SESSION, "/sandboxes", body).await
}

/// `DELETE /sandboxes/{id}`.
pub(super) async fn delete_sandbox(
    client: &Client,
    id: OrganizationId,
) -> Result<Nothing, Failure> {
    let path = format!("/sandboxes/{id}");
    client.send_empty(Method::DELETE, SESSION, &path).await
}
