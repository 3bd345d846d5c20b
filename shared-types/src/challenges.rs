//! Challenges: a program asks a person to confirm one operation with a code, on a page of ours.

use crate::ids::{ChallengeId, MemberId, VerificationId};
use crate::organizations::OrganizationKind;
use crate::secret::Secret;
use crate::time::Time;
use crate::wire::wire_names;
use serde::{Deserialize, Serialize};

/// `POST /verifications/challenges`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateChallengeRequest {
    /// The member's id or email address.
    pub member: String,
    /// What the person is asked to confirm, "connect": shown on the page, and in the receipt.
    pub purpose: String,
    /// What it is done to, "PC-042".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// A hash of the operation, that the receipt is bound to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_hash: Option<String>,
    /// For whom a receipt is made, which then names it as `aud`; without it there is no receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// The workstation or the person that the program asks for. Wrong codes are counted by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station: Option<String>,
    /// Where the browser goes after the answer, with `challenge` and `status` added: `https://`, on the same machine
    /// `http://` too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_url: Option<String>,
    /// How long it can be answered: 60 to 900 seconds, 300 if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_seconds: Option<u32>,
}

/// How a challenge stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChallengeStatus {
    /// It can be answered.
    Pending,
    /// The person confirmed it with a right code.
    Accepted,
    /// The person said that it is not wanted.
    Declined,
    /// Five wrong codes, or a member who has no device.
    Failed,
    /// Nobody answered in time.
    Expired,
}

wire_names!(ChallengeStatus {
    Pending = "pending",
    Accepted = "accepted",
    Declined = "declined",
    Failed = "failed",
    Expired = "expired",
});

/// `GET /verifications/challenges/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChallengeView {
    /// The challenge.
    pub id: ChallengeId,
    /// How it stands.
    pub status: ChallengeStatus,
    /// The member.
    pub member: MemberId,
    /// What the person is asked to confirm.
    pub purpose: String,
    /// What it is done to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The hash of the operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_hash: Option<String>,
    /// For whom a receipt is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// When it was made.
    pub created_at: Time,
    /// Until when it can be answered.
    pub expires_at: Time,
    /// When it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Time>,
    /// With `accepted`: names the answer in `GET /verifications/{id}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification: Option<VerificationId>,
    /// When its receipt was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_taken_at: Option<Time>,
}

/// The answer of `POST /verifications/challenges`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewChallenge {
    /// The page that the person opens. It is shown once: who has it can answer or decline.
    pub url: Secret,
    /// How it stands.
    #[serde(flatten)]
    pub view: ChallengeView,
}

/// The answer of `POST /verifications/challenges/{id}/receipt`: given once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChallengeReceipt {
    /// The answer in `GET /verifications/{id}`; the receipt's `jti`.
    pub verification: VerificationId,
    /// The member.
    pub member: MemberId,
    /// When the code was accepted.
    pub answered_at: Time,
    /// If an audience was given: a JWS, good for 60 seconds, with `purpose`, `target` and `target_hash`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Secret>,
}

/// `POST /verifications/challenges/inspect` and `…/decline`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenChallengeRequest {
    /// The token of the page's address.
    pub token: Secret,
}

/// `POST /verifications/challenges/answer`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerChallengeRequest {
    /// The token of the page's address.
    pub token: Secret,
    /// The six digits of the app; one space is allowed in the middle.
    pub code: Secret,
}

/// What the page shows to the person who is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedChallenge {
    /// The organization's name.
    pub organization: String,
    /// What the organization is for.
    #[serde(default)]
    pub organization_kind: OrganizationKind,
    /// What the program is called.
    pub program: String,
    /// Who is asked, as only the person recognises it: `j…@example.com`.
    pub email_masked: String,
    /// What is to be confirmed.
    pub purpose: String,
    /// What it is done to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// How it stands.
    pub status: ChallengeStatus,
    /// Until when it can be answered.
    pub expires_at: Time,
    /// The host to which the browser goes back after the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_host: Option<String>,
    /// After the answer: where the browser goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_url: Option<String>,
}
