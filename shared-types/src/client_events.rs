//! What came of a console last, so that a page says whether it is set up rightly and what is wrong.

use crate::audit_events::AuditOutcome;
use crate::clients::Acr;
use crate::time::Time;
use crate::wire::wire_names;
use serde::{Deserialize, Serialize};

/// What a console, or a browser that it sent, asked for; or what the console was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientEventKind {
    /// A browser came to `/oauth/authorize`.
    AuthorizeRequested,
    /// The person was signed in, and the browser went back with a code.
    SignedIn,
    /// The console redeemed a code at `/oauth/token`. Of a console whose proxy asks: the browser came back through the
    /// proxy with its code, and got the cookie of the console.
    CodeRedeemed,
    /// The console read `/oauth/userinfo`.
    UserinfoRead,
    /// The console was told that a session has ended (back-channel logout).
    LogoutTold,
}

wire_names!(ClientEventKind {
    AuthorizeRequested = "authorize_requested",
    SignedIn = "signed_in",
    CodeRedeemed = "code_redeemed",
    UserinfoRead = "userinfo_read",
    LogoutTold = "logout_told",
});

/// Why it was refused, or what is wrong although it was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientRefusal {
    /// No `redirect_uri` was sent.
    RedirectUriMissing,
    /// The `redirect_uri` differs from a registered one in a slash at its end.
    RedirectUriSlash,
    /// It differs in `http` and `https`.
    RedirectUriScheme,
    /// It differs in its port.
    RedirectUriPort,
    /// It differs in what stands behind the question mark.
    RedirectUriQuery,
    /// It differs in its host.
    RedirectUriHost,
    /// It differs in its path.
    RedirectUriPath,
    /// It resembles no registered one.
    RedirectUriUnknown,
    /// The console is disabled.
    ClientDisabled,
    /// A parameter is missing, twice or not of its form; `description` says which.
    RequestInvalid,
    /// Another `response_type` than `code`: an implicit or hybrid flow.
    ResponseType,
    /// The scope `openid` is missing.
    ScopeMissing,
    /// A console without a secret sent no `code_challenge`.
    ChallengeMissing,
    /// Another `code_challenge_method` than `S256`.
    ChallengeMethod,
    /// Role or groups of the person may not use the console.
    PersonNotAdmitted,
    /// The person could not reach the level that is needed.
    LevelUnreachable,
    /// The console asked silently (`prompt=none`), and the person would have had to do something.
    LoginRequired,
    /// The person did not agree that the console is told.
    Declined,
    /// The console has a secret and sent none.
    SecretMissing,
    /// The secret is wrong, or was replaced.
    SecretWrong,
    /// The console keeps no secret and sent one.
    SecretUnneeded,
    /// Another `grant_type` than `authorization_code`.
    GrantType,
    /// The code is not known: mistyped, or forgotten after its time.
    CodeUnknown,
    /// The code came after its 60 seconds.
    CodeExpired,
    /// The code was used before.
    CodeUsed,
    /// The code was made for another console.
    CodeOfAnother,
    /// The `redirect_uri` of the redemption is not that of the start.
    CodeRedirectUri,
    /// No `code_verifier` came for a code with a challenge.
    VerifierMissing,
    /// The `code_verifier` does not fit the challenge.
    VerifierWrong,
    /// A `code_verifier` came for a code without a challenge.
    VerifierUnexpected,
    /// The session of the person has ended, or the person may not use the console any more.
    SessionEnded,
    /// By the `Date` that the console sends, its clock is `seconds` off: ID tokens look as if they were made in the
    /// future, or too long ago. Nothing was refused.
    ClockOff,
    /// The address for the end of sessions is none that this installation may connect to.
    LogoutAddress,
    /// Nobody answered there, or not in time.
    LogoutUnreachable,
    /// The certificate there was not accepted.
    LogoutCertificate,
    /// The console did not take it; `description` says what it answered.
    LogoutRefused,
    /// A proxy asked from an address that is not trusted; `presented` is that address.
    ProxyUntrusted,
}

wire_names!(ClientRefusal {
    RedirectUriMissing = "redirect_uri_missing",
    RedirectUriSlash = "redirect_uri_slash",
    RedirectUriScheme = "redirect_uri_scheme",
    RedirectUriPort = "redirect_uri_port",
    RedirectUriQuery = "redirect_uri_query",
    RedirectUriHost = "redirect_uri_host",
    RedirectUriPath = "redirect_uri_path",
    RedirectUriUnknown = "redirect_uri_unknown",
    ClientDisabled = "client_disabled",
    RequestInvalid = "request_invalid",
    ResponseType = "response_type",
    ScopeMissing = "scope_missing",
    ChallengeMissing = "challenge_missing",
    ChallengeMethod = "challenge_method",
    PersonNotAdmitted = "person_not_admitted",
    LevelUnreachable = "level_unreachable",
    LoginRequired = "login_required",
    Declined = "declined",
    SecretMissing = "secret_missing",
    SecretWrong = "secret_wrong",
    SecretUnneeded = "secret_unneeded",
    GrantType = "grant_type",
    CodeUnknown = "code_unknown",
    CodeExpired = "code_expired",
    CodeUsed = "code_used",
    CodeOfAnother = "code_of_another",
    CodeRedirectUri = "code_redirect_uri",
    VerifierMissing = "verifier_missing",
    VerifierWrong = "verifier_wrong",
    VerifierUnexpected = "verifier_unexpected",
    SessionEnded = "session_ended",
    ClockOff = "clock_off",
    LogoutAddress = "logout_address",
    LogoutUnreachable = "logout_unreachable",
    LogoutCertificate = "logout_certificate",
    LogoutRefused = "logout_refused",
    ProxyUntrusted = "proxy_untrusted",
});

/// What belongs to an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientEventDetail {
    /// Of a sign-in or a redemption: how well the person was authenticated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<Acr>,
    /// The address that came, at most 500 characters of it; of a proxy that is not trusted its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presented: Option<String>,
    /// The registered one that is nearest to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<String>,
    /// What the console was told (`error_description`), or what it answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How far the console's clock is ahead of ours; negative where it is behind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<i64>,
}

/// The newest event of its kind and reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientEvent {
    /// When it last happened.
    pub at: Time,
    /// What was asked for.
    pub kind: ClientEventKind,
    /// `failure` where there is a reason.
    pub outcome: AuditOutcome,
    /// What was wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ClientRefusal>,
    /// How often it happened, about: what repeats within a second on a node that is killed then is not counted.
    pub count: i64,
    /// What belongs to it.
    pub detail: ClientEventDetail,
}

/// `GET /clients/{id}/events`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientEvents {
    /// What time it is here: to be compared with the clock of the console.
    pub now: Time,
    /// Newest first: the last one of each kind, and of each reason.
    pub events: Vec<ClientEvent>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The word in the database is the word on the wire.
    #[test]
    fn words_are_those_of_the_wire() {
        for kind in ClientEventKind::ALL {
            assert_eq!(serde_json::json!(kind), kind.as_str());
        }
        for refusal in ClientRefusal::ALL {
            assert_eq!(serde_json::json!(refusal), refusal.as_str());
        }
    }
}
