//! The requests of the page of groups.

use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::groups::{CreateGroupRequest, GroupView, PatchGroupRequest};
use shared_types::ids::GroupId;
use shared_types::page::Page;

const SESSION: CredentialKind = CredentialKind::Session;

/// `GET /groups`.
pub(super) async fn list_groups(client: &Client) -> Result<Page<GroupView>, Failure> {
    client.get("/groups").await
}

/// `POST /groups`.
pub(super) async fn create_group(client: &Client, name: &str) -> Result<GroupView, Failure> {
    let body = CreateGroupRequest {
        name: name.to_owned(),
    };
    client.create("/groups", Some(&body)).await
}

/// `PATCH /groups/{id}`.
pub(super) async fn rename_group(
    client: &Client,
    id: GroupId,
    name: &str,
) -> Result<GroupView, Failure> {
    let body = PatchGroupRequest {
        name: Some(name.to_owned()),
    };
    let path = format!("/groups/{id}");
    client.send(Method::PATCH, SESSION, &path, &body).await
}

/// `DELETE /groups/{id}`.
pub(super) async fn delete_group(client: &Client, id: GroupId) -> Result<Nothing, Failure> {
    let path = format!("/groups/{id}");
    client.send_empty(Method::DELETE, SESSION, &path).await
}
