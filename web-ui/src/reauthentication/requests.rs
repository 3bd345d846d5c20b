//! The one request of this feature.

use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::me::ReauthenticateRequest;

/// `POST /me/reauthenticate`.
pub(super) async fn reauthenticate(
    client: &Client,
    body: &ReauthenticateRequest,
) -> Result<Nothing, Failure> {
    let path = "/me/reauthenticate";
    client
        .send(Method::POST, CredentialKind::Session, path, body)
        .await
}
