//! The language of the page: chosen from the browser, changed on every page, kept in the browser.
//! English is part of the program; the texts of any other language are a file that is loaded when
//! the language is wanted. Without them the page stays English.

use super::best_locale;
use crate::browser;
use crate::handle::{App, spawn};
use gloo_net::http::{Request, Response};
use shared_types::me::Locale;
use shared_types::texts;
use std::cell::Cell;
use web_sys::AbortSignal;

const KEY: &str = "twostep.language";
/// After this the page is drawn in English instead.
const PATIENCE_MS: u32 = 5_000;

thread_local! {
    /// What was wanted last: a language that comes too late is not shown any more.
    static WANTED: Cell<Locale> = Cell::default();
}

impl App {
    /// The person chose this language here.
    pub fn choose_language(&self, locale: Locale) {
        browser::remember(KEY, locale.as_str());
        let app = self.clone();
        spawn(Box::pin(async move { app.speak(locale).await }));
    }

    /// Speaks a language from now on.
    pub async fn speak(&self, locale: Locale) {
        WANTED.set(locale);
        load(locale).await;
        if WANTED.get() == locale {
            let shown = shown(locale);
            self.update(|state| state.locale = shown);
        }
    }
}

/// The language that was chosen in this browser, if one was.
pub fn chosen_locale() -> Option<Locale> {
    Locale::try_from(browser::recall(KEY)?).ok()
}

/// Loads the language that the application starts in, so that no page is drawn in another.
pub async fn load_first() {
    load(wanted_first()).await;
}

/// The language that the application starts in.
pub fn first_locale() -> Locale {
    shown(wanted_first())
}

fn wanted_first() -> Locale {
    let languages = browser::languages();
    chosen_locale().unwrap_or_else(|| best_locale(languages.iter().map(String::as_str)))
}

/// The language that can be shown now, which the page says that it has.
fn shown(locale: Locale) -> Locale {
    let shown = if texts::is_ready(locale) {
        locale
    } else {
        Locale::default()
    };
    browser::set_language(shown.as_str());
    shown
}

async fn load(locale: Locale) {
    if !texts::is_ready(locale)
        && let Some(path) = locale.file()
        && let Some(texts) = fetch(path).await
    {
        texts::load(locale, texts);
    }
}

async fn fetch(path: &str) -> Option<Vec<String>> {
    let signal = AbortSignal::timeout_with_u32(PATIENCE_MS);
    let request = Request::get(path).abort_signal(Some(&signal));
    let response = request.send().await.ok().filter(Response::ok)?;
    serde_json::from_str(&response.text().await.ok()?).ok()
}
