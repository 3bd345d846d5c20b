//! The language of the page: chosen from the browser, changed on every page, kept in the browser.

use super::{Texts, best_locale, locale_of_tag, tag};
use crate::browser;
use crate::router::ChildrenProps;
use shared_types::me::Locale;
use yew::prelude::*;

const KEY: &str = "twostep.language";

/// The language and the way to another one.
#[derive(Clone, PartialEq)]
pub struct Language {
    locale: UseStateHandle<Locale>,
}

impl Language {
    /// The language of the page.
    pub fn locale(&self) -> Locale {
        *self.locale
    }

    /// The person chose this language here.
    pub fn choose(&self, locale: Locale) {
        browser::remember(KEY, tag(locale));
        self.locale.set(locale);
    }

    /// The language that was chosen in this browser, if one was.
    pub fn chosen() -> Option<Locale> {
        locale_of_tag(&browser::recall(KEY)?)
    }

    /// The member's own language, which counts where this browser has no choice of its own.
    pub fn adopt(&self, locale: Locale) {
        if Self::chosen().is_none() && *self.locale != locale {
            self.locale.set(locale);
        }
    }
}

/// The language and the way to another one.
#[hook]
pub fn use_language() -> Language {
    use_context().expect("the application provides the language")
}

/// The texts in the language of the page.
#[hook]
pub fn use_texts() -> Texts {
    Texts::new(use_language().locale())
}

/// Holds the language for everything inside.
#[component]
pub fn LanguageProvider(props: &ChildrenProps) -> Html {
    let locale = use_state(first_locale);
    use_effect_with(*locale, |locale| {
        if let Some(root) = browser::document().document_element() {
            let _ = root.set_attribute("lang", tag(*locale));
        }
    });
    html! {
        <ContextProvider<Language> context={Language { locale }}>
            { props.children.clone() }
        </ContextProvider<Language>>
    }
}

fn first_locale() -> Locale {
    let languages = browser::languages();
    Language::chosen().unwrap_or_else(|| best_locale(languages.iter().map(String::as_str)))
}
