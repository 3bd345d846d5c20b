//! Test organizations: what integrators write their tests against.

use crate::ids::OrganizationId;
use crate::secret::Secret;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// The code that is right in every test organization, of every device and as every mailed code. It is never
/// used up. Anywhere else it is six digits like any others.
pub const FIXED_CODE: &str = "424242";
/// The code of a device that was used before, in every test organization.
pub const FIXED_CODE_USED: &str = "424201";

/// `POST /sandboxes`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateSandboxRequest {
    /// What it is called, 1 to 100 characters.
    #[cfg_attr(feature = "openapi", schema(example = "Acme tests"))]
    pub name: String,
}

/// A test organization that was just made, with all that a test needs to begin. Shown once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewSandbox {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Its short name: `organization` of `POST /sign-in`.
    pub short_name: String,
    /// Its first administrator.
    pub administrator: SandboxAdministrator,
    /// An API token with every scope, good for 90 days.
    pub api_token: Secret,
}

/// Who signs in to a test organization first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SandboxAdministrator {
    /// The address. No mail goes there.
    pub email: String,
    /// The password.
    pub password: Secret,
}

/// A test organization as the live one lists it that made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SandboxView {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub short_name: String,
    /// How many members it has.
    pub members: i64,
    /// When it was made.
    pub created_at: Time,
}

/// The query of `GET /sandbox/mails`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct ListSandboxMailsQuery {
    /// At most so many, 1 to 200; 50 without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A mail that a test organization would have sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SandboxMail {
    /// Its name, by which it can be told from others.
    pub id: String,
    /// When it was written.
    pub at: Time,
    /// To whom.
    #[cfg_attr(feature = "openapi", schema(example = "jo@example.com"))]
    pub to: String,
    /// What it is about; begins with `[TEST]`.
    pub subject: String,
    /// As plain text.
    pub text: Secret,
    /// The same as HTML.
    pub html: Secret,
}

/// `GET, PUT /sandbox/clock`: by how much codes and sign-in attempts are judged later than now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SandboxClock {
    /// Seconds, 0 to 2,592,000 (30 days). It only grows.
    #[cfg_attr(feature = "openapi", schema(example = 600))]
    pub ahead_seconds: u32,
}
