//! Verifications: a program asks whether a person holds the enrolled device right now.

use crate::ids::{MemberId, VerificationId};
use crate::secret::Secret;
use crate::time::Time;
use crate::wire::wire_names;
use serde::{Deserialize, Serialize};

/// `POST /verifications`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VerifyRequest {
    /// The member's id or email address.
    pub member: String,
    /// The six digits that the person reads from the app; one space is allowed in the middle.
    pub code: Secret,
    /// For whom a receipt is made, which then names it as `aud`; without it there is no receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// What the person agrees to, "connect": stands in the receipt and in the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// What it is done to, "PC-042".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// A hash of the operation, that the receipt is bound to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_hash: Option<String>,
    /// The workstation or the person that the program asks for. Wrong codes are counted by it, so that one
    /// station of many does not use up what is for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station: Option<String>,
}

/// What came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VerificationResult {
    /// The code is right, and is spent: it neither signs in nor verifies again.
    Accepted,
    /// The code is wrong.
    Rejected,
    /// The code was right once, and was used.
    AlreadyUsed,
    /// The member has no device that could prove anything, or cannot sign in.
    NotEnrolled,
    /// The code was not looked at: too many wrong ones before.
    Throttled,
}

wire_names!(VerificationResult {
    Accepted = "accepted",
    Rejected = "rejected",
    AlreadyUsed = "already_used",
    NotEnrolled = "not_enrolled",
    Throttled = "throttled",
});

/// The answer of `POST /verifications`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VerifyAnswer {
    /// Names it in `GET /verifications/{id}`; the receipt's `jti`. Absent with `throttled`, of which nothing is
    /// kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<VerificationId>,
    /// What came out.
    pub result: VerificationResult,
    /// The member.
    pub member: MemberId,
    /// With `accepted`, if an audience was given: a JWS, good for 60 seconds, that proves the answer to
    /// who has our public keys (`/.well-known/jwks.json`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Secret>,
    /// With `rejected` and `already_used`: seconds until the app shows the next code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_code_in_seconds: Option<u32>,
    /// With `throttled`: seconds until the next code is looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u64>,
}

/// `GET /verifications/{id}`: the evidence. The code is in no record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VerificationView {
    /// The verification.
    pub id: VerificationId,
    /// When it was answered.
    pub at: Time,
    /// The member.
    pub member: MemberId,
    /// What came out.
    pub result: VerificationResult,
    /// Who asked: `client:` and the id of an API token, or `member:` and an id.
    pub asked_by: String,
    /// For whom a receipt was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// What the person agreed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// What it was done to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The hash of the operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_hash: Option<String>,
    /// The workstation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station: Option<String>,
}
