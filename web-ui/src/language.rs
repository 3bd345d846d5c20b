//! The language of the page: taken from the browser, changed at the foot of every page, kept in the
//! browser. English is part of the program; the texts of another language are a file that is loaded
//! when the language is chosen. If that fails, the page stays English.

use crate::app::App;
use crate::browser;
use crate::client::Client;
use crate::i18n::{Texts, best_locale};
use crate::task::spawn;
use crate::ui::Choice;
use shared_types::me::Locale;
use shared_types::texts;
use std::cell::Cell;

const KEY: &str = "twostep.language";

thread_local! {
    /// The language that was asked for last. Texts of another one that arrive later are not shown.
    static REQUESTED: Cell<Locale> = Cell::default();
}

/// Shows the page in the language that the person chose, and keeps the choice in this browser.
pub fn choose_locale(app: &App, locale: Locale) {
    browser::remember(KEY, locale.as_str());
    let app = app.clone();
    spawn(Box::pin(async move { set_locale(&app, locale).await }));
}

/// Shows the page in the language of the member who is signed in, also the dialogs of a set-up that begins in this tab.
pub async fn follow_member(app: &App, locale: Locale) {
    browser::remember_in_tab(KEY, locale.as_str());
    set_locale(app, locale).await;
}

/// Shows the page in the browser's own language, and forgets what was chosen in this browser.
pub fn follow_browser(app: &App) {
    browser::forget(KEY);
    browser::take_from_tab(KEY);
    let app = app.clone();
    spawn(Box::pin(async move {
        set_locale(&app, preferred_locale()).await;
    }));
}

/// What a person chooses from: like the browser (an empty value), or a language by its tag.
pub fn choices(texts: Texts) -> Vec<Choice> {
    let like_browser = ("", texts.common.language_of_browser());
    let languages = Locale::offered().map(|locale| (locale.as_str(), locale.name()));
    std::iter::once(like_browser).chain(languages).collect()
}

/// Shows the page as a value of [`choices`] says; gives the language that it names.
pub fn choose(app: &App, value: &str) -> Option<Locale> {
    let chosen = Locale::try_from(value.to_owned()).ok();
    match chosen {
        Some(locale) => choose_locale(app, locale),
        None => follow_browser(app),
    }
    chosen
}

/// Shows the page in this language, as soon as its texts are loaded.
pub async fn set_locale(app: &App, locale: Locale) {
    REQUESTED.set(locale);
    load(locale).await;
    if REQUESTED.get() == locale {
        let locale = use_available(locale);
        app.update(|state| state.locale = locale);
    }
}

/// The language that was chosen in this browser.
pub fn chosen_locale() -> Option<Locale> {
    Locale::try_from(browser::recall(KEY)?).ok()
}

/// The language of the member who was signed in in this tab.
fn members_locale() -> Option<Locale> {
    Locale::try_from(browser::recall_in_tab(KEY)?).ok()
}

/// Loads the texts of the language in which the application starts, so that no page is drawn in
/// another one first.
pub async fn load_first() {
    load(preferred_locale()).await;
}

/// The language in which the application starts.
pub fn first_locale() -> Locale {
    use_available(preferred_locale())
}

fn preferred_locale() -> Locale {
    let languages = browser::languages();
    let known = chosen_locale().or_else(members_locale);
    known.unwrap_or_else(|| best_locale(languages.iter().map(String::as_str)))
}

/// Sets the language of the page: this one, or English if its texts could not be loaded.
fn use_available(locale: Locale) -> Locale {
    let available = if texts::is_ready(locale) {
        locale
    } else {
        Locale::default()
    };
    browser::set_language(available.as_str());
    available
}

async fn load(locale: Locale) {
    if !texts::is_ready(locale)
        && let Some(path) = locale.file()
        && let Ok(text) = Client::default().get_file(path).await
    {
        texts::load(locale, text);
    }
}
