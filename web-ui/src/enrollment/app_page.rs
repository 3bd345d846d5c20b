//! The dialog "Install an authenticator app on your mobile device".

use super::frame::{DialogProps, StepHeading, continue_to, dialog};
use crate::app::use_app;
use crate::i18n::Texts;
use crate::route::Dialog;
use crate::ui::{Kind, alert};
use yew::prelude::*;

/// Where to get an app.
enum Source {
    /// From stores, by their links.
    Stores(&'static [(&'static str, &'static str)]),
    /// From the maker's own page.
    Page(&'static str, &'static str),
    /// Nowhere: the phone has it.
    BuiltIn(&'static str),
}

struct AuthenticatorApp {
    name: &'static str,
    source: Source,
}

/// Suggests apps of different makers.
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
    let heading = StepHeading {
        title: t.app_title(),
        step: 2,
    };
    dialog(&app, &props.flow, heading, content)
}

fn apps(texts: Texts) -> [AuthenticatorApp; 5] {
    let t = texts.enrollment;
    [
        AuthenticatorApp {
            name: t.app_google(),
            source: Source::Stores(&[
                (
                    "Android",
                    "https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2",
                ),
                ("iPhone", "https://apps.apple.com/app/id388497605"),
            ]),
        },
        AuthenticatorApp {
            name: t.app_microsoft(),
            source: Source::Stores(&[
                (
                    "Android",
                    "https://play.google.com/store/apps/details?id=com.azure.authenticator",
                ),
                ("iPhone", "https://apps.apple.com/app/id983156458"),
            ]),
        },
        AuthenticatorApp {
            name: t.app_aegis(),
            source: Source::Stores(&[("Android", "https://getaegis.app/")]),
        },
        AuthenticatorApp {
            name: t.app_apple(),
            source: Source::BuiltIn(t.app_apple_where()),
        },
        AuthenticatorApp {
            name: t.app_keepass(),
            source: Source::Page(t.app_keepass_where(), "https://keepassxc.org/download/"),
        },
    ]
}

fn app_line(app: &AuthenticatorApp) -> Html {
    let source = match app.source {
        Source::Stores(stores) => {
            html! { { for stores.iter().map(|(name, href)| link(name, href)) } }
        }
        Source::Page(name, href) => link(name, href),
        Source::BuiltIn(since) => html! { <span>{ format!("iPhone, {since}") }</span> },
    };
    html! {
        <li>
            <span class="app-name">{ app.name }</span>
            <span class="app-source">{ source }</span>
        </li>
    }
}

fn link(name: &'static str, href: &'static str) -> Html {
    html! { <a {href} target="_blank" rel="noopener noreferrer">{ name }</a> }
}
