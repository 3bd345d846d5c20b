//! The errors of OAuth by their words.

use shared_types::client_events::ClientRefusal;

/// An error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::consoles) enum ErrorCode {
    /// RFC 6749 §4.1.2.1: the person, or the administrator, does not want it.
    AccessDenied,
    /// OpenID Connect Core §3.1.2.6: the person would have to be asked.
    ConsentRequired,
    /// RFC 6749 §5.2: the console did not prove itself.
    InvalidClient,
    /// RFC 6749 §5.2: the code is not good, or not for this console.
    InvalidGrant,
    /// RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1: something is missing, twice or not of its form.
    InvalidRequest,
    /// RFC 6749 §4.1.2.1: `openid` is missing.
    InvalidScope,
    /// RFC 6750 §3.1: the access token opens nothing.
    InvalidToken,
    /// OpenID Connect Core §3.1.2.6: the person would have to sign in.
    LoginRequired,
    /// OpenID Connect Core §3.1.2.6: dynamic registration is not known here.
    RegistrationNotSupported,
    /// OpenID Connect Core §3.1.2.6: request objects are not known here.
    RequestNotSupported,
    /// OpenID Connect Core §3.1.2.6: the same by an address.
    RequestUriNotSupported,
    /// The database gave no answer.
    TemporarilyUnavailable,
    /// RFC 6749 §5.2: the console keeps no secret.
    UnauthorizedClient,
    /// OpenID Connect Unmet Authentication Requirements; RFC 9470 §5: the level cannot be reached.
    UnmetAuthenticationRequirements,
    /// RFC 6749 §5.2: only codes are redeemed.
    UnsupportedGrantType,
    /// RFC 6749 §4.1.2.1: only codes are given.
    UnsupportedResponseType,
}

impl ErrorCode {
    /// What an administrator is told of it, where nothing closer is known.
    const fn reason(self) -> ClientRefusal {
        match self {
            Self::AccessDenied => ClientRefusal::PersonNotAdmitted,
            Self::ConsentRequired | Self::LoginRequired => ClientRefusal::LoginRequired,
            Self::InvalidClient => ClientRefusal::SecretWrong,
            Self::InvalidGrant => ClientRefusal::CodeUnknown,
            Self::InvalidScope => ClientRefusal::ScopeMissing,
            Self::InvalidToken => ClientRefusal::SessionEnded,
            Self::UnmetAuthenticationRequirements => ClientRefusal::LevelUnreachable,
            Self::UnsupportedGrantType => ClientRefusal::GrantType,
            Self::UnsupportedResponseType => ClientRefusal::ResponseType,
            Self::InvalidRequest
            | Self::RegistrationNotSupported
            | Self::RequestNotSupported
            | Self::RequestUriNotSupported
            | Self::TemporarilyUnavailable
            | Self::UnauthorizedClient => ClientRefusal::RequestInvalid,
        }
    }

    /// The word on the wire.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::AccessDenied => "access_denied",
            Self::ConsentRequired => "consent_required",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidRequest => "invalid_request",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidToken => "invalid_token",
            Self::LoginRequired => "login_required",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
        }
    }
}

/// An error with a sentence for the developer of a console: printable ASCII without `"` and `\` (RFC 6749 §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {description}", code.as_str())]
pub(in crate::consoles) struct OauthError {
    pub(super) code: ErrorCode,
    pub(super) description: &'static str,
    /// The same for the administrator who sets the console up.
    pub(super) reason: ClientRefusal,
}

impl OauthError {
    pub(super) const fn new(code: ErrorCode, description: &'static str) -> Self {
        Self {
            code,
            description,
            reason: code.reason(),
        }
    }

    /// The same, for a closer reason.
    pub(super) const fn because(self, reason: ClientRefusal) -> Self {
        Self { reason, ..self }
    }
}
