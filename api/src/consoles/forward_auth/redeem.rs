//! The way back: a code becomes the cookie of one browser at one console.

use super::start::{Browser, read_target};
use super::store::{self, NewEntry};
use crate::consoles::clients::{self, Came, Client};
use crate::consoles::oauth::{NotGranted, Presented, record_reuse};
use crate::people::sessions;
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Event};
use serde_json::json;
use shared_types::client_events::ClientEventKind;
use shared_types::clients::Acr;
use shared_types::limits::SESSION_LIFETIME;
use shared_types::secret::Secret;
use shared_types::time::Time;

/// What a browser brings back.
pub(super) struct Back {
    pub(super) client: Client,
    pub(super) browser: Browser,
    pub(super) code: String,
    /// The address that was wanted.
    pub(super) target: String,
    pub(super) origin: Origin,
}

/// The cookie for what a browser brings back; `None` where it does not fit.
pub(super) async fn redeem(context: &Context, back: Back) -> Result<Option<Secret>, DbError> {
    // Changed on the way, it would not fit the code; refused before, it never becomes an address.
    if read_target(&back.target).is_none() {
        return Ok(None);
    }
    let (now, client) = (context.clock.now(), back.client.key);
    let write = move |connection: &mut DbConnection| back.consume(connection, now);
    let entered = context.db.write(write).await?;
    Ok(entered.map(|Entered { token, acr }| {
        // The proxy redeems nothing itself: that the way back went well is its part of the live test.
        let mut came = Came::well(ClientEventKind::CodeRedeemed);
        came.detail.acr = Some(acr);
        clients::note(context, client, came);
        token
    }))
}

/// The cookie of a browser, and how well its person was authenticated.
struct Entered {
    token: Secret,
    acr: Acr,
}

impl Back {
    fn consume(&self, connection: &mut DbConnection, now: Time) -> DbResult<Option<Entered>> {
        let client = &self.client;
        let verifier = self.browser.verifier(&self.target);
        let address = client.settings.redirect_uris.first();
        let address = address.map(String::as_str).unwrap_or_default();
        let presented = Presented::of_browser(&self.code, address, verifier);
        let grant = match presented.consume(connection, client, now)? {
            Ok(grant) => grant,
            Err(NotGranted::Wrong(_)) => return Ok(None),
            Err(NotGranted::Reused(code)) => {
                // Two had the code. What the first one made of it ends (RFC 6749 §4.1.2).
                if store::delete_of_code(connection, code.key)? > 0 {
                    record_reuse(connection, client, &code, &self.origin, now)?;
                }
                return Ok(None);
            }
        };
        let token = token::generate(TokenKind::ConsoleSession, now);
        let new = NewEntry {
            token: &token,
            client: client.key,
            code: grant.code.key,
            sign_in: grant.code.sign_in,
        };
        store::insert(connection, &new)?;
        Ok(Some(Entered {
            token: token.secret,
            acr: grant.acr(),
        }))
    }
}

/// Ends the cookie of a browser at the console of this origin.
pub(super) async fn sign_out(
    context: &Context,
    client: &Client,
    cookie: &Secret,
    origin: Origin,
) -> Result<(), DbError> {
    let Some(presented) = token::presented(TokenKind::ConsoleSession, cookie.expose()) else {
        return Ok(());
    };
    let (now, client) = (context.clock.now(), client.clone());
    let write = move |connection: &mut DbConnection| {
        let found = store::find_all(connection, &[presented.selector])?.pop();
        let own = found.filter(|entry| entry.is_opened_by(&presented));
        let Some(entry) = own.filter(|entry| entry.client == client.key) else {
            return Ok(());
        };
        let is_ended = store::delete(connection, entry.key)?;
        let person = sessions::find_person(connection, entry.sign_in, now)?;
        // Of a session that has ended the record says so already.
        if let (true, Some(person)) = (is_ended, person) {
            let (organization, member) = (person.organization.id, person.member().id);
            let event = Event::own(organization, member, Action::ClientSignedOut).details(json!({
                "client": client.id,
                "name": client.settings.name,
                "session": person.session(),
            }));
            audit::record(connection, now, &origin, &event)?;
        }
        Ok(())
    };
    context.db.write(write).await
}

/// Deletes some of the cookies whose sessions are over.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store::delete_before(connection, token::selector_of_ended(now, SESSION_LIFETIME))
}

/// Where the browser goes with its cookie: the address that was wanted, at the console and nowhere else.
pub(super) fn address_of(client: &Client, target: &str) -> String {
    let origin = client.settings.origin.as_deref().unwrap_or_default();
    format!("{origin}{target}")
}
