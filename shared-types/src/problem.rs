//! The one error body, RFC 9457 `application/problem+json`, and the closed list of its codes.

use crate::directory::DirectoryReason;
use crate::sign_in::Step;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Why a request was refused. Stable: programs match on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The email address or the password is wrong (or unknown, or disabled: not said which).
    InvalidCredentials,
    /// The flow or session credential is missing, ended or unknown.
    Unauthenticated,
    /// The flow serves another step now; `step` says which.
    WrongStep,
    /// The code is wrong.
    InvalidCode,
    /// The code was used before; `next_code_in_seconds` says when the next one comes.
    AlreadyUsed,
    /// The emailed code is too old or was replaced by a newer one.
    CodeExpired,
    /// Five wrong codes were tried, so the emailed code is void: send a new one.
    TooManyTries,
    /// Too many tries; `Retry-After` says when the next one is looked at.
    Throttled,
    /// Too many wrong passwords in a row from browsers that are not known: a new password by email with a
    /// code, or an administrator, ends it. Time alone does not.
    PasswordClosed,
    /// The account has as many sign-ins under way as it may have; `Retry-After` says when to try again.
    TooManySignIns,
    /// Too many wrong emailed codes in all: an administrator or the help desk has to help.
    EmailCodesClosed,
    /// The directory of the organization knows the person, and lets nobody in; `directory` says why.
    DirectoryRefused,
    /// The directory of the organization keeps the password: it is changed there.
    ManagedElsewhere,
    /// The sign-in attempt has ended, `reason` says why: start again with the password.
    FlowExpired,
    /// The act needs the password (and a code) again within five minutes.
    ReauthenticationRequired,
    /// The organization asks for the second step, and it was not done.
    SecondStepRequired,
    /// Nothing is recovered by email now; `held_until` says until when. An administrator's device
    /// reset ends it.
    RecoveryHold,
    /// A setup token, an invitation or a link for a new password is unknown, used or too old.
    InvalidToken,
    /// A field is missing, unknown or not acceptable; `errors` says which.
    InvalidInput,
    /// The request is not well-formed: broken JSON, two credentials, a body that is encoded.
    MalformedRequest,
    /// The body is too large.
    TooLarge,
    /// The body is not `application/json`.
    UnsupportedMediaType,
    /// There is no such thing, or not for this caller.
    NotFound,
    /// The route does not know this method; `Allow` says which it knows.
    MethodNotAllowed,
    /// The caller may not do this.
    Forbidden,
    /// The API token was not made for this; the challenge names the scope that it would need.
    InsufficientScope,
    /// The state changed meanwhile, or the thing exists already.
    Conflict,
    /// `If-Match` names another version than the one that stands.
    PreconditionFailed,
    /// The first request with this `Idempotency-Key` is still being answered; `Retry-After` says when to ask again.
    IdempotencyKeyInUse,
    /// This `Idempotency-Key` belongs to another request.
    IdempotencyKeyReused,
    /// The service cannot answer now; `Retry-After` says when to ask again.
    Unavailable,
    /// A fault on our side. The log has the cause under `request_id`.
    Internal,
}

impl ProblemCode {
    /// Every code, for documentation and tests.
    pub const ALL: [Self; 32] = [
        Self::InvalidCredentials,
        Self::Unauthenticated,
        Self::WrongStep,
        Self::InvalidCode,
        Self::AlreadyUsed,
        Self::CodeExpired,
        Self::TooManyTries,
        Self::Throttled,
        Self::PasswordClosed,
        Self::TooManySignIns,
        Self::EmailCodesClosed,
        Self::DirectoryRefused,
        Self::ManagedElsewhere,
        Self::FlowExpired,
        Self::ReauthenticationRequired,
        Self::SecondStepRequired,
        Self::RecoveryHold,
        Self::InvalidToken,
        Self::InvalidInput,
        Self::MalformedRequest,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Forbidden,
        Self::InsufficientScope,
        Self::Conflict,
        Self::PreconditionFailed,
        Self::IdempotencyKeyInUse,
        Self::IdempotencyKeyReused,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The HTTP status that always goes with the code.
    pub const fn status(self) -> u16 {
        match self {
            Self::MalformedRequest => 400,
            Self::InvalidCredentials
            | Self::Unauthenticated
            | Self::InvalidCode
            | Self::AlreadyUsed
            | Self::CodeExpired
            | Self::TooManyTries
            | Self::FlowExpired
            | Self::InvalidToken => 401,
            Self::ReauthenticationRequired
            | Self::SecondStepRequired
            | Self::RecoveryHold
            | Self::DirectoryRefused
            | Self::Forbidden
            | Self::InsufficientScope => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::WrongStep
            | Self::ManagedElsewhere
            | Self::Conflict
            | Self::IdempotencyKeyInUse => 409,
            Self::PreconditionFailed => 412,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::InvalidInput | Self::IdempotencyKeyReused => 422,
            Self::Throttled
            | Self::PasswordClosed
            | Self::TooManySignIns
            | Self::EmailCodesClosed => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// The short human name (RFC 9457 §3.1.4 `title`).
    pub const fn title(self) -> &'static str {
        match self {
            Self::InvalidCredentials => "Wrong email address or password",
            Self::Unauthenticated => "Not signed in",
            Self::WrongStep => "Another step comes first",
            Self::InvalidCode => "Wrong code",
            Self::AlreadyUsed => "Code already used",
            Self::CodeExpired => "Code expired",
            Self::TooManyTries => "Too many wrong codes",
            Self::Throttled => "Too many tries",
            Self::PasswordClosed => "Too many wrong passwords",
            Self::TooManySignIns => "Too many sign-ins under way",
            Self::EmailCodesClosed => "Too many wrong emailed codes",
            Self::DirectoryRefused => "Refused by the directory",
            Self::ManagedElsewhere => "Kept in the directory",
            Self::FlowExpired => "Sign-in attempt ended",
            Self::ReauthenticationRequired => "Confirm that it is you",
            Self::SecondStepRequired => "Second step required",
            Self::RecoveryHold => "Recovery by email is paused",
            Self::InvalidToken => "Link or token not valid",
            Self::InvalidInput => "Input not acceptable",
            Self::MalformedRequest => "Malformed request",
            Self::TooLarge => "Request too large",
            Self::UnsupportedMediaType => "Unsupported media type",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "Method not allowed",
            Self::Forbidden => "Not allowed",
            Self::InsufficientScope => "Token not made for this",
            Self::Conflict => "State changed",
            Self::PreconditionFailed => "Changed since it was read",
            Self::IdempotencyKeyInUse => "Still being answered",
            Self::IdempotencyKeyReused => "Key of another request",
            Self::Unavailable => "Not available now",
            Self::Internal => "Internal error",
        }
    }

    /// The code as it stands on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidCredentials => "invalid_credentials",
            Self::Unauthenticated => "unauthenticated",
            Self::WrongStep => "wrong_step",
            Self::InvalidCode => "invalid_code",
            Self::AlreadyUsed => "already_used",
            Self::CodeExpired => "code_expired",
            Self::TooManyTries => "too_many_tries",
            Self::Throttled => "throttled",
            Self::PasswordClosed => "password_closed",
            Self::TooManySignIns => "too_many_sign_ins",
            Self::EmailCodesClosed => "email_codes_closed",
            Self::DirectoryRefused => "directory_refused",
            Self::ManagedElsewhere => "managed_elsewhere",
            Self::FlowExpired => "flow_expired",
            Self::ReauthenticationRequired => "reauthentication_required",
            Self::SecondStepRequired => "second_step_required",
            Self::RecoveryHold => "recovery_hold",
            Self::InvalidToken => "invalid_token",
            Self::InvalidInput => "invalid_input",
            Self::MalformedRequest => "malformed_request",
            Self::TooLarge => "too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::Forbidden => "forbidden",
            Self::InsufficientScope => "insufficient_scope",
            Self::Conflict => "conflict",
            Self::PreconditionFailed => "precondition_failed",
            Self::IdempotencyKeyInUse => "idempotency_key_in_use",
            Self::IdempotencyKeyReused => "idempotency_key_reused",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }
}

/// Why a sign-in attempt has ended. Only the holder of its token is told more than [`Self::Ended`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FlowEndReason {
    /// Its 15 minutes are over.
    Time,
    /// Five wrong codes were entered in it.
    TooManyCodes,
    /// The member's device was set up or replaced in another attempt.
    DeviceChanged,
    /// Something else of the account changed: the password, the address, its rights.
    AccountChanged,
    /// It was finished, given up or displaced, or there never was such an attempt.
    Ended,
}

impl FlowEndReason {
    /// Every reason, for documentation and tests.
    pub const ALL: [Self; 5] = [
        Self::Time,
        Self::TooManyCodes,
        Self::DeviceChanged,
        Self::AccountChanged,
        Self::Ended,
    ];
}

/// Whose code a wrong code is, where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CodeEntry {
    /// That of an entry which was voided or replaced within a day, or that is about to be replaced. It is not
    /// what was asked for: use the newest entry, and delete this one when that works.
    Replaced,
}

/// What is wrong with one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldErrorCode {
    /// Missing or empty.
    Required,
    /// The operation knows no such field.
    Unknown,
    /// Too short.
    TooShort,
    /// Too long.
    TooLong,
    /// Not of the right form or type.
    Invalid,
    /// A password that guessers try first.
    TooCommon,
    /// A password that stands in a public list of stolen ones.
    Breached,
    /// Taken by another.
    Taken,
    /// An address in a network that is not public, which the operator of the server did not admit.
    NotPublic,
    /// The first line of a file names a column that there is not; `value` is its name.
    UnknownColumn,
    /// A quotation mark of a file is never closed; `value` is the number of the line in which its row begins.
    UnclosedQuote,
}

/// One field that was not acceptable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The path of the field in the request, `email` or `scopes[2]`.
    pub field: String,
    /// What is wrong with it.
    pub code: FieldErrorCode,
    /// A sentence for people who read logs.
    pub detail: String,
    /// What is meant, where that does not follow from `field`: the name of a group or a column, the number of a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl FieldError {
    /// What is wrong with a field.
    pub fn new(field: &str, code: FieldErrorCode, detail: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            code,
            detail: detail.into(),
            value: None,
        }
    }

    /// The same, with what is meant by it.
    #[must_use]
    pub fn of(self, value: String) -> Self {
        Self {
            value: Some(value),
            ..self
        }
    }
}

/// RFC 9457 problem details with our extension members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI reference that names the code, `/docs#invalid_code`.
    pub r#type: String,
    /// The short name of the code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time, for people.
    pub detail: String,
    /// The stable code, for programs.
    pub code: ProblemCode,
    /// Under this the log knows more.
    pub request_id: String,
    /// The fields that were not acceptable.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// With `wrong_step`: the step that the flow serves now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// With `already_used` and `invalid_code`: seconds until the app shows the next code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_code_in_seconds: Option<u32>,
    /// With `throttled`, `too_many_sign_ins`, `idempotency_key_in_use` and `unavailable`: the same number as in `Retry-After`. With
    /// `flow_expired` and `too_many_codes` too, where the next code is looked at only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
    /// With `invalid_code`: tries left before the flow ends or the emailed code is void.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries_left: Option<u32>,
    /// With `invalid_code`, in a flow: which entry of the app the code comes from, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<CodeEntry>,
    /// With `flow_expired`: why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<FlowEndReason>,
    /// With `directory_refused`: why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directory: Option<DirectoryReason>,
    /// With `recovery_hold`: until when nothing is recovered by email; absent where a person ends the hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Time>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_name_is_the_serde_name() {
        for code in ProblemCode::ALL {
            let json = serde_json::to_string(&code).expect("a code serialises");
            assert_eq!(json, format!("\"{}\"", code.as_str()));
        }
    }
}
