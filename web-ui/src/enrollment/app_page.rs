//! The dialog "Install an authenticator app on your mobile device".

use super::frame::{DialogProps, continue_to, dialog};
use crate::handle::use_app;
use crate::i18n::Texts;
use crate::route::Dialog;
use crate::ui::{Kind, alert};
use yew::prelude::*;

/// Where an app is found.
enum Where {
    /// In the stores, by their links.
    Stores(&'static [(&'static str, &'static str)]),
    /// On the maker's own page.
    Page(&'static str, &'static str),
    /// On the phone already.
    BuiltIn(&'static str),
}

struct App {
    name: &'static str,
    place: Where,
}

/// Suggests apps of different makers; none is needed twice.
#[component]
pub fn AppPage(props: &DialogProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.enrollment;
    let content = html! {
        <>
            <p>{ t.app_what() }</p>
            <ul class="apps">{ for apps(texts).iter().map(app_line) }</ul>
            { alert(Kind::Info, html! { t.app_tip() }) }
            { continue_to(&app, Dialog::Connect) }
        </>
    };
    dialog(&app, &props.standing, (t.app_title(), 2), content)
}

fn apps(texts: Texts) -> [App; 5] {
    let t = texts.enrollment;
    [
        App {
            name: t.app_google(),
            place: Where::Stores(&[
                (
                    "Android",
                    "https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2",
                ),
                ("iPhone", "https://apps.apple.com/app/id388497605"),
            ]),
        },
        App {
            name: t.app_microsoft(),
            place: Where::Stores(&[
                (
                    "Android",
                    "https://play.google.com/store/apps/details?id=com.azure.authenticator",
                ),
                ("iPhone", "https://apps.apple.com/app/id983156458"),
            ]),
        },
        App {
            name: t.app_aegis(),
            place: Where::Stores(&[("Android", "https://getaegis.app/")]),
        },
        App {
            name: t.app_apple(),
            place: Where::BuiltIn(t.app_apple_where()),
        },
        App {
            name: t.app_keepass(),
            place: Where::Page(t.app_keepass_where(), "https://keepassxc.org/download/"),
        },
    ]
}

fn app_line(app: &App) -> Html {
    let place = match app.place {
        Where::Stores(stores) => {
            html! { { for stores.iter().map(|(name, href)| link(name, href)) } }
        }
        Where::Page(name, href) => link(name, href),
        Where::BuiltIn(words) => html! { <span>{ format!("iPhone, {words}") }</span> },
    };
    html! {
        <li>
            <span class="app-name">{ app.name }</span>
            <span class="app-place">{ place }</span>
        </li>
    }
}

fn link(name: &'static str, href: &'static str) -> Html {
    html! { <a {href} target="_blank" rel="noopener noreferrer">{ name }</a> }
}
