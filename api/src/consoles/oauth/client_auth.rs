//! How a console proves itself where it redeems a code (RFC 6749 §2.3.1): by a secret in the header or in the form,
//! whichever it was registered with, or by nothing at all where it keeps none.

use super::error::{ErrorCode, OauthError};
use super::params::{Params, read_id};
use crate::consoles::clients::{self, Client};
use crate::platform::db::keys::ClientKey;
use crate::platform::db::{DbConnection, DbResult};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use shared_types::client_events::ClientRefusal;
use shared_types::secret::Secret;
use shared_types::time::Time;

/// What a console names itself by, and its secret; neither is checked yet.
#[derive(Clone, Debug)]
pub(super) struct Credentials {
    id: String,
    secret: Option<Secret>,
}

/// RFC 6749 §5.2.
pub(super) const REFUSED: OauthError = OauthError::new(
    ErrorCode::InvalidClient,
    "The client is unknown or disabled, or its secret is wrong.",
);

/// Most often a library that does not send what it was given.
const NOTHING_SENT: OauthError = OauthError::new(
    ErrorCode::InvalidClient,
    "No client credentials were sent: neither HTTP Basic nor client_id (RFC 6749 section 2.3.1).",
);

impl Credentials {
    /// Reads the header `Authorization`, or the form.
    pub(super) fn read(authorization: Option<&str>, params: &Params) -> Result<Self, OauthError> {
        let (id, secret) = (params.get("client_id"), params.get("client_secret"));
        let Some(encoded) = authorization.and_then(basic) else {
            return Ok(Self {
                id: id.ok_or(NOTHING_SENT)?.to_owned(),
                secret: secret.map(Secret::new),
            });
        };
        let (name, password) = decode(encoded).ok_or(REFUSED)?;
        if secret.is_some() || id.is_some_and(|id| id != name) {
            let text = "The client proves itself in the header or in the form, not in both.";
            return Err(OauthError::new(ErrorCode::InvalidRequest, text));
        }
        Ok(Self {
            id: name,
            secret: Some(Secret::new(password)),
        })
    }

    /// The console, if it is the one that it says.
    pub(super) fn check(
        &self,
        connection: &mut DbConnection,
        now: Time,
    ) -> DbResult<Option<Client>> {
        let Some(id) = read_id(&self.id) else {
            return Ok(None);
        };
        let client = match &self.secret {
            Some(secret) => clients::authenticate(connection, id, secret.expose(), now)?,
            None => clients::find(connection, id)?.filter(Client::is_public),
        };
        // A proxy redeems nothing: the code of its browsers becomes a cookie.
        Ok(client.filter(|client| !client.is_disabled() && client.is_relying_party()))
    }

    /// Why the console did not prove itself, and which one is meant; nothing where there is no such console. Only
    /// administrators are told.
    pub(super) fn explain(
        &self,
        connection: &mut DbConnection,
    ) -> DbResult<Option<(ClientKey, ClientRefusal)>> {
        let Some(id) = read_id(&self.id) else {
            return Ok(None);
        };
        let found = clients::find(connection, id)?;
        Ok(found.map(|client| {
            let reason = if client.is_disabled() {
                ClientRefusal::ClientDisabled
            } else if self.secret.is_none() {
                ClientRefusal::SecretMissing
            } else if client.is_public() {
                ClientRefusal::SecretUnneeded
            } else {
                ClientRefusal::SecretWrong
            };
            (client.key, reason)
        }))
    }
}

/// What stands behind `Basic`.
fn basic(authorization: &str) -> Option<&str> {
    let (scheme, encoded) = authorization.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("Basic")
        .then_some(encoded.trim())
}

/// Name and password, each encoded as in a form before (RFC 6749 §2.3.1).
fn decode(encoded: &str) -> Option<(String, String)> {
    let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (name, password) = text.split_once(':')?;
    Some((plain(name), plain(password)))
}

fn plain(encoded: &str) -> String {
    let name = encoded.replace('&', "%26").replace('=', "%3D");
    let mut pairs = form_urlencoded::parse(name.as_bytes());
    pairs
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: Option<&str>, form: &str) -> Result<(String, Option<String>), ErrorCode> {
        let read = Credentials::read(header, &Params::parse(form.as_bytes()));
        let read = read.map_err(|error| error.code)?;
        Ok((
            read.id,
            read.secret.map(|secret| secret.expose().to_owned()),
        ))
    }

    /// RFC 6749 §2.3.1: header or form, never both.
    #[test]
    fn a_client_proves_itself_in_one_place() {
        let header = |text: &str| format!("Basic {}", STANDARD.encode(text));
        let (id, secret) = ("a".to_owned(), Some("s".to_owned()));
        let good = Ok((id.clone(), secret));
        assert_eq!(read(Some(&header("a:s")), ""), good);
        assert_eq!(read(Some(&header("a:s")), "client_id=a"), good);
        assert_eq!(read(None, "client_id=a&client_secret=s"), good);
        assert_eq!(read(None, "client_id=a"), Ok((id, None)));
        assert_eq!(read(None, ""), Err(ErrorCode::InvalidClient));
        assert_eq!(read(Some("Basic !"), ""), Err(ErrorCode::InvalidClient));
        for form in [
            "client_id=b",
            "client_secret=s",
            "client_id=a&client_secret=s",
        ] {
            let refused = read(Some(&header("a:s")), form);
            assert_eq!(refused, Err(ErrorCode::InvalidRequest), "{form}");
        }
        let encoded = read(Some(&header("a%3Ab:s%2B+t%26")), "");
        assert_eq!(encoded, Ok(("a:b".to_owned(), Some("s+ t&".to_owned()))));
        // Another scheme is not ours: a proxy may have asked for it.
        assert!(read(Some("Bearer x"), "client_id=a").is_ok());
    }
}
