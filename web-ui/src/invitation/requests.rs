//! The requests of this feature.

use crate::client::{Client, CredentialKind};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::members::{
    AcceptInvitationRequest, AcceptInvitationResponse, CheckInvitationRequest, InvitationView,
};
use shared_types::secret::Secret;

/// `POST /invitations/check`.
pub(super) async fn check_invitation(
    client: &Client,
    token: Secret,
) -> Result<InvitationView, Failure> {
    let path = "/invitations/check";
    let body = CheckInvitationRequest { token };
    client
        .send(Method::POST, CredentialKind::None, path, &body)
        .await
}

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
