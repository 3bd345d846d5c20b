//! The requests of this feature.

use crate::client::{Client, CredentialKind};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::members::{
    AcceptInvitationRequest, AcceptInvitationResponse, InspectInvitationRequest, InvitationView,
};
use shared_types::secret::Secret;

/// `POST /invitations/inspect`.
pub(super) async fn inspect_invitation(
    client: &Client,
    token: Secret,
) -> Result<InvitationView, Failure> {
    let path = "/invitations/inspect";
    let body = InspectInvitationRequest { token };
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
