//! The requests of the reset of a password.

use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::recovery::{
    ConfirmPasswordResetRequest, ConfirmPasswordResetResponse, InspectPasswordResetRequest,
    PasswordResetView, RequestPasswordResetRequest,
};
use shared_types::secret::Secret;

/// `POST /password-reset`.
pub(super) async fn request_password_reset(
    client: &Client,
    body: &RequestPasswordResetRequest,
) -> Result<Nothing, Failure> {
    let path = "/password-reset";
    client
        .send(Method::POST, CredentialKind::None, path, body)
        .await
}

/// `POST /password-reset/inspect`.
pub(super) async fn inspect_password_reset(
    client: &Client,
    token: Secret,
) -> Result<PasswordResetView, Failure> {
    let path = "/password-reset/inspect";
    let body = InspectPasswordResetRequest { token };
    client
        .send(Method::POST, CredentialKind::None, path, &body)
        .await
}

/// `POST /password-reset/confirm`.
pub(super) async fn confirm_password_reset(
    client: &Client,
    body: &ConfirmPasswordResetRequest,
) -> Result<ConfirmPasswordResetResponse, Failure> {
    let path = "/password-reset/confirm";
    client
        .send(Method::POST, CredentialKind::None, path, body)
        .await
}
