//! The one request of this feature.

use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::setup::SetupRequest;

/// `POST /setup`. The identifiers in the response are not needed here.
pub(super) async fn set_up(client: &Client, body: &SetupRequest) -> Result<Nothing, Failure> {
    client
        .send(Method::POST, CredentialKind::None, "/setup", body)
        .await
}
