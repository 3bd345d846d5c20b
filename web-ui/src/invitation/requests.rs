//! The one request of this feature.

use crate::client::{Client, CredentialKind};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::members::{AcceptInvitationRequest, AcceptInvitationResponse};

/// `POST /invitations/accept`.
pub(super) async fn accept_invitation(
    client: &Client,
    body: &AcceptInvitationRequest,
) -> Result<AcceptInvitationResponse, Failure> {
    let path = "/invitations/accept";
    client
        .send(Method::POST, CredentialKind::None, path, body)
        .await
}
