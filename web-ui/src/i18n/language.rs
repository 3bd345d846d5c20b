//! The language of the page: chosen from the browser, changed on every page, kept in the browser.

use super::{best_locale, locale_of_tag, tag};
use crate::browser;
use crate::handle::App;
use shared_types::me::Locale;

const KEY: &str = "twostep.language";

impl App {
    /// The person chose this language here.
    pub fn choose_language(&self, locale: Locale) {
        browser::remember(KEY, tag(locale));
        self.speak(locale);
    }

    /// Speaks a language from now on.
    pub fn speak(&self, locale: Locale) {
        browser::set_language(tag(locale));
        self.update(|state| state.locale = locale);
    }
}

/// The language that was chosen in this browser, if one was.
pub fn chosen_locale() -> Option<Locale> {
    locale_of_tag(&browser::recall(KEY)?)
}

/// The language that the application starts in.
pub fn first_locale() -> Locale {
    let languages = browser::languages();
    let locale =
        chosen_locale().unwrap_or_else(|| best_locale(languages.iter().map(String::as_str)));
    browser::set_language(tag(locale));
    locale
}
