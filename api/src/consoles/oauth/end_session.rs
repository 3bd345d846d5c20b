//! The end of a session that a console asks for (OpenID Connect RP-Initiated Logout 1.0).

use super::authorize::Unopened;
use super::hint::Hint;
use super::params::{Params, read_id};
use crate::consoles::clients::{self, Client};
use crate::people::sessions::{self, SignedInPerson};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use shared_types::ids::SessionId;

/// What a console asks for.
pub(super) struct Logout {
    /// The console, where it named itself.
    pub(super) client: Option<Client>,
    /// Where the browser goes afterwards.
    pub(super) back: Option<String>,
    /// The session of the ID token that it brought.
    session: Option<SessionId>,
}

impl Logout {
    /// Whether the person need not be asked: the console has an ID token of this very session, which nobody else has.
    pub(super) fn is_of(&self, person: &SignedInPerson) -> bool {
        self.session == Some(person.session())
    }
}

/// Reads a request. An address is followed only if it is one of the console that the request names (§3); with any other
/// one the person, who wants to sign out, is asked all the same, and stays here afterwards.
pub(super) async fn open(
    context: &Context,
    params: &Params,
) -> Result<Result<Logout, Unopened>, DbError> {
    if params.repeated().is_some() {
        return Ok(Err(Unopened::Unknown));
    }
    let (own, asked) = (context.clone(), params.clone());
    let read = move |connection: &mut DbConnection| read(connection, &own, &asked);
    context.db.read(read).await
}

fn read(
    connection: &mut DbConnection,
    context: &Context,
    params: &Params,
) -> DbResult<Result<Logout, Unopened>> {
    let hint = match params.get("id_token_hint") {
        Some(token) => Hint::read(connection, &context.public_url, token)?,
        None => None,
    };
    let (named, meant) = (
        params.get("client_id"),
        hint.as_ref().map(|hint| hint.aud.as_str()),
    );
    if matches!((named, meant), (Some(named), Some(meant)) if named != meant) {
        return Ok(Err(Unopened::Unknown));
    }
    let client = match meant.or(named) {
        Some(id) => match read_id(id) {
            Some(id) => clients::find(connection, id)?,
            None => None,
        },
        None => None,
    };
    let address = params.get("post_logout_redirect_uri");
    let own = address.filter(|address| {
        client.as_ref().is_some_and(|client| {
            clients::names(&client.settings.post_logout_redirect_uris, address)
                && !client.is_disabled()
        })
    });
    let back = own.map(|address| match params.get("state") {
        Some(state) => clients::add_query(address, &[("state", state)]),
        None => address.to_owned(),
    });
    Ok(Ok(Logout {
        client,
        back,
        session: hint.and_then(|hint| hint.sid),
    }))
}

/// Ends the session of this person.
pub(super) async fn end(
    context: &Context,
    person: SignedInPerson,
    origin: Origin,
) -> Result<(), DbError> {
    let now = context.clock.now();
    let end = move |connection: &mut DbConnection| {
        sessions::end_of_person(connection, &person, &origin, now).map(drop)
    };
    context.db.write(end).await
}
