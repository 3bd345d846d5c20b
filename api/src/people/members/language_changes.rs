//! Changing what is known of a member's language and time zone.

use super::language::BrowserLanguage;
use super::model::Member;
use super::store;
use crate::platform::db::keys::MemberKey;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::me::Locale;

/// Changes the language that the member chose; `None`: like the browser.
pub fn set_locale(
    connection: &mut DbConnection,
    member: MemberKey,
    locale: Option<Locale>,
) -> DbResult<()> {
    store::update_locale(connection, member, locale)
}

/// Remembers the browser of a member who has proven to be it.
pub fn remember_browser(
    connection: &mut DbConnection,
    member: &Member,
    browser: &BrowserLanguage,
) -> DbResult<()> {
    let known = &member.language;
    let new = BrowserLanguage {
        locale: browser.locale.or(known.of_browser),
        time_zone: browser
            .time_zone
            .clone()
            .or_else(|| known.time_zone.clone()),
    };
    if (new.locale, &new.time_zone) == (known.of_browser, &known.time_zone) {
        return Ok(());
    }
    store::update_browser(connection, member.key, &new)
}

/// Remembers the browser of who knows the password. Until the second step only a known browser counts, or
/// the first one of all: nobody who stole a password chooses the language of the warnings about it.
pub fn remember_browser_of_password(
    connection: &mut DbConnection,
    member: &Member,
    browser: &BrowserLanguage,
    is_known_browser: bool,
) -> DbResult<()> {
    if is_known_browser || member.language.is_new() {
        remember_browser(connection, member, browser)
    } else {
        Ok(())
    }
}
