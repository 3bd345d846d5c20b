//! An organization's rules.

use crate::recovery::RecoveryMode;
use crate::time::Time;
use crate::wire::wire_names;
use serde::{Deserialize, Serialize};

/// Whether members must have a device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TwoStepPolicy {
    /// Nobody is asked to enroll; a member who has a device is still asked for its code.
    #[default]
    Optional,
    /// Everybody enrolls at the next sign-in.
    Required,
}

/// The policy as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyView {
    /// Whether members must have a device.
    pub two_step: TwoStepPolicy,
    /// What ends a hold of recovery by email that begins now.
    pub recovery: RecoveryMode,
    /// Nobody has chosen `recovery`: it is `approve` where two-step verification is required and there are
    /// two administrators, `wait` otherwise.
    pub recovery_is_default: bool,
    /// Administrators who can sign in. With one, nobody can approve that one's own recovery but the
    /// operator of the host: `twostep member recover`.
    pub administrators: i64,
    /// Grows with every change; send it back with `PUT /policy`.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Time,
    /// Who changed it last; absent when nobody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
}

/// `PUT /policy`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PutPolicyRequest {
    /// Whether members must have a device.
    pub two_step: TwoStepPolicy,
    /// What ends a hold of recovery by email; stays as it is when absent. Holds that run keep their end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<RecoveryMode>,
    /// The version that was read; another one is a conflict. Needed, unless `If-Match` says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// `GET /policy/preview`: how many active members stand where, and whom "required" would reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyPreview {
    /// Members who can sign in.
    pub active: i64,
    /// Of them: a device is on (locked ones too).
    pub set_up: i64,
    /// Of them: no device that works. These set one up at the next sign-in.
    pub not_set_up: i64,
    /// Invited members who have not chosen a password yet.
    pub invited: i64,
    /// Live sessions that were made without a code; they are refused at once. Counted up to 1000.
    pub sessions_without_code: i64,
    /// There are more of these sessions than were counted.
    #[serde(default)]
    pub has_more_sessions_without_code: bool,
    /// The first of those who would have to set up, by name.
    pub first_affected: Vec<String>,
}

wire_names!(TwoStepPolicy { Optional = "optional", Required = "required" });
