//! The requests of the session.

use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::me::{Locale, LocaleChoice, MeView, PatchMeRequest};

/// `GET /me`.
pub(super) async fn find_me(client: &Client) -> Result<MeView, Failure> {
    client.get("/me").await
}

/// `GET /me`, of which only the status counts.
pub(super) async fn find_session(client: &Client) -> Result<Nothing, Failure> {
    client.get("/me").await
}

/// `DELETE /session`.
pub(super) async fn sign_out(client: &Client) -> Result<Nothing, Failure> {
    client
        .send_empty(Method::DELETE, CredentialKind::Session, "/session")
        .await
}

/// `PATCH /me`, the language only.
pub(super) async fn save_locale(
    client: &Client,
    locale: Option<Locale>,
) -> Result<MeView, Failure> {
    let body = PatchMeRequest {
        locale: Some(LocaleChoice(locale)),
        ..PatchMeRequest::default()
    };
    client
        .send(Method::PATCH, CredentialKind::Session, "/me", &body)
        .await
}
