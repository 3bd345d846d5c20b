//! The one request of this feature.

use crate::client::{Client, CredentialKind};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::setup::{SetupRequest, SetupResponse};

/// `POST /setup`.
pub(super) async fn set_up(client: &Client, body: &SetupRequest) -> Result<SetupResponse, Failure> {
    client
        .send(Method::POST, CredentialKind::None, "/setup", body)
        .await
}
