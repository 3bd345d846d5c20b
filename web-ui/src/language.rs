//! The language of the page: taken from the browser, changed at the foot of every page, kept in
//! the browser.

use crate::app::App;
use crate::browser;
use crate::i18n::{best_locale, locale_of_tag, tag};
use shared_types::me::Locale;

const KEY: &str = "twostep.language";

/// Shows the page in the language that the person chose, and keeps the choice in this browser.
pub fn choose_locale(app: &App, locale: Locale) {
    browser::remember(KEY, tag(locale));
    set_locale(app, locale);
}

/// Shows the page in this language.
pub fn set_locale(app: &App, locale: Locale) {
    browser::set_language(tag(locale));
    app.update(|state| state.locale = locale);
}

/// The language that was chosen in this browser.
pub fn chosen_locale() -> Option<Locale> {
    locale_of_tag(&browser::recall(KEY)?)
}

/// The language in which the application starts.
pub fn first_locale() -> Locale {
    let languages = browser::languages();
    let locale =
        chosen_locale().unwrap_or_else(|| best_locale(languages.iter().map(String::as_str)));
    browser::set_language(tag(locale));
    locale
}
