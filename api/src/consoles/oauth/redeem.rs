//! The token endpoint (RFC 6749 §4.1.3): a code becomes an access token and an ID token, once.

use super::claims::{ID_TOKEN_TYPE, IdToken};
use super::client_auth::{Credentials, REFUSED};
use super::error::{ErrorCode, OauthError};
use super::live::Live;
use super::model::{NewAccessToken, StoredCode};
use super::noted;
use super::params::Params;
use super::presented::{Grant, NotGranted, Presented, wrong_grant};
use super::store_tokens;
use crate::consoles::clients::Client;
use crate::consoles::logout::{self, Login};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, NewToken, TokenKind};
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::signing::{self, Signer};
use crate::record::audit::{self, Action, Event, Outcome};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256, Sha512};
use shared_types::client_events::{ClientEventKind, ClientRefusal};
use shared_types::clients::{Acr, IdTokenAlgorithm};
use shared_types::limits::ACCESS_TOKEN_LIFETIME;
use shared_types::secret::Secret;
use shared_types::time::Time;

/// The answer (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3).
#[derive(Serialize)]
pub(super) struct TokenAnswer {
    access_token: Secret,
    token_type: &'static str,
    expires_in: u64,
    scope: String,
    id_token: Secret,
}

/// Why there is none, and which console asked, where that is known.
pub(super) struct Refused {
    pub(super) error: OauthError,
    pub(super) client: Option<Client>,
}

impl Refused {
    /// Before the console is known.
    pub(super) const fn of_nobody(error: OauthError) -> Self {
        Self {
            error,
            client: None,
        }
    }
}

/// What a console sends.
pub(super) struct Redemption {
    pub(super) authorization: Option<String>,
    pub(super) params: Params,
    pub(super) origin: Origin,
    /// The header `Date`, which few send.
    pub(super) date: Option<Time>,
}

/// Redeems a code; gives the console too, whose pages may read the answer.
pub(super) async fn redeem(
    context: &Context,
    redemption: Redemption,
) -> Result<Result<(TokenAnswer, Client), Refused>, DbError> {
    let (now, params) = (context.clock.now(), &redemption.params);
    let credentials = match read_grant(params)
        .and_then(|()| Credentials::read(redemption.authorization.as_deref(), params))
    {
        Ok(credentials) => credentials,
        Err(error) => {
            if let Ok(named) = Credentials::read(redemption.authorization.as_deref(), params) {
                noted::refused_unproved(context, named, Some(error)).await?;
            }
            return Ok(Err(Refused::of_nobody(error)));
        }
    };
    let shown = credentials.clone();
    let known = move |connection: &mut DbConnection| credentials.check(connection, now);
    let Some(client) = context.db.read(known).await? else {
        noted::refused_unproved(context, shown, None).await?;
        return Ok(Err(Refused::of_nobody(REFUSED)));
    };
    noted::clock(context, &client, redemption.date);
    let redeemed = redeem_of(context, &client, redemption).await?;
    Ok(match redeemed {
        Ok((answer, acr)) => {
            noted::redeemed(context, &client, acr);
            Ok((answer, client))
        }
        Err(error) => {
            let kind = ClientEventKind::CodeRedeemed;
            noted::refused(context, client.key, kind, error);
            Err(Refused {
                error,
                client: Some(client),
            })
        }
    })
}

/// The same for a console that proved itself; with the level of the person.
async fn redeem_of(
    context: &Context,
    client: &Client,
    redemption: Redemption,
) -> Result<Result<(TokenAnswer, Acr), OauthError>, DbError> {
    let now = context.clock.now();
    let presented = match Presented::read(&redemption.params) {
        Ok(presented) => presented,
        Err(error) => return Ok(Err(error)),
    };
    // In hand before the code is used up.
    let algorithm = client.settings.id_token_algorithm;
    let signer =
        signing::prepare_for_id_token(context, client.organization_kind, algorithm).await?;
    let (own, origin) = (client.clone(), redemption.origin);
    let write = move |connection: &mut DbConnection| {
        let grant = match presented.consume(connection, &own, now)? {
            Ok(grant) => grant,
            Err(NotGranted::Wrong(error)) => return Ok(Err(error)),
            Err(NotGranted::Reused(code)) => {
                return revoke_reused(connection, &own, &code, &origin, now).map(Err);
            }
        };
        let token = grant.make_token(connection, now)?;
        Ok(Ok((grant, token)))
    };
    let granted = context.db.write(write).await?;
    // An RSA signature takes longer than the change: no writer waits for it.
    Ok(granted.map(|(grant, token)| {
        let acr = grant.acr();
        (grant.answer(token, &signer, now), acr)
    }))
}

fn read_grant(params: &Params) -> Result<(), OauthError> {
    if params.repeated().is_some() {
        let text = "A parameter is there twice (RFC 6749 section 3.2).";
        return Err(OauthError::new(ErrorCode::InvalidRequest, text));
    }
    match params.get("grant_type") {
        Some("authorization_code") => Ok(()),
        None => {
            let text = "The parameter grant_type is missing.";
            Err(OauthError::new(ErrorCode::InvalidRequest, text))
        }
        Some(_) => {
            let text = "The only grant_type is authorization_code.";
            Err(OauthError::new(ErrorCode::UnsupportedGrantType, text))
        }
    }
}

/// Two have the code: the console, and who took it from the way. Recorded while there is something to take back.
fn revoke_reused(
    connection: &mut DbConnection,
    client: &Client,
    code: &StoredCode,
    origin: &Origin,
    now: Time,
) -> DbResult<OauthError> {
    if store_tokens::revoke_of_code(connection, code.key, now)? > 0 {
        record_reuse(connection, client, code, origin, now)?;
    }
    let text = "The code was used before. What was made of it is revoked.";
    Ok(wrong_grant(text).because(ClientRefusal::CodeUsed))
}

/// Says in the record that a code was used a second time.
pub(in crate::consoles) fn record_reuse(
    connection: &mut DbConnection,
    client: &Client,
    code: &StoredCode,
    origin: &Origin,
    now: Time,
) -> DbResult<()> {
    let event = Event::anonymous(Action::ClientCodeReused)
        .in_record_of(client.organization.id)
        .about(code.member)
        .outcome(Outcome::Failure)
        .details(json!({ "client": client.id, "name": client.settings.name }));
    audit::record(connection, now, origin, &event)
}

impl Grant {
    /// Whom the console is told of when the session ends.
    const fn login(&self) -> Login {
        Login {
            sign_in: self.code.sign_in,
            client: self.code.client,
            member: self.code.member,
            session: self.live.person.session(),
        }
    }

    fn make_token(&self, connection: &mut DbConnection, now: Time) -> DbResult<NewToken> {
        let token = token::generate(TokenKind::Access, now);
        let new = NewAccessToken {
            token: &token,
            code: &self.code,
            expires_at: now + ACCESS_TOKEN_LIFETIME,
        };
        store_tokens::insert(connection, &new)?;
        logout::note(connection, &self.login())?;
        Ok(token)
    }

    fn answer(self, token: NewToken, signer: &Signer, now: Time) -> TokenAnswer {
        let Self { code, live } = self;
        TokenAnswer {
            id_token: id_token(&code, &live, signer, &token, now),
            access_token: token.secret,
            token_type: "Bearer",
            expires_in: ACCESS_TOKEN_LIFETIME.as_secs(),
            scope: code.scope,
        }
    }
}

fn id_token(
    code: &StoredCode,
    live: &Live,
    signer: &Signer,
    access: &NewToken,
    now: Time,
) -> Secret {
    let settings = &live.client.settings;
    let told = live.told();
    // Of scopes userinfo has the claims (OpenID Connect Core §5.4), but not every console looks there.
    let scope = if settings.claims_in_id_token {
        code.scope.as_str()
    } else {
        ""
    };
    let of_person = told.of_person(scope, &code.wanted.id_token);
    let hash = token_hash(settings.id_token_algorithm, access.secret.expose());
    let token = IdToken {
        issuer: signer.issuer(),
        nonce: code.nonce.as_deref(),
        asked_acr: code.wanted.acr.as_deref(),
        authenticated_at: code.authenticated_at,
        access_token_hash: &hash,
    };
    signer.sign_token(ID_TOKEN_TYPE, &token.claims(&told, of_person, now))
}

/// The first half of the digest that belongs to the algorithm (OpenID Connect Core §3.1.3.6); Ed25519 has SHA-512
/// inside (RFC 8032 §5.1).
fn token_hash(algorithm: IdTokenAlgorithm, token: &str) -> String {
    match algorithm {
        IdTokenAlgorithm::Rs256 | IdTokenAlgorithm::Es256 => {
            URL_SAFE_NO_PAD.encode(&Sha256::digest(token.as_bytes())[..16])
        }
        IdTokenAlgorithm::EdDsa => URL_SAFE_NO_PAD.encode(&Sha512::digest(token.as_bytes())[..32]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// OpenID Connect Core, appendix A.3: the `at_hash` of its example.
    #[test]
    fn a_token_has_the_hash_of_the_example() {
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        let hash = token_hash(IdTokenAlgorithm::Rs256, token);
        assert_eq!(hash, "77QmUPtjPfzWtF2AnpK9RQ");
        assert_eq!(token_hash(IdTokenAlgorithm::EdDsa, token).len(), 43);
    }
}
