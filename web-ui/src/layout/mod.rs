//! The frames around a page: one card, or the console with its navigation.

mod back_link;
mod card;
mod console;
mod make_page;
mod not_found;

pub use back_link::back_link;
pub use card::{card, waiting};
pub use console::console;
pub use make_page::{MakePage, make_page};
pub use not_found::not_found_page;

use crate::app::App;
use crate::language::choose_locale;
use shared_types::me::Locale;
use shared_types::organizations::OrganizationKind;
use yew::prelude::*;

/// The footer of every page: the languages, each named in itself.
fn footer(app: &App) -> Html {
    let current = app.read(|state| state.locale);
    let choice = |locale: Locale| {
        let app = app.clone();
        let onclick = move |_: MouseEvent| {
            choose_locale(&app, locale);
            (app.program().on_locale_chosen)(&app, locale);
        };
        let pressed = if locale == current { "true" } else { "false" };
        html! {
            <li>
                <button
                    type="button"
                    class="language"
                    lang={locale.as_str()}
                    aria-pressed={pressed}
                    {onclick}
                >
                    { locale.name() }
                </button>
            </li>
        }
    };
    html! {
        <footer class="footer">
            <nav class="languages" aria-label={app.texts().common.language()}>
                <ul>{ for Locale::offered().map(choice) }</ul>
            </nav>
        </footer>
    }
}

/// The link past the navigation, the first that the Tab key reaches.
fn skip_link(app: &App) -> Html {
    html! { <a class="skip-link" href="#main">{ app.texts().common.skip_to_content() }</a> }
}

/// In a test organization, that it is one: above everything, so that nobody takes it for a real one.
fn test_banner(app: &App, kind: OrganizationKind) -> Html {
    match kind {
        OrganizationKind::Live => Html::default(),
        OrganizationKind::Test => {
            html! { <p class="test-banner" role="note">{ app.texts().common.test_organization() }</p> }
        }
    }
}

/// The product's name and logo.
fn wordmark(app: &App) -> Html {
    html! {
        <span class="wordmark">
            <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true" focusable="false">
                <rect width="32" height="32" rx="8" class="mark-tile" />
                <path d="M8 23h8v-7h8" class="mark-steps" />
                <circle cx="24" cy="9" r="2.5" class="mark-dot" />
            </svg>
            { app.texts().common.product() }
        </span>
    }
}
