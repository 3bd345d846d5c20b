//! A code that somebody shows, and what must fit it: the console, the address, and the PKCE verifier (RFC 7636).

use super::error::{ErrorCode, OauthError};
use super::level;
use super::live::{self, Live};
use super::model::StoredCode;
use super::params::Params;
use super::store;
use crate::consoles::clients::{self, Client};
use crate::platform::crypto::token::{self, PresentedToken, TokenKind};
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::limits::CODE_VERIFIER_LENGTHS;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use shared_types::client_events::ClientRefusal;
use shared_types::clients::Acr;
use shared_types::secret::Secret;
use shared_types::time::Time;
use subtle::ConstantTimeEq as _;

/// RFC 6749 §5.2.
pub(super) const fn wrong_grant(description: &'static str) -> OauthError {
    OauthError::new(ErrorCode::InvalidGrant, description)
}

/// A code and what must fit it.
pub(in crate::consoles) struct Presented {
    token: Option<PresentedToken>,
    redirect_uri: String,
    verifier: Option<Secret>,
}

/// A code that was used now, for somebody who may use the console.
pub(in crate::consoles) struct Grant {
    pub(in crate::consoles) code: StoredCode,
    pub(super) live: Live,
}

impl Grant {
    /// How well the person was authenticated.
    pub(in crate::consoles) fn acr(&self) -> Acr {
        level::of_session(self.live.person.aal())
    }
}

/// Why there is none.
pub(in crate::consoles) enum NotGranted {
    /// It is not good, or not for who shows it.
    Wrong(OauthError),
    /// It was used before.
    Reused(Box<StoredCode>),
}

impl Presented {
    /// What a browser brings to a console whose proxy asks for it, with the verifier of its cookie.
    pub(in crate::consoles) fn of_browser(
        code: &str,
        redirect_uri: &str,
        verifier: Secret,
    ) -> Self {
        Self {
            token: token::presented(TokenKind::AuthorizationCode, code),
            redirect_uri: redirect_uri.to_owned(),
            verifier: Some(verifier),
        }
    }

    /// What a console sends.
    pub(super) fn read(params: &Params) -> Result<Self, OauthError> {
        let needed = |name| {
            let text = "The parameters code and redirect_uri are needed.";
            let missing = OauthError::new(ErrorCode::InvalidRequest, text);
            params.get(name).ok_or(missing)
        };
        Ok(Self {
            token: token::presented(TokenKind::AuthorizationCode, needed("code")?),
            redirect_uri: needed("redirect_uri")?.to_owned(),
            verifier: params.get("code_verifier").map(Secret::new),
        })
    }

    /// Uses the code. One that was used before is to take what was made of it with it (RFC 6749 §4.1.2).
    pub(in crate::consoles) fn consume(
        &self,
        connection: &mut DbConnection,
        client: &Client,
        now: Time,
    ) -> DbResult<Result<Grant, NotGranted>> {
        let unknown = wrong_grant("The code is unknown, too old, or of another client.");
        let found = match &self.token {
            Some(token) => store::find_presented(connection, token)?,
            None => None,
        };
        let wrong = |error: OauthError| Ok(Err(NotGranted::Wrong(error)));
        let Some(code) = found else {
            return wrong(unknown);
        };
        if code.client != client.key {
            return wrong(unknown.because(ClientRefusal::CodeOfAnother));
        }
        // Who cannot show what belongs to the code takes nothing back either.
        if code.redirect_uri != self.redirect_uri {
            let refused = wrong_grant("The redirect_uri is not that of the code.");
            return wrong(refused.because(ClientRefusal::CodeRedirectUri));
        }
        if let Err(error) = self.fits(code.code_challenge.as_deref()) {
            return wrong(error);
        }
        if code.is_used {
            return Ok(Err(NotGranted::Reused(Box::new(code))));
        }
        // An administrator may have taken the address away meanwhile.
        if !clients::names(&client.settings.redirect_uris, &code.redirect_uri) {
            return wrong(unknown);
        }
        if now >= code.expires_at {
            return wrong(unknown.because(ClientRefusal::CodeExpired));
        }
        let Some(live) = live::find(connection, code.in_hand(), now)? else {
            let text = "The session has ended, or the person may not use this console.";
            return wrong(wrong_grant(text).because(ClientRefusal::SessionEnded));
        };
        if !store::consume(connection, code.key, now)? {
            return Ok(Err(NotGranted::Reused(Box::new(code))));
        }
        Ok(Ok(Grant { code, live }))
    }

    /// RFC 7636 §4.6; RFC 9700 §4.8.2: a verifier without a challenge is refused too, for somebody took it out.
    fn fits(&self, challenge: Option<&str>) -> Result<(), OauthError> {
        match (challenge, &self.verifier) {
            (None, None) => Ok(()),
            (Some(_), None) => Err(wrong_grant("The code_verifier is missing.")
                .because(ClientRefusal::VerifierMissing)),
            (None, Some(_)) => Err(wrong_grant("No code_challenge was sent for this code.")
                .because(ClientRefusal::VerifierUnexpected)),
            (Some(challenge), Some(verifier)) if is_of(verifier, challenge) => Ok(()),
            (Some(_), Some(_)) => {
                Err(wrong_grant("The code_verifier is wrong.")
                    .because(ClientRefusal::VerifierWrong))
            }
        }
    }
}

/// Whether the challenge is the digest of the verifier (RFC 7636 §4.6).
fn is_of(verifier: &Secret, challenge: &str) -> bool {
    let text = verifier.expose();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let is_verifier = CODE_VERIFIER_LENGTHS.contains(&text.len()) && text.bytes().all(is_plain);
    let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()));
    is_verifier && bool::from(digest.as_bytes().ct_eq(challenge.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B; §4.1 for the form of a verifier.
    #[test]
    fn a_verifier_fits_its_challenge() {
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert!(is_of(&Secret::new(verifier), challenge));
        for wrong in [
            "",
            &verifier[1..],
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK",
        ] {
            assert!(!is_of(&Secret::new(wrong), challenge), "{wrong}");
        }
        let short = "short";
        let of_short = URL_SAFE_NO_PAD.encode(Sha256::digest(short));
        assert!(!is_of(&Secret::new(short), &of_short));
    }
}
