//! A member's own page: who am I, my device, my sessions, my password.

use crate::ids::{MemberId, OrganizationId, SessionId};
use crate::members::{Role, TwoStepView};
use crate::organizations::OrganizationKind;
use crate::policy::TwoStepPolicy;
use crate::recovery::RecoveryHold;
use crate::secret::Secret;
use crate::time::Time;
use serde::{Deserialize, Deserializer, Serialize};

pub use crate::locale::Locale;

/// `GET /me`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeView {
    /// The member.
    pub id: MemberId,
    /// The address that signs in and gets mail.
    pub email: String,
    /// The name that others see.
    pub display_name: String,
    /// What the member may do.
    pub role: Role,
    /// The language of pages and mails that the member chose; absent: that of the browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// The organization.
    pub organization: OrganizationView,
    /// The member's own two-step state.
    pub two_step: TwoStepView,
    /// What the organization's rule is for this member now: `required` from the instant on from which a
    /// second step is due. Before it, and with an exemption, it is `optional`.
    pub policy: TwoStepPolicy,
    /// The hold of recovery by email; absent when none runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_hold: Option<RecoveryHold>,
    /// Whether the directory of the organization keeps password and address: neither is changed here.
    #[serde(default)]
    pub managed_elsewhere: bool,
    /// This session.
    pub session: SessionFacts,
    /// With transport `cookie` only: the value that unsafe requests send as `X-CSRF`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csrf_token: Option<Secret>,
}

/// An organization, as its members see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganizationView {
    /// The organization.
    pub id: OrganizationId,
    /// Its name, which is also the issuer in the authenticator app.
    pub name: String,
    /// Its short name, by which its members sign in.
    pub short_name: String,
    /// The page where its members sign in.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "https://desk.example.com/at/acme-support")
    )]
    pub sign_in_url: String,
    /// What it is for.
    #[serde(default)]
    pub kind: OrganizationKind,
}

/// The session of this request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionFacts {
    /// Its name in the list of sessions.
    pub id: SessionId,
    /// 1: the password alone. 2: the password and a code.
    pub aal: u8,
    /// When it was made.
    pub created_at: Time,
    /// When it ends in any case.
    pub expires_at: Time,
    /// When it ends unless it is used before.
    pub idle_expires_at: Time,
    /// Until when sensitive acts are open.
    pub fresh_until: Time,
}

/// `PATCH /me`: only the fields that are there change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchMeRequest {
    /// The name that others see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The language of pages and mails; `null`: that of the browser.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "named"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Locale>))]
    pub locale: Option<LocaleChoice>,
}

/// A language, or none: then that of the browser counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocaleChoice(pub Option<Locale>);

/// A field that is there, also when it is `null`.
fn named<'de, D: Deserializer<'de>>(value: D) -> Result<Option<LocaleChoice>, D::Error> {
    LocaleChoice::deserialize(value).map(Some)
}

/// `POST /me/reauthenticate`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReauthenticateRequest {
    /// The member's password.
    pub password: Secret,
    /// A fresh code, where a device is set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, pattern = "^[0-9]{3} ?[0-9]{3}$"))]
    pub code: Option<Secret>,
}

/// `POST /me/password`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePasswordRequest {
    /// The password until now.
    pub current_password: Secret,
    /// The password from now on.
    pub new_password: Secret,
}

/// `POST /me/email`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeEmailRequest {
    /// The address from now on, once its mailbox is proven.
    #[cfg_attr(feature = "openapi", schema(example = "jo.new@example.com"))]
    pub email: String,
}
