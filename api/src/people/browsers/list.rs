//! The browsers of a member as the member sees them, and ending them.

use super::store::{self, ListedBrowser};
use crate::platform::context::Context;
use crate::platform::db::keys::BrowserKey;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::protection::access::{Authorized, OwnAccount};
use crate::record::audit::Action;
use serde_json::json;
use shared_types::browsers::KnownBrowserView;
use shared_types::ids::BrowserId;
use shared_types::limits::{KNOWN_BROWSER_LIFETIME, PAGE_LARGEST};
use shared_types::time::Time;

/// Why a browser is not ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum EndBrowserError {
    /// There is no such browser of this member.
    #[error("no such browser")]
    NotFound,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The member's known browsers, newest first.
pub(super) async fn list_browsers(
    context: &Context,
    caller: Authorized<OwnAccount>,
) -> Result<Vec<KnownBrowserView>, DbError> {
    let now = context.clock.now();
    let list = move |connection: &mut DbConnection| {
        let member = caller.actor.member.key;
        let found = store::list_browsers(connection, member, i64::from(PAGE_LARGEST), now)?;
        let own = caller.actor.browser;
        Ok(found.into_iter().map(|one| view(&one, own)).collect())
    };
    context.db.read(list).await
}

fn view(browser: &ListedBrowser, own: Option<BrowserKey>) -> KnownBrowserView {
    KnownBrowserView {
        id: browser.id(),
        current: own == Some(browser.key),
        label: browser.label.clone(),
        network: browser.network.clone(),
        first_seen_at: browser.expires_at - KNOWN_BROWSER_LIFETIME,
        last_used_at: browser.last_used_at,
        expires_at: browser.expires_at,
    }
}

/// Forgets one browser of the member: what comes from it counts as a stranger's.
pub(super) async fn end_browser(
    context: &Context,
    caller: Authorized<OwnAccount>,
    id: BrowserId,
) -> Result<(), EndBrowserError> {
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        if !store::delete_browser(connection, caller.actor.member.key, id)? {
            return Ok(Err(EndBrowserError::NotFound));
        }
        let event = caller.own_event(Action::BrowserEnded);
        let event = event.details(json!({ "browser": id }));
        caller.record(connection, now, &event).map(Ok)
    };
    context.db.write(write).await?
}

/// Forgets every browser of the member but the one of the session that asks.
pub(super) async fn end_other_browsers(
    context: &Context,
    caller: Authorized<OwnAccount>,
) -> Result<(), DbError> {
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| end_others(connection, &caller, now);
    context.db.write(write).await
}

fn end_others(
    connection: &mut DbConnection,
    caller: &Authorized<OwnAccount>,
    now: Time,
) -> DbResult<()> {
    let (member, kept) = (caller.actor.member.key, caller.actor.browser);
    match store::delete_other_browsers(connection, member, kept)? {
        // Nothing has changed, so nothing is recorded.
        0 => Ok(()),
        ended => {
            let event = caller.own_event(Action::BrowserEnded);
            caller.record(connection, now, &event.details(json!({ "others": ended })))
        }
    }
}
