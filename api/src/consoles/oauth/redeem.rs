//! The token endpoint (RFC 6749 §4.1.3): a code becomes an access token and an ID token, once.

use super::claims::IdToken;
use super::client_auth::{Credentials, REFUSED};
use super::error::{ErrorCode, OauthError};
use super::level;
use super::live::{self, Live};
use super::model::{NewAccessToken, StoredCode};
use super::noted;
use super::params::Params;
use super::{store, store_tokens};
use crate::consoles::clients::{self, Client};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, NewToken, PresentedToken, TokenKind};
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::limits::CODE_VERIFIER_LENGTHS;
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
use subtle::ConstantTimeEq as _;

/// How an ID token names its type (RFC 7519 §5.1).
const TYPE: &str = "JWT";

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
        let grant = match presented.consume(connection, &own, &origin, now)? {
            Ok(grant) => grant,
            Err(error) => return Ok(Err(error)),
        };
        let answer = grant.answer(connection, &signer, now)?;
        Ok(Ok((answer, level::of_session(grant.live.person.aal()))))
    };
    context.db.write(write).await
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

const fn wrong_grant(description: &'static str) -> OauthError {
    OauthError::new(ErrorCode::InvalidGrant, description)
}

/// A code and what must fit it.
struct Presented {
    token: Option<PresentedToken>,
    redirect_uri: String,
    verifier: Option<Secret>,
}

/// A code that was used now, for somebody who may use the console.
struct Grant {
    code: StoredCode,
    live: Live,
}

impl Presented {
    fn read(params: &Params) -> Result<Self, OauthError> {
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

    /// Uses the code. One that was used before takes what was made of it with it (RFC 6749 §4.1.2).
    fn consume(
        &self,
        connection: &mut DbConnection,
        client: &Client,
        origin: &Origin,
        now: Time,
    ) -> DbResult<Result<Grant, OauthError>> {
        let unknown = wrong_grant("The code is unknown, too old, or of another client.");
        let found = match &self.token {
            Some(token) => store::find_presented(connection, token)?,
            None => None,
        };
        let Some(code) = found else {
            return Ok(Err(unknown));
        };
        if code.client != client.key {
            return Ok(Err(unknown.because(ClientRefusal::CodeOfAnother)));
        }
        // Who cannot show what belongs to the code takes nothing back either.
        if code.redirect_uri != self.redirect_uri {
            let refused = wrong_grant("The redirect_uri is not that of the code.");
            return Ok(Err(refused.because(ClientRefusal::CodeRedirectUri)));
        }
        if let Err(error) = self.fits(code.code_challenge.as_deref()) {
            return Ok(Err(error));
        }
        if code.is_used {
            return revoke_reused(connection, client, &code, origin, now).map(Err);
        }
        // An administrator may have taken the address away meanwhile.
        if !clients::names(&client.settings.redirect_uris, &code.redirect_uri) {
            return Ok(Err(unknown));
        }
        if now >= code.expires_at {
            return Ok(Err(unknown.because(ClientRefusal::CodeExpired)));
        }
        let Some(live) = live::find(connection, client.key, code.sign_in, now)? else {
            let text = "The session has ended, or the person may not use this console.";
            return Ok(Err(wrong_grant(text).because(ClientRefusal::SessionEnded)));
        };
        if !store::consume(connection, code.key, now)? {
            return revoke_reused(connection, client, &code, origin, now).map(Err);
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

/// Two have the code: the console, and who took it from the way. Recorded while there is something to take back.
fn revoke_reused(
    connection: &mut DbConnection,
    client: &Client,
    code: &StoredCode,
    origin: &Origin,
    now: Time,
) -> DbResult<OauthError> {
    if store_tokens::revoke_of_code(connection, code.key, now)? > 0 {
        let event = Event::anonymous(Action::ClientCodeReused)
            .in_record_of(client.organization.id)
            .about(code.member)
            .outcome(Outcome::Failure)
            .details(json!({ "client": client.id, "name": client.settings.name }));
        audit::record(connection, now, origin, &event)?;
    }
    let text = "The code was used before. What was made of it is revoked.";
    Ok(wrong_grant(text).because(ClientRefusal::CodeUsed))
}

impl Grant {
    fn answer(
        &self,
        connection: &mut DbConnection,
        signer: &Signer,
        now: Time,
    ) -> DbResult<TokenAnswer> {
        let Self { code, live } = self;
        let token = token::generate(TokenKind::Access, now);
        let new = NewAccessToken {
            token: &token,
            code,
            expires_at: now + ACCESS_TOKEN_LIFETIME,
        };
        store_tokens::insert(connection, &new)?;
        Ok(TokenAnswer {
            id_token: id_token(code, live, signer, &token, now),
            access_token: token.secret,
            token_type: "Bearer",
            expires_in: ACCESS_TOKEN_LIFETIME.as_secs(),
            scope: code.scope.clone(),
        })
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
    signer.sign_token(TYPE, &token.claims(&told, of_person, now))
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

    /// OpenID Connect Core, appendix A.3: the `at_hash` of its example.
    #[test]
    fn a_token_has_the_hash_of_the_example() {
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        let hash = token_hash(IdTokenAlgorithm::Rs256, token);
        assert_eq!(hash, "77QmUPtjPfzWtF2AnpK9RQ");
        assert_eq!(token_hash(IdTokenAlgorithm::EdDsa, token).len(), 43);
    }
}
