//! The requests of the sign-in.

use crate::client::{Client, CredentialKind};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::clients::ClientName;
use shared_types::secret::Secret;
use shared_types::sign_in::{CheckCodeRequest, FlowView, ReplacePasswordRequest, SignInRequest};

/// `POST /sign-in`.
pub(super) async fn sign_in(client: &Client, body: &SignInRequest) -> Result<FlowView, Failure> {
    client
        .send(Method::POST, CredentialKind::None, "/sign-in", body)
        .await
}

/// `GET /clients/{id}/name`.
pub(super) async fn find_client_name(client: &Client, id: &str) -> Result<ClientName, Failure> {
    client.get(&format!("/clients/{id}/name")).await
}

/// `POST /sign-in/code`.
pub(super) async fn verify_code(client: &Client, code: String) -> Result<FlowView, Failure> {
    let body = CheckCodeRequest {
        code: Secret::new(code),
        audience: None,
    };
    client
        .send(Method::POST, CredentialKind::Flow, "/sign-in/code", &body)
        .await
}

/// `POST /sign-in/password`.
pub(super) async fn replace_password(
    client: &Client,
    new_password: String,
) -> Result<FlowView, Failure> {
    let body = ReplacePasswordRequest {
        new_password: Secret::new(new_password),
        audience: None,
    };
    client
        .send(
            Method::POST,
            CredentialKind::Flow,
            "/sign-in/password",
            &body,
        )
        .await
}

/// `POST /sign-in/new-device`.
pub(super) async fn start_new_device(client: &Client) -> Result<FlowView, Failure> {
    let path = "/sign-in/new-device";
    client
        .send_empty(Method::POST, CredentialKind::Flow, path)
        .await
}
