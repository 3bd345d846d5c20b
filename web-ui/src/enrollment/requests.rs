//! The requests of the set-up of a device.

use crate::client::{Client, CredentialKind};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::enrollment::PendingDeviceView;
use shared_types::secret::Secret;
use shared_types::sign_in::{CodeRequest, FlowView};

/// `POST /enrollment/email`.
pub(super) async fn send_email(client: &Client) -> Result<FlowView, Failure> {
    let path = "/enrollment/email";
    client
        .send_empty(Method::POST, CredentialKind::Flow, path)
        .await
}

/// `POST /enrollment/email/verify`.
pub(super) async fn verify_email(client: &Client, code: String) -> Result<FlowView, Failure> {
    send_code(client, "/enrollment/email/verify", code).await
}

/// `GET /enrollment/device`.
pub(super) async fn find_pending_device(client: &Client) -> Result<PendingDeviceView, Failure> {
    client.get("/enrollment/device").await
}

/// `POST /enrollment/device/confirm`.
pub(super) async fn confirm_device(client: &Client, code: String) -> Result<FlowView, Failure> {
    send_code(client, "/enrollment/device/confirm", code).await
}

/// A way out of the set-up.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Way {
    /// Back to the current device.
    KeepDevice,
    /// On without a device, for now.
    Later,
}

/// `DELETE /sign-in/new-device`, or `POST /sign-in/later`.
pub(super) async fn leave(client: &Client, way: Way) -> Result<FlowView, Failure> {
    let (method, path) = match way {
        Way::KeepDevice => (Method::DELETE, "/sign-in/new-device"),
        Way::Later => (Method::POST, "/sign-in/later"),
    };
    client.send_empty(method, CredentialKind::Flow, path).await
}

async fn send_code(client: &Client, path: &str, code: String) -> Result<FlowView, Failure> {
    let body = CodeRequest {
        code: Secret::new(code),
    };
    client
        .send(Method::POST, CredentialKind::Flow, path, &body)
        .await
}
