//! What administrators are told of requests: which console asked for what, and why it was refused.

use super::client_auth::Credentials;
use super::error::OauthError;
use super::level;
use crate::consoles::clients::{self, Came, Client};
use crate::people::sessions::SignedInPerson;
use crate::platform::context::Context;
use crate::platform::db::keys::ClientKey;
use crate::platform::db::{DbConnection, DbError};
use shared_types::client_events::{ClientEventKind, ClientRefusal};
use shared_types::clients::Acr;
use shared_types::limits::CLIENT_CLOCK_OFF;
use shared_types::time::Time;

/// The console was told this.
pub(super) fn refused(
    context: &Context,
    client: ClientKey,
    kind: ClientEventKind,
    error: OauthError,
) {
    let mut came = Came::refused(kind, error.reason);
    came.detail.description = Some(error.description.to_owned());
    clients::note(context, client, came);
}

/// The person goes to the console with a code.
pub(super) fn signed_in(context: &Context, client: &Client, person: Option<&SignedInPerson>) {
    let mut came = Came::well(ClientEventKind::SignedIn);
    came.detail.acr = person.map(|person| level::of_session(person.aal()));
    clients::note(context, client.key, came);
    if let Some(person) = person {
        clients::note_use(context, client.key, person.member().key);
    }
}

/// The console has its tokens.
pub(super) fn redeemed(context: &Context, client: &Client, acr: Acr) {
    let mut came = Came::well(ClientEventKind::CodeRedeemed);
    came.detail.acr = Some(acr);
    clients::note(context, client.key, came);
}

/// A redemption was refused before it was known who asks. `error` is what was wrong with the request, if not the proof
/// of the console; a console that there is not is told to nobody.
pub(super) async fn refused_unproved(
    context: &Context,
    credentials: Credentials,
    error: Option<OauthError>,
) -> Result<(), DbError> {
    let explain = move |connection: &mut DbConnection| credentials.explain(connection);
    if let Some((client, reason)) = context.db.read(explain).await? {
        let kind = ClientEventKind::CodeRedeemed;
        match error {
            Some(error) => refused(context, client, kind, error),
            None => clients::note(context, client, Came::refused(kind, reason)),
        }
    }
    Ok(())
}

/// By the `Date` of the request, if there is one, the clock of the console is far off.
pub(super) fn clock(context: &Context, client: &Client, date: Option<Time>) {
    let off = date.map(|date| date.seconds() - context.clock.now().seconds());
    if let Some(seconds) = off.filter(|seconds| seconds.abs() > CLIENT_CLOCK_OFF) {
        let kind = ClientEventKind::CodeRedeemed;
        let mut came = Came::refused(kind, ClientRefusal::ClockOff);
        came.detail.seconds = Some(seconds);
        clients::note(context, client.key, came);
    }
}
