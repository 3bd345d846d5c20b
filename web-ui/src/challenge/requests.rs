//! The requests of a challenge's page.

use crate::client::{Client, CredentialKind};
use crate::failure::Failure;
use gloo_net::http::Method;
use shared_types::challenges::{AnswerChallengeRequest, AskedChallenge, OpenChallengeRequest};
use shared_types::secret::Secret;

/// `POST /verifications/challenges/inspect`.
pub(super) async fn inspect_challenge(
    client: &Client,
    token: String,
) -> Result<AskedChallenge, Failure> {
    let path = "/verifications/challenges/inspect";
    let token = Secret::new(token);
    let body = OpenChallengeRequest { token };
    client
        .send(Method::POST, CredentialKind::None, path, &body)
        .await
}

/// `POST /verifications/challenges/answer`.
pub(super) async fn answer_challenge(
    client: &Client,
    token: String,
    code: String,
) -> Result<AskedChallenge, Failure> {
    let path = "/verifications/challenges/answer";
    let body = AnswerChallengeRequest {
        token: Secret::new(token),
        code: Secret::new(code),
    };
    client
        .send(Method::POST, CredentialKind::None, path, &body)
        .await
}

/// `POST /verifications/challenges/decline`.
pub(super) async fn decline_challenge(
    client: &Client,
    token: String,
) -> Result<AskedChallenge, Failure> {
    let path = "/verifications/challenges/decline";
    let token = Secret::new(token);
    let body = OpenChallengeRequest { token };
    client
        .send(Method::POST, CredentialKind::None, path, &body)
        .await
}
