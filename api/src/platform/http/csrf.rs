//! The anti-forgery value of requests with a cookie, derived from the credential: nothing is stored.

use super::credential::Credential;
use super::{ApiError, same_origin};
use crate::platform::context::Context;
use crate::platform::crypto::keys::Purpose;
use actix_web::HttpRequest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use shared_types::problem::ProblemCode;
use shared_types::secret::Secret;
use shared_types::sessions::Transport;

/// Refuses a forged request with this credential. An unsafe request with a cookie must come from our
/// own pages and carry `X-CSRF`.
pub fn guard(
    request: &HttpRequest,
    context: &Context,
    credential: &Credential,
) -> Result<(), ApiError> {
    if credential.transport == Transport::Bearer {
        return Ok(());
    }
    if !request.method().is_safe() {
        same_origin::check(request, &context.public_url)?;
        let sent = same_origin::csrf_header(request).unwrap_or_default();
        if !is_right(context, &credential.token, sent) {
            let detail = "The X-CSRF header is missing or not the one of this credential.";
            return Err(ApiError::new(ProblemCode::Forbidden, detail));
        }
    }
    Ok(())
}

/// The value that unsafe requests with this credential send as `X-CSRF`; a bearer token needs none.
pub fn token_of(context: &Context, credential: &Credential) -> Option<Secret> {
    let is_cookie = credential.transport == Transport::Cookie;
    is_cookie.then(|| token(context, &credential.token))
}

/// The value that unsafe requests with this cookie send as `X-CSRF`.
pub fn token(context: &Context, cookie: &Secret) -> Secret {
    let mac = context.keys.mac(Purpose::Csrf, &[&name_of(cookie)]);
    Secret::new(URL_SAFE_NO_PAD.encode(mac))
}

/// Whether a form that a page of ours has shown to the holder of this cookie was sent by that page: it has the value
/// in a field, for a form without a script sends no header.
pub fn is_of_form(context: &Context, cookie: &Secret, sent: &str) -> bool {
    is_right(context, cookie, sent)
}

/// A page that was open when the active key changed has the value of the previous key.
fn is_right(context: &Context, cookie: &Secret, sent: &str) -> bool {
    let tag = URL_SAFE_NO_PAD.decode(sent).unwrap_or_default();
    context
        .keys
        .mac_matches(Purpose::Csrf, &[&name_of(cookie)], &tag)
}

fn name_of(cookie: &Secret) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(cookie.expose()))
}
