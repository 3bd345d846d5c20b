//! Signing in: the password, the flow that follows, and its code step.

use crate::secret::Secret;
use crate::sessions::{SessionGrant, Transport};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What a flow asks for next. Derived from facts at every request, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Prove the mailbox: `POST /enrollment/email`, then `POST /enrollment/email/verify`.
    Email,
    /// Connect an app: `GET /enrollment/device`, then `POST /enrollment/device/confirm`.
    Enroll,
    /// Show a code of the device: `POST /sign-in/code`.
    Code,
    /// Choose a longer password, because the password alone signs in: `POST /sign-in/password`.
    Password,
    /// Signed in: `session` is there.
    Done,
}

/// `POST /sign-in`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
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
    /// The member's password.
    pub password: Secret,
    /// How the credentials of this flow and its session travel.
    #[serde(default)]
    pub transport: Transport,
    /// The browser's time zone by its IANA name, for the times in mails. One that the server does not know
    /// is ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "Europe/Berlin"))]
    pub time_zone: Option<String>,
    /// For whom a signed receipt is wanted, if the password alone finishes the sign-in; transport `bearer`
    /// only. Where a code follows, name it with the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = "^[!-~]{1,255}$", example = "https://remote.example.com")
    )]
    pub audience: Option<String>,
}

/// `POST /sign-in/password`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReplacePasswordRequest {
    /// The password from now on: long enough to sign in alone.
    pub new_password: Secret,
    /// For whom a signed receipt of the sign-in is wanted; transport `bearer` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = "^[!-~]{1,255}$", example = "https://remote.example.com")
    )]
    pub audience: Option<String>,
}

/// A body with one six-digit code.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeRequest {
    /// Six ASCII digits, one space allowed in the middle.
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-9]{3} ?[0-9]{3}$", example = "492 039"))]
    pub code: Secret,
}

/// `POST /sign-in/code`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckCodeRequest {
    /// Six ASCII digits, one space allowed in the middle.
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-9]{3} ?[0-9]{3}$", example = "492 039"))]
    pub code: Secret,
    /// For whom a signed receipt of the sign-in is wanted; transport `bearer` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = "^[!-~]{1,255}$", example = "https://remote.example.com")
    )]
    pub audience: Option<String>,
}

/// Where a flow stands: the answer of every flow route.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FlowView {
    /// What comes next.
    pub step: Step,
    /// The flow's bearer token, `tsf_…`, whenever it is new; never with transport `cookie`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow_token: Option<Secret>,
    /// With transport `cookie` only: the value that unsafe requests of this flow send as `X-CSRF`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csrf_token: Option<Secret>,
    /// Who signs in.
    pub member: FlowMember,
    /// The organization's name, which is also the issuer in the authenticator app.
    pub organization: String,
    /// Whether a device is there already and this flow sets up a new one in its place.
    pub replaces_device: bool,
    /// Whether the flow can ask for a code of the current device again: `DELETE /sign-in/new-device`.
    #[serde(default)]
    pub can_keep_device: bool,
    /// Whether the current device was imported and its time to be replaced is over: a right code of it led
    /// here, to a new device.
    #[serde(default)]
    pub device_is_overdue: bool,
    /// When the attempt ends.
    pub expires_at: Time,
    /// With step `code`: the number behind the name of the device's entry in the app; absent where there is
    /// none. Entries of lower numbers are old: they can be deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry_number: Option<u32>,
    /// The emailed code, once one was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailCodeView>,
    /// Seconds until the app shows a code that was not used yet; 0 when it shows one now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_code_in_seconds: Option<u32>,
    /// With step `email` or `enroll`, where the policy lets this sign-in put the device off, with
    /// `POST /sign-in/later`: from when on it does not any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Time>,
    /// Beside `due_at`: how many sign-ins may still put it off, this one too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skips_left: Option<u8>,
    /// With step `done`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionGrant>,
    /// With step `done`, if an `audience` was named: the signed receipt of the sign-in, good for a minute. A
    /// JWS with `alg` `EdDSA` and `typ` `twostep-receipt+jwt`; its `kid` is in `/.well-known/jwks.json`. Claims:
    /// `iss` (this installation), `aud`, `sub` (the member's id), `iat`, `exp`, `jti`, `amr`, `acr`
    /// (`urn:twostep:aal1` or `urn:twostep:aal2`) and `auth_time`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Secret>,
}

/// What a flow says of its member: no more than the person knows already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FlowMember {
    /// `j…@example.com`.
    pub email_masked: String,
    /// The person's name.
    pub display_name: String,
}

/// The emailed code, without the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmailCodeView {
    /// The masked address.
    pub sent_to: String,
    /// When it was sent.
    pub sent_at: Time,
    /// When the code ends.
    pub expires_at: Time,
    /// The short reference that also stands in the email, so that late mails are not confused.
    pub reference: String,
    /// Seconds until the email may be sent again.
    pub resend_after_seconds: u32,
}
