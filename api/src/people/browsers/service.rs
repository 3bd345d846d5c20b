//! Remembering browsers, and recognising them.

use super::model::{KnownBrowser, NewBrowser, PresentedBrowser};
use super::store;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::keys::{BrowserKey, MemberKey};
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::throttle::code_delay;
use shared_types::limits::KNOWN_BROWSER_LIFETIME;
use shared_types::secret::Secret;
use shared_types::time::Time;

/// Remembers the browser in which this member finished a sign-in, by the token of its cookie. Where the
/// selector is taken it stays unknown, which costs its owner nothing but the counter of strangers.
pub fn remember(
    connection: &mut DbConnection,
    new: &NewBrowser,
    member: MemberKey,
    now: Time,
) -> DbResult<()> {
    store::insert_browser(connection, new, member, now)
}

/// The browser of a cookie that was given to this member.
pub fn find_known(
    connection: &mut DbConnection,
    presented: &Secret,
    member: MemberKey,
    now: Time,
) -> DbResult<Option<PresentedBrowser>> {
    let Some(presented) = token::presented(TokenKind::KnownBrowser, presented.expose()) else {
        return Ok(None);
    };
    let key = BrowserKey::of(presented.selector);
    let stored = store::find_verifier(connection, key, member, now)?;
    let verifier = stored.as_ref().map(|stored| stored.verifier.as_slice());
    let is_known = presented.matches(verifier);
    let browser = stored.map(|stored| PresentedBrowser {
        key,
        last_used_at: stored.last_used_at,
    });
    Ok(browser.filter(|_| is_known))
}

/// Notes that its member's password was right in it: once a day, inside a change that is made anyway.
pub fn note_use(
    connection: &mut DbConnection,
    browser: PresentedBrowser,
    now: Time,
) -> DbResult<()> {
    if browser.is_due(now) {
        store::update_last_used(connection, browser.key, now)?;
    }
    Ok(())
}

/// The browser of this row, while it counts.
pub fn find(
    connection: &mut DbConnection,
    key: BrowserKey,
    now: Time,
) -> DbResult<Option<KnownBrowser>> {
    let found = store::find_browser(connection, key)?;
    Ok(found.and_then(|found| found.known(now)))
}

/// Counts a wrong code, with the delay after every fifth.
pub fn count_wrong_code(
    connection: &mut DbConnection,
    browser: KnownBrowser,
    now: Time,
) -> DbResult<()> {
    let failures = browser.code_failures.saturating_add(1);
    store::update_codes(
        connection,
        browser.key,
        failures,
        now + code_delay(failures),
    )
}

/// A right code came from it.
pub fn forgive_codes(connection: &mut DbConnection, browser: KnownBrowser) -> DbResult<()> {
    if browser.is_clean() {
        return Ok(());
    }
    store::update_codes(connection, browser.key, 0, Time::from_micros(0))
}

/// Forgives the wrong codes of all browsers of a member: a person looked at who it is. Says whether there were any.
pub fn forgive_member(connection: &mut DbConnection, member: MemberKey) -> DbResult<bool> {
    store::clear_codes(connection, member).map(|browsers| browsers > 0)
}

/// Until when no code is looked at from the known browser of a member that waits longest; `None` where
/// none waits.
pub fn codes_blocked_until(
    connection: &mut DbConnection,
    member: MemberKey,
    now: Time,
) -> DbResult<Option<Time>> {
    let browsers = store::list_own(connection, member)?;
    let known = browsers
        .into_iter()
        .filter_map(|columns| columns.known(now));
    let until = known.map(|browser| now + browser.wait(now)).max();
    Ok(until.filter(|until| *until > now))
}

/// No browser of the member is known any more.
pub fn end_all(connection: &mut DbConnection, member: MemberKey) -> DbResult<()> {
    store::delete_browsers(connection, member)
}

/// Drops browsers whose time is over.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let oldest = BrowserKey::of(token::selector_of_ended(now, KNOWN_BROWSER_LIFETIME));
    store::delete_ended(connection, oldest, now)
}
