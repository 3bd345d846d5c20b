//! The requests of the member's own pages.

use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::browsers::KnownBrowserView;
use shared_types::clients::OwnConsole;
use shared_types::ids::{BrowserId, SessionId};
use shared_types::me::{ChangeEmailRequest, ChangePasswordRequest};
use shared_types::page::Page;
use shared_types::secret::Secret;
use shared_types::sessions::SessionView;
use shared_types::sign_in::{CodeRequest, EmailCodeView};

/// `DELETE /me/device`.
pub(super) async fn remove_device(client: &Client) -> Result<Nothing, Failure> {
    client
        .send_empty(Method::DELETE, CredentialKind::Session, "/me/device")
        .await
}

/// `POST /me/password`.
pub(super) async fn change_password(
    client: &Client,
    body: &ChangePasswordRequest,
) -> Result<Nothing, Failure> {
    let path = "/me/password";
    client
        .send(Method::POST, CredentialKind::Session, path, body)
        .await
}

/// `POST /me/email`.
pub(super) async fn change_email(
    client: &Client,
    body: &ChangeEmailRequest,
) -> Result<EmailCodeView, Failure> {
    let path = "/me/email";
    client
        .send(Method::POST, CredentialKind::Session, path, body)
        .await
}

/// `POST /me/email/verify`.
pub(super) async fn verify_new_email(client: &Client, code: String) -> Result<Nothing, Failure> {
    let body = CodeRequest {
        code: Secret::new(code),
    };
    let path = "/me/email/verify";
    client
        .send(Method::POST, CredentialKind::Session, path, &body)
        .await
}

/// `GET /me/sessions`: all of them, there are never many.
pub(super) async fn list_sessions(client: &Client) -> Result<Page<SessionView>, Failure> {
    client.get("/me/sessions").await
}

/// `GET /me/browsers`: the newest of them.
pub(super) async fn list_browsers(client: &Client) -> Result<Page<KnownBrowserView>, Failure> {
    client.get("/me/browsers").await
}

/// `DELETE /me/browsers/{id}`, or `DELETE /me/browsers` for all but this one.
pub(super) async fn end_browsers(
    client: &Client,
    browser: Option<BrowserId>,
) -> Result<Nothing, Failure> {
    let path = match browser {
        Some(id) => format!("/me/browsers/{id}"),
        None => "/me/browsers".to_owned(),
    };
    client
        .send_empty(Method::DELETE, CredentialKind::Session, &path)
        .await
}

/// `DELETE /me/sessions/{id}`.
pub(super) async fn end_session(client: &Client, id: SessionId) -> Result<Nothing, Failure> {
    let path = format!("/me/sessions/{id}");
    client
        .send_empty(Method::DELETE, CredentialKind::Session, &path)
        .await
}

/// `GET /me/consoles`.
pub(super) async fn list_consoles(client: &Client) -> Result<Page<OwnConsole>, Failure> {
    client.get("/me/consoles").await
}
