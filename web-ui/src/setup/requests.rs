//! The one request of this feature.

use crate::client::{Client, Lane, Nothing};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::setup::SetupRequest;

/// `POST /setup`; the identifiers that it answers are of no use here.
pub(super) async fn set_up(client: &Client, body: &SetupRequest) -> Result<Nothing, Failure> {
    client.send(Method::POST, Lane::Open, "/setup", body).await
}
