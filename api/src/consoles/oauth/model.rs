//! Codes and access tokens as their rows hold them.

use super::wanted::Wanted;
use crate::platform::crypto::token::NewToken;
use crate::platform::db::keys::{ClientKey, SignInKey};
use shared_types::ids::MemberId;
use shared_types::time::Time;

/// What a console has in hand: a code or an access token.
#[derive(Clone, Copy, Debug)]
pub(super) struct InHand {
    /// Its row, whose key begins with the time.
    pub(super) key: i64,
    pub(super) client: ClientKey,
    pub(super) sign_in: SignInKey,
}

/// A code to be kept.
#[derive(Debug)]
pub(super) struct NewCode<'a> {
    pub(super) token: &'a NewToken,
    pub(super) client: ClientKey,
    pub(super) sign_in: SignInKey,
    pub(super) member: MemberId,
    pub(super) redirect_uri: &'a str,
    pub(super) code_challenge: Option<&'a str>,
    pub(super) nonce: Option<&'a str>,
    pub(super) scope: &'a str,
    pub(super) wanted: &'a Wanted,
    pub(super) authenticated_at: Time,
    pub(super) expires_at: Time,
}

/// A code, good or not.
#[derive(Clone, Debug)]
pub(in crate::consoles) struct StoredCode {
    pub(in crate::consoles) key: i64,
    pub(super) client: ClientKey,
    /// The session with which the person went to the console.
    pub(in crate::consoles) sign_in: SignInKey,
    pub(super) member: MemberId,
    pub(super) redirect_uri: String,
    pub(super) code_challenge: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) scope: String,
    pub(super) wanted: Wanted,
    /// When the person was authenticated last, as it was then.
    pub(super) authenticated_at: Time,
    pub(super) expires_at: Time,
    pub(super) is_used: bool,
}

impl StoredCode {
    pub(super) const fn in_hand(&self) -> InHand {
        InHand {
            key: self.key,
            client: self.client,
            sign_in: self.sign_in,
        }
    }
}

/// An access token to be kept, made of a code.
#[derive(Debug)]
pub(super) struct NewAccessToken<'a> {
    pub(super) token: &'a NewToken,
    pub(super) code: &'a StoredCode,
    pub(super) expires_at: Time,
}

/// An access token that is good by itself.
#[derive(Clone, Debug)]
pub(super) struct StoredAccessToken {
    pub(super) key: i64,
    pub(super) client: ClientKey,
    pub(super) sign_in: SignInKey,
    pub(super) scope: String,
    pub(super) wanted: Wanted,
    pub(super) expires_at: Time,
}

impl StoredAccessToken {
    pub(super) const fn in_hand(&self) -> InHand {
        InHand {
            key: self.key,
            client: self.client,
            sign_in: self.sign_in,
        }
    }
}
