//! A start: the browser leaves for the authorization endpoint, and is known again when it comes back.
//!
//! A cookie of this browser at the protected address is the secret. From it and from the address that is wanted the
//! verifier of PKCE is derived (RFC 7636), so that a code is good in this browser alone, and for this address alone: who
//! is sent back with a code of somebody else is refused, and so is who changes the address on the way. Several pages
//! that start at once share the cookie.

use crate::consoles::clients::{self, Client};
use crate::platform::crypto::mac_key::MacKey;
use crate::platform::crypto::random::{self, BASE62};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use shared_types::limits::FORWARD_TARGET_LONGEST;
use shared_types::secret::Secret;

/// 43 characters of 62 carry 256 bits.
const LENGTH: usize = 43;
const PURPOSE: &[u8] = b"twostep start at a console";

/// The secret of a browser.
pub(super) struct Browser(pub(super) Secret);

impl Browser {
    /// The one that the browser has, if it can be one of ours.
    pub(super) fn of(cookie: Option<Secret>) -> Option<Self> {
        let is_own = |text: &str| {
            text.len() == LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        cookie.filter(|value| is_own(value.expose())).map(Self)
    }

    /// A new one.
    pub(super) fn new() -> Self {
        Self(Secret::new(random::text(BASE62, LENGTH)))
    }

    /// The verifier for this address: 43 characters (RFC 7636 §4.1).
    pub(super) fn verifier(&self, target: &str) -> Secret {
        let key = MacKey::new(self.0.expose().as_bytes());
        let mac = key.mac(&[PURPOSE, target.as_bytes()]);
        Secret::new(URL_SAFE_NO_PAD.encode(mac))
    }

    /// Where the browser goes, to come back with a code (RFC 6749 §4.1.1, RFC 7636 §4.3).
    pub(super) fn leave(&self, client: &Client, public_url: &str, target: &str) -> String {
        let target = kept_target(target);
        let verifier = self.verifier(target);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose()));
        let back = client.settings.redirect_uris.first();
        let back = back.map(String::as_str).unwrap_or_default();
        clients::add_query(
            &format!("{public_url}/oauth/authorize"),
            &[
                ("client_id", &client.id.to_string()),
                ("redirect_uri", back),
                ("response_type", "code"),
                ("scope", "openid"),
                ("state", target),
                ("code_challenge", &challenge),
                ("code_challenge_method", "S256"),
            ],
        )
    }
}

/// Path and query, if a browser can be sent there. Behind an origin of ours it leads nowhere else.
pub(super) fn read_target(text: &str) -> Option<String> {
    let is_target = text.starts_with('/') && text.bytes().all(|byte| byte.is_ascii_graphic());
    is_target.then(|| text.to_owned())
}

/// The target as it travels through the sign-in: a very long one leads to the beginning.
pub(super) fn kept_target(target: &str) -> &str {
    if target.len() > FORWARD_TARGET_LONGEST {
        "/"
    } else {
        target
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636 §4.1: the form of a verifier; another browser or another address has another one.
    #[test]
    fn a_verifier_is_of_one_browser_and_one_address() {
        let browser = |text: &str| Browser::of(Some(Secret::new(text)));
        let one = browser(&"a".repeat(43)).expect("a cookie of ours");
        let other = browser(&"b".repeat(43)).expect("a cookie of ours");
        let of = |browser: &Browser, target| browser.verifier(target).expose().to_owned();
        assert_eq!(of(&one, "/a").len(), 43);
        assert_eq!(of(&one, "/a"), of(&one, "/a"));
        assert_ne!(of(&one, "/a"), of(&one, "/b"));
        assert_ne!(of(&one, "/a"), of(&other, "/a"));
        for wrong in ["", &"a".repeat(42), &"-".repeat(43)] {
            assert!(browser(wrong).is_none(), "{wrong}");
        }
        assert!(Browser::of(Some(Browser::new().0)).is_some());
    }
}
