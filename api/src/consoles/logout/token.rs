//! The logout token (OpenID Connect Back-Channel Logout 1.0 §2.4).

use super::model::Ended;
use crate::consoles::clients::Client;
use crate::platform::limits::LOGOUT_TOKEN_LIFETIME;
use crate::platform::new_id::new_id;
use serde_json::{Value, json};
use shared_types::time::Time;

/// How a logout token names its type, so that no ID token is taken for one (§2.4, RFC 8725 §3.11).
pub(super) const TYPE: &str = "logout+jwt";

/// What the event of a logout is called.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Its claims. Never a `nonce`, by which a logout token could be used as an ID token (§2.4).
pub(super) fn claims(client: &Client, ended: &Ended, issuer: &str, now: Time) -> Value {
    json!({
        "iss": issuer,
        "sub": client.subject_of(ended.member),
        "aud": client.id,
        "iat": now.seconds(),
        "exp": (now + LOGOUT_TOKEN_LIFETIME).seconds(),
        // Another one at each attempt: a console that took the one before may refuse to see it twice.
        "jti": new_id(now).to_string(),
        "events": { EVENT: {} },
        "sid": ended.session,
    })
}
