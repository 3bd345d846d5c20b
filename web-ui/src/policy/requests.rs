//! The requests of the policy's pages.

use super::state::Rule;
use crate::client::{Client, CredentialKind, Nothing};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::policy::{PolicyView, PutPolicyRequest};

/// `GET /policy` and `GET /policy/preview`.
pub(super) async fn find_rule(client: &Client) -> Result<Rule, Failure> {
    let policy = find_policy(client).await?;
    let preview = client.get("/policy/preview").await?;
    Ok(Rule { policy, preview })
}

/// `GET /policy`.
pub(super) async fn find_policy(client: &Client) -> Result<PolicyView, Failure> {
    client.get("/policy").await
}

/// `PUT /policy`.
pub(super) async fn put_policy(
    client: &Client,
    body: &PutPolicyRequest,
) -> Result<Nothing, Failure> {
    client
        .send(Method::PUT, CredentialKind::Session, "/policy", body)
        .await
}
