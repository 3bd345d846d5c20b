//! The choice of the language, at the foot of every page.

use crate::i18n::{self, use_language, use_texts};
use crate::session::use_session;
use shared_types::me::Locale;
use yew::prelude::*;

const LANGUAGES: [(Locale, &str); 2] = [(Locale::En, "English"), (Locale::De, "Deutsch")];

/// The languages, each in its own words.
#[component]
pub fn Languages() -> Html {
    let texts = use_texts();
    let language = use_language();
    let session = use_session();
    let choice = |(locale, name): (Locale, &'static str)| {
        let (language, session) = (language.clone(), session.clone());
        let current = language.locale() == locale;
        let onclick = move |_: MouseEvent| {
            language.choose(locale);
            session.save_locale(locale);
        };
        html! {
            <li>
                <button
                    type="button"
                    class="language"
                    lang={i18n::tag(locale)}
                    aria-pressed={if current { "true" } else { "false" }}
                    {onclick}
                >
                    { name }
                </button>
            </li>
        }
    };
    html! {
        <nav class="languages" aria-label={texts.common.language()}>
            <ul>{ for LANGUAGES.map(choice) }</ul>
        </nav>
    }
}
