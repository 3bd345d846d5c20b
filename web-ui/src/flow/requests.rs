//! The requests of the sign-in attempt itself.

use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::sign_in::FlowView;

/// `GET /sign-in`.
pub(super) async fn find_flow(client: &Client) -> Result<FlowView, Failure> {
    client.get("/sign-in").await
}

/// `DELETE /sign-in`.
pub(super) async fn cancel_flow(client: &Client) -> Result<Nothing, Failure> {
    client
        .send_empty(Method::DELETE, CredentialKind::Flow, "/sign-in")
        .await
}

/// `POST /me/enrollment`. The response is not read: the sign-in program asks for the state.
pub(super) async fn start_enrollment(client: &Client) -> Result<Nothing, Failure> {
    client
        .send_empty(Method::POST, CredentialKind::Session, "/me/enrollment")
        .await
}
