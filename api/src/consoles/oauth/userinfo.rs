//! Userinfo, introspection and revocation: what an access token is good for, read live.

use super::client_auth::{Credentials, REFUSED};
use super::error::{ErrorCode, OauthError};
use super::level;
use super::live::{self, Live};
use super::model::StoredAccessToken;
use super::noted;
use super::params::Params;
use super::redeem::Refused;
use super::store_tokens;
use crate::consoles::clients::{self, Came, Client};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::keys::ClientKey;
use crate::platform::db::{DbConnection, DbError, DbResult};
use serde_json::{Map, Value, json};
use shared_types::client_events::ClientEventKind;
use shared_types::secret::Secret;
use shared_types::time::Time;

/// RFC 6750 §3.1.
const DEAD: OauthError = OauthError::new(
    ErrorCode::InvalidToken,
    "The access token is unknown, too old or revoked, or its session has ended.",
);

/// The claims of an access token (OpenID Connect Core §5.3); gives the console too, whose pages may read the answer.
pub(super) async fn userinfo(
    context: &Context,
    token: Secret,
) -> Result<Result<(Map<String, Value>, Client), OauthError>, DbError> {
    let now = context.clock.now();
    let read = move |connection: &mut DbConnection| {
        let (stored, live) = match find_live(connection, token.expose(), now)? {
            Ok(found) => found,
            Err(client) => return Ok(Err(client)),
        };
        let told = live.told();
        let mut claims = Map::new();
        claims.insert("sub".to_owned(), json!(told.subject()));
        claims.extend(told.of_person(&stored.scope, &stored.wanted.userinfo));
        Ok(Ok((claims, live.client)))
    };
    let read: Result<_, Option<ClientKey>> = context.db.read(read).await?;
    let kind = ClientEventKind::UserinfoRead;
    match &read {
        Ok((_, client)) => clients::note(context, client.key, Came::well(kind)),
        Err(Some(client)) => noted::refused(context, *client, kind, DEAD),
        Err(None) => {}
    }
    Ok(read.map_err(|_| DEAD))
}

/// The token, with the console and the person as they are now; or the console of a token that is good no more because of
/// the person.
fn find_live(
    connection: &mut DbConnection,
    presented: &str,
    now: Time,
) -> DbResult<Result<(StoredAccessToken, Live), Option<ClientKey>>> {
    let Some(presented) = token::presented(TokenKind::Access, presented) else {
        return Ok(Err(None));
    };
    let Some(stored) = store_tokens::find_presented(connection, &presented, now)? else {
        return Ok(Err(None));
    };
    let live = live::find(connection, stored.in_hand(), now)?;
    let client = stored.client;
    Ok(live.map(|live| (stored, live)).ok_or(Some(client)))
}

/// A request about a token, of a console.
struct About {
    client: Client,
    token: Secret,
}

/// Who asks about which token.
async fn open(
    context: &Context,
    authorization: Option<&str>,
    params: &Params,
) -> Result<Result<About, Refused>, DbError> {
    let invalid = |text| OauthError::new(ErrorCode::InvalidRequest, text);
    if params.repeated().is_some() {
        let error = invalid("A parameter is there twice (RFC 6749 section 3.2).");
        return Ok(Err(Refused::of_nobody(error)));
    }
    let credentials = match Credentials::read(authorization, params) {
        Ok(credentials) => credentials,
        Err(error) => return Ok(Err(Refused::of_nobody(error))),
    };
    let now = context.clock.now();
    let known = move |connection: &mut DbConnection| credentials.check(connection, now);
    let Some(client) = context.db.read(known).await? else {
        return Ok(Err(Refused::of_nobody(REFUSED)));
    };
    Ok(match params.get("token") {
        Some(token) => Ok(About {
            token: Secret::new(token),
            client,
        }),
        None => Err(Refused {
            error: invalid("The parameter token is missing."),
            client: Some(client),
        }),
    })
}

/// RFC 7662 §2.2: what the token is good for, if it is and belongs to the console that asks. With what it says of the
/// authentication (RFC 9470 §6.2).
pub(super) async fn introspect(
    context: &Context,
    authorization: Option<&str>,
    params: &Params,
) -> Result<Result<Value, Refused>, DbError> {
    let About { client, token } = match open(context, authorization, params).await? {
        Ok(about) => about,
        Err(refused) => return Ok(Err(refused)),
    };
    if client.is_public() {
        let text = "A client without a secret introspects nothing.";
        let error = OauthError::new(ErrorCode::UnauthorizedClient, text);
        let client = Some(client);
        return Ok(Err(Refused { error, client }));
    }
    let now = context.clock.now();
    let read = move |connection: &mut DbConnection| find_live(connection, token.expose(), now);
    let found = context.db.read(read).await?;
    let own = found.ok().filter(|(stored, _)| stored.client == client.key);
    let Some((stored, live)) = own else {
        return Ok(Ok(json!({ "active": false })));
    };
    let level = level::of_session(live.person.aal());
    let named = stored.scope.split(' ').any(|one| one == "email");
    let mut told = json!({
        "active": true,
        "scope": stored.scope,
        "client_id": client.id,
        "token_type": "Bearer",
        "exp": stored.expires_at.seconds(),
        "sub": live.told().subject(),
        "aud": client.id,
        "iss": client.issuer(&context.public_url),
        "acr": level.as_str(),
        "auth_time": live.person.authenticated_at().seconds(),
    });
    if named {
        told["username"] = json!(live.member.email);
    }
    Ok(Ok(told))
}

/// RFC 7009 §2.2: the token opens nothing any more. One that is unknown, or of another console, is no error.
pub(super) async fn revoke(
    context: &Context,
    authorization: Option<&str>,
    params: &Params,
) -> Result<Result<Client, Refused>, DbError> {
    let About { client, token } = match open(context, authorization, params).await? {
        Ok(about) => about,
        Err(refused) => return Ok(Err(refused)),
    };
    let (now, key) = (context.clock.now(), client.key);
    if let Some(presented) = token::presented(TokenKind::Access, token.expose()) {
        let write = move |connection: &mut DbConnection| {
            let found = store_tokens::find_presented(connection, &presented, now)?;
            match found.filter(|stored| stored.client == key) {
                Some(stored) => store_tokens::revoke(connection, stored.key, now),
                None => Ok(()),
            }
        };
        context.db.write(write).await?;
    }
    Ok(Ok(client))
}
