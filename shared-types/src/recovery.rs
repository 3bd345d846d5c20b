//! A forgotten password: a link by mail, and what it may do.

use crate::secret::Secret;
use crate::sessions::Transport;
use crate::time::Time;
use crate::wire::wire_names;
use serde::{Deserialize, Serialize};

/// What ends a hold of recovery by email.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecoveryMode {
    /// 72 hours, or a person before.
    Wait,
    /// A person, however long that takes.
    Approve,
}

/// Why recovery by email is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HoldCause {
    /// The password was reset with a link by mail, without a code of a device.
    PasswordReset,
    /// The address was changed.
    AddressChanged,
    /// An administrator or the helpdesk said that it was not the member.
    Refused,
}

/// A hold of recovery by email: while it runs, no device is set up by email, the address stays, and no
/// API token is made; after a change of the address the password is not reset by email either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryHold {
    /// When it began.
    pub since: Time,
    /// Why.
    pub cause: HoldCause,
    /// When it ends by itself; absent where only a person ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
}

/// `POST /members/{id}/recovery/approve` and `/refuse`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideRecoveryRequest {
    /// Why; it stands in the audit record and in the mail to the member.
    #[cfg_attr(feature = "openapi", schema(example = "Called back, it was her"))]
    pub reason: String,
}

/// `POST /password-reset`: the answer is the same whether anybody has the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestPasswordResetRequest {
    /// The short name of the member's organization; the installation's first one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = "^[A-Za-z0-9-]{1,40}$", example = "acme-support")
    )]
    pub organization: Option<String>,
    /// The member's email address.
    #[cfg_attr(feature = "openapi", schema(example = "j.doe@example.com"))]
    pub email: String,
    /// `cookie` where the request comes from a page of ours.
    #[serde(default)]
    pub transport: Transport,
}

/// `POST /password-reset/inspect`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InspectPasswordResetRequest {
    /// The token of the mail.
    pub token: Secret,
}

/// What a link for a new password is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordResetView {
    /// The address of the account, as only its owner recognises it.
    pub email_masked: String,
    /// The name of the account's organization.
    pub organization: String,
    /// Whether a device can show a code.
    pub has_device: bool,
    /// The shortest password that is accepted, in characters.
    pub shortest_password: u32,
    /// What ends the hold that begins without a code.
    pub recovery: RecoveryMode,
}

/// `POST /password-reset/confirm`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmPasswordResetRequest {
    /// The token of the mail.
    pub token: Secret,
    /// The password from now on.
    pub new_password: Secret,
    /// A fresh code of the member's device. Without it recovery by email is held: for 72 hours, or until a
    /// person ends it, as the organization chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, pattern = "^[0-9]{3} ?[0-9]{3}$"))]
    pub code: Option<Secret>,
}

/// The answer of `POST /password-reset/confirm`: sign in with this address now, in this organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmPasswordResetResponse {
    /// The address that signs in.
    pub email: String,
    /// The short name of its organization.
    pub organization: String,
    /// The hold that begins; absent when a code was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_hold: Option<RecoveryHold>,
}

impl RecoveryHold {
    /// Whether it runs at this time. What a person ends does not end by time.
    pub fn runs_at(self, now: Time) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

wire_names!(RecoveryMode { Wait = "wait", Approve = "approve" });

wire_names!(HoldCause {
    PasswordReset = "password_reset",
    AddressChanged = "address_changed",
    Refused = "refused",
});
