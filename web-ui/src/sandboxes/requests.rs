//! The requests of the pages of test organizations.

use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::ids::OrganizationId;
use shared_types::page::Page;
use shared_types::sandboxes::{
    CreateSandboxRequest, NewSandbox, SandboxClock, SandboxMail, SandboxView,
};

const SESSION: CredentialKind = CredentialKind::Session;
/// Mails on a page: few, so that the clock below them is not far away.
const MAILS: u32 = 10;

/// `GET /sandboxes`.
pub(super) async fn list_sandboxes(client: &Client) -> Result<Page<SandboxView>, Failure> {
    client.get("/sandboxes").await
}

/// `POST /sandboxes`.
pub(super) async fn create_sandbox(
    client: &Client,
    body: &CreateSandboxRequest,
) -> Result<NewSandbox, Failure> {
    client.create("/sandboxes", Some(body)).await
}

/// `DELETE /sandboxes/{id}`.
pub(super) async fn delete_sandbox(
    client: &Client,
    id: OrganizationId,
) -> Result<Nothing, Failure> {
    let path = format!("/sandboxes/{id}");
    client.send_empty(Method::DELETE, SESSION, &path).await
}

/// `GET /sandbox/mails`.
pub(super) async fn list_mails(
    client: &Client,
    cursor: Option<&str>,
) -> Result<Page<SandboxMail>, Failure> {
    let cursor = cursor.map_or_else(String::new, |cursor| format!("&cursor={cursor}"));
    let path = format!("/sandbox/mails?limit={MAILS}{cursor}");
    client.get(&path).await
}

/// `GET /sandbox/clock`.
pub(super) async fn show_clock(client: &Client) -> Result<SandboxClock, Failure> {
    client.get("/sandbox/clock").await
}

/// `PUT /sandbox/clock`.
pub(super) async fn move_clock(
    client: &Client,
    clock: SandboxClock,
) -> Result<SandboxClock, Failure> {
    let path = "/sandbox/clock";
    client.send(Method::PUT, SESSION, path, &clock).await
}
