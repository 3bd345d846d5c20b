//! The requests of the pages of consoles.

use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::client_events::ClientEvents;
use shared_types::clients::{
    ClientView, CreateClientRequest, NewClient, PatchClientRequest, RotatedClientSecret,
};
use shared_types::groups::GroupView;
use shared_types::ids::ClientId;
use shared_types::page::Page;

const SESSION: CredentialKind = CredentialKind::Session;

/// `GET /clients`.
pub(super) async fn list_clients(client: &Client) -> Result<Page<ClientView>, Failure> {
    client.get("/clients").await
}

/// `POST /clients`.
pub(super) async fn create_client(
    client: &Client,
    body: &CreateClientRequest,
) -> Result<NewClient, Failure> {
    client.create("/clients", Some(body)).await
}

/// `GET /clients/{id}`.
pub(super) async fn get_client(client: &Client, id: ClientId) -> Result<ClientView, Failure> {
    client.get(&format!("/clients/{id}")).await
}

/// `PATCH /clients/{id}`, if nobody changed it meanwhile.
pub(super) async fn patch_client(
    client: &Client,
    before: &ClientView,
    body: &PatchClientRequest,
) -> Result<ClientView, Failure> {
    let path = format!("/clients/{}", before.id);
    client.patch(&path, before.version, body).await
}

/// The same, whatever else was changed: nothing of it is lost.
pub(super) async fn disable_client(
    client: &Client,
    id: ClientId,
    is_disabled: bool,
) -> Result<ClientView, Failure> {
    let path = format!("/clients/{id}");
    let body = PatchClientRequest {
        is_disabled: Some(is_disabled),
        ..PatchClientRequest::default()
    };
    client.send(Method::PATCH, SESSION, &path, &body).await
}

/// `DELETE /clients/{id}`.
pub(super) async fn delete_client(client: &Client, id: ClientId) -> Result<Nothing, Failure> {
    let path = format!("/clients/{id}");
    client.send_empty(Method::DELETE, SESSION, &path).await
}

/// `POST /clients/{id}/rotate-secret`.
pub(super) async fn rotate_secret(
    client: &Client,
    id: ClientId,
) -> Result<RotatedClientSecret, Failure> {
    let path = format!("/clients/{id}/rotate-secret");
    client.create(&path, None::<&()>).await
}

/// `GET /clients/{id}/events`.
pub(super) async fn list_events(client: &Client, id: ClientId) -> Result<ClientEvents, Failure> {
    client.get(&format!("/clients/{id}/events")).await
}

/// `GET /groups`.
pub(super) async fn list_groups(client: &Client) -> Result<Page<GroupView>, Failure> {
    client.get("/groups").await
}
