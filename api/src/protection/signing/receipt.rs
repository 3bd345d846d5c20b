//! What a receipt says, and how it is signed: a JWS in its compact form (RFC 7515), of claims (RFC 7519).

use super::audience::Audience;
use super::signer::Signer;
use crate::record::audit::Actor;
use serde::Serialize;
use shared_types::ids::{ChallengeId, MemberId, OrganizationId};
use shared_types::limits::RECEIPT_LIFETIME;
use shared_types::secret::Secret;
use shared_types::time::Time;
use uuid::Uuid;

/// Keeps a receipt from being taken for another token (RFC 8725 §3.11).
const TYPE: &str = "twostep-receipt+jwt";

/// How a person was authenticated, as RFC 8176 names it (`amr`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Method {
    /// A password.
    #[serde(rename = "pwd")]
    Password,
    /// A code of a device.
    #[serde(rename = "otp")]
    Code,
    /// More than one of different kinds, beside their own names.
    #[serde(rename = "mfa")]
    MultiFactor,
}

/// The assurance level (`acr`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Level {
    /// One factor.
    #[serde(rename = "urn:twostep:aal1")]
    One,
    /// Two factors of different kinds.
    #[serde(rename = "urn:twostep:aal2")]
    Two,
}

/// What is confirmed, and to whom.
#[derive(Clone, Debug)]
pub struct Receipt<'a> {
    /// For whom.
    pub audience: &'a Audience,
    /// Who was authenticated.
    pub subject: MemberId,
    /// In which organization.
    pub organization: OrganizationId,
    /// Its own name.
    pub jti: Uuid,
    /// How.
    pub methods: &'a [Method],
    /// How well.
    pub level: Level,
    /// When.
    pub authenticated_at: Time,
    /// Who asked for the code; nobody where the person signed in.
    pub asked_by: Option<Actor>,
    /// The challenge whose page showed the person what is confirmed. Without it only who asked has said so.
    pub challenge: Option<ChallengeId>,
    /// What for, in the words of the program that asked.
    pub purpose: Option<&'a str>,
    /// On what.
    pub target: Option<&'a str>,
    /// The hash of what exactly was confirmed.
    pub target_hash: Option<&'a str>,
}

/// On the wire. Times are whole seconds.
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: MemberId,
    org: OrganizationId,
    iat: i64,
    exp: i64,
    jti: Uuid,
    amr: &'a [Method],
    acr: Level,
    auth_time: i64,
    /// There, and true, in a test organization alone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    test: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge: Option<ChallengeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_hash: Option<&'a str>,
}

impl Signer {
    /// Signs a receipt that is good from `now` on.
    pub fn sign(&self, receipt: &Receipt<'_>, now: Time) -> Secret {
        let claims = Claims {
            iss: &self.issuer,
            aud: receipt.audience.as_str(),
            sub: receipt.subject,
            org: receipt.organization,
            iat: now.seconds(),
            exp: (now + RECEIPT_LIFETIME).seconds(),
            jti: receipt.jti,
            amr: receipt.methods,
            acr: receipt.level,
            auth_time: receipt.authenticated_at.seconds(),
            test: self.r#use.is_test(),
            asked_by: receipt.asked_by.map(|actor| actor.to_string()),
            challenge: receipt.challenge,
            purpose: receipt.purpose,
            target: receipt.target,
            target_hash: receipt.target_hash,
        };
        self.sign_token(TYPE, &claims)
    }
}
