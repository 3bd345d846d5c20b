//! What the help desk is told about a member who is stuck.

use crate::ids::MemberId;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What a member has used up, what was sent, and what failed. In `GET /members/{id}`, for
/// administrators and the helpdesk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupportView {
    /// Whether anything is used up that `POST /members/{id}/unlock` gives back.
    pub can_unlock: bool,
    /// Emails with a code: of the browser that has the fewest left, if several count apart.
    pub emails: BudgetView,
    /// Emails with a link for a new password.
    pub reset_emails: BudgetView,
    /// Wrong codes from emails.
    pub email_codes: BudgetView,
    /// Whether there were so many wrong codes from emails that no time alone allows more.
    pub email_codes_closed: bool,
    /// Wrong codes of the device in a known browser delay this browser until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser_codes_until: Option<Time>,
    /// Wrong passwords in a row.
    pub passwords: PasswordsView,
    /// The newest emails to the member, without their content; at most 10.
    pub mails: Vec<MailView>,
    /// The newest wrong passwords and codes of the last 7 days; at most 10.
    pub failures: Vec<FailureView>,
    /// The set-up of a device that is going on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_up: Option<SetUpView>,
    /// The newest device reset of the last 90 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_reset: Option<DeviceResetView>,
}

/// So many of something within a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BudgetView {
    /// How many were used.
    pub used: u32,
    /// How many there are.
    pub limit: u32,
    /// The period.
    pub period: BudgetPeriod,
    /// When the next one is allowed; absent while one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Time>,
}

/// The period of a budget, which slides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BudgetPeriod {
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
}

/// Wrong passwords in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordsView {
    /// How many, outside known browsers, since the last right one.
    pub wrong: u32,
    /// When the next password is looked at, in the browser or network that waits longest; absent where
    /// none waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Time>,
    /// Whether there were so many that no time alone allows more.
    pub is_closed: bool,
}

/// An email to a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailView {
    /// What it is for, for example `email_verification`.
    #[cfg_attr(feature = "openapi", schema(example = "email_verification"))]
    pub purpose: String,
    /// When it was written.
    pub created_at: Time,
    /// What became of it.
    pub state: MailState,
    /// When the mail server took it or refused it for good, or when the next attempt is made.
    pub at: Time,
    /// The code of the mail server's last refusal (RFC 5321 §4.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = 550))]
    pub reply: Option<u16>,
}

/// What became of an email.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// An invitation beyond the number of an hour: it is sent when its turn comes.
    Paced,
    /// It is sent at once.
    Queued,
    /// An attempt failed; another follows.
    Delayed,
    /// The mail server took it.
    Sent,
    /// It was given up: the mail server refused it, or it would have come too late.
    Failed,
}

/// A wrong password or code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FailureView {
    /// When.
    pub at: Time,
    /// What was wrong.
    pub what: FailureKind,
    /// Whether it was looked at; `false` where a delay refused it.
    pub was_checked: bool,
    /// The coarse network that it came from.
    #[cfg_attr(feature = "openapi", schema(example = "203.0.113.0/24"))]
    pub network: String,
}

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// A password.
    Password,
    /// A code of the device.
    Code,
    /// A code from an email.
    EmailCode,
    /// The first code of a new device.
    SetupCode,
}

/// A set-up that is going on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetUpView {
    /// What is asked for now.
    pub step: SetUpStep,
    /// When the sign-in began.
    pub started_at: Time,
    /// When it ends by itself.
    pub expires_at: Time,
    /// The coarse network that it comes from.
    #[cfg_attr(feature = "openapi", schema(example = "203.0.113.0/24"))]
    pub network: String,
}

/// What a set-up asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SetUpStep {
    /// The code from the email.
    Email,
    /// An app, and its first code.
    Enroll,
}

/// Who removed the device, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceResetView {
    /// When.
    pub at: Time,
    /// The member who did it; absent where it was no member of the organization, or one who is deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonView>,
    /// The reason that was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A member of the same organization, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonView {
    /// The member.
    pub id: MemberId,
    /// The person's name.
    #[cfg_attr(feature = "openapi", schema(example = "Jo Doe"))]
    pub display_name: String,
}

/// The answer of `GET /invitations/waiting`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingInvitations {
    /// Invitations beyond the number of an hour, which are sent when their turn comes.
    pub count: i64,
    /// When the last of them is sent; absent when none waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_at: Option<Time>,
}
