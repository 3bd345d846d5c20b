//! What is wrong with a console, and what to do, in plain words.

use crate::i18n::Texts;
use shared_types::client_events::{ClientEvent, ClientRefusal};

/// What is wrong.
pub(super) fn meaning(texts: Texts, event: &ClientEvent, reason: ClientRefusal) -> String {
    let t = texts.clients;
    match reason {
        ClientRefusal::ClockOff => clock(texts, event.detail.seconds.unwrap_or_default()),
        ClientRefusal::RequestInvalid => {
            let told = event.detail.description.as_deref();
            t.refused_request(told.unwrap_or_default())
        }
        ClientRefusal::LogoutRefused => {
            let status = event.detail.description.as_deref();
            t.refused_logout(status.unwrap_or_default())
        }
        other => fixed(texts, other).to_owned(),
    }
}

fn clock(texts: Texts, seconds: i64) -> String {
    let t = texts.clients;
    let off = u32::try_from(seconds.unsigned_abs()).unwrap_or(u32::MAX);
    let off = texts.common.seconds(off);
    if seconds > 0 {
        t.refused_clock_ahead(&off)
    } else {
        t.refused_clock_behind(&off)
    }
}

fn fixed(texts: Texts, reason: ClientRefusal) -> &'static str {
    let t = texts.clients;
    match reason {
        ClientRefusal::RedirectUriMissing => t.refused_redirect_missing(),
        ClientRefusal::RedirectUriSlash => t.refused_redirect_slash(),
        ClientRefusal::RedirectUriScheme => t.refused_redirect_scheme(),
        ClientRefusal::RedirectUriPort => t.refused_redirect_port(),
        ClientRefusal::RedirectUriQuery => t.refused_redirect_query(),
        ClientRefusal::RedirectUriHost => t.refused_redirect_host(),
        ClientRefusal::RedirectUriPath => t.refused_redirect_path(),
        ClientRefusal::RedirectUriUnknown => t.refused_redirect_unknown(),
        ClientRefusal::ClientDisabled => t.refused_disabled(),
        ClientRefusal::ResponseType => t.refused_response_type(),
        ClientRefusal::ScopeMissing => t.refused_scope(),
        ClientRefusal::ChallengeMissing => t.refused_challenge_missing(),
        ClientRefusal::ChallengeMethod => t.refused_challenge_method(),
        ClientRefusal::PersonNotAdmitted => t.refused_person(),
        ClientRefusal::LevelUnreachable => t.refused_level(),
        ClientRefusal::LoginRequired => t.refused_silent(),
        ClientRefusal::Declined => t.refused_declined(),
        ClientRefusal::SecretMissing => t.refused_secret_missing(),
        ClientRefusal::SecretWrong => t.refused_secret_wrong(),
        ClientRefusal::SecretUnneeded => t.refused_secret_unneeded(),
        ClientRefusal::GrantType => t.refused_grant_type(),
        ClientRefusal::CodeUnknown => t.refused_code_unknown(),
        ClientRefusal::CodeExpired => t.refused_code_expired(),
        ClientRefusal::CodeUsed => t.refused_code_used(),
        ClientRefusal::CodeOfAnother => t.refused_code_of_another(),
        ClientRefusal::CodeRedirectUri => t.refused_code_redirect(),
        ClientRefusal::VerifierMissing => t.refused_verifier_missing(),
        ClientRefusal::VerifierWrong => t.refused_verifier_wrong(),
        ClientRefusal::VerifierUnexpected => t.refused_verifier_unexpected(),
        ClientRefusal::SessionEnded => t.refused_session(),
        ClientRefusal::LogoutAddress => t.refused_logout_address(),
        ClientRefusal::LogoutUnreachable => t.refused_logout_unreachable(),
        ClientRefusal::LogoutCertificate => t.refused_logout_certificate(),
        ClientRefusal::ProxyUntrusted => t.refused_proxy(),
        ClientRefusal::RequestInvalid | ClientRefusal::ClockOff | ClientRefusal::LogoutRefused => {
            ""
        }
    }
}
