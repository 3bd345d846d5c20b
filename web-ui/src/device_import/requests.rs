//! The request of the page.

use crate::client::{Client, CredentialKind};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::device_import::{ImportDevicesRequest, ImportDevicesResponse};

/// `POST /devices/import`.
pub(super) async fn import_devices(
    client: &Client,
    body: &ImportDevicesRequest,
) -> Result<ImportDevicesResponse, Failure> {
    let session = CredentialKind::Session;
    client
        .send(Method::POST, session, "/devices/import", body)
        .await
}
