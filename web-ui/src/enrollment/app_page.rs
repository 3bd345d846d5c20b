//! The dialog "Install an authenticator app on your mobile device".

use super::frame::{DialogProps, StepHeading, continue_to, dialog};
use crate::app::use_app;
use crate::browser;
use crate::i18n::Texts;
use crate::route::Dialog;
use crate::ui::{Kind, alert};
use shared_types::authenticators::{APPS, AuthenticatorApp, COMPANY_APPS, StorePage};
use yew::prelude::*;

/// The name of the app for computers, and where its maker has it.
const DESKTOP_APP: (&str, &str) = ("KeePassXC", "https://keepassxc.org/download/");

/// Suggests apps of different makers. On a computer the pages of the stores stand beside their links as QR
/// codes, for the phone that the app is for.
#[component]
pub fn AppPage(props: &DialogProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.enrollment;
    let has_codes = !browser::is_touch();
    let lines = |apps: &[AuthenticatorApp]| -> Html {
        apps.iter()
            .map(|app| app_line(texts, app, has_codes))
            .collect()
    };
    let (desktop, download) = DESKTOP_APP;
    let content = html! {
        <>
            <p>{ t.app_what() }</p>
            <ul class="apps">
                { lines(&APPS) }
                { plain_line(t.app_apple(), html! { <span>{ format!("iPhone, {}", t.app_apple_where()) }</span> }) }
                { plain_line(desktop, link(t.app_keepass_where(), download)) }
            </ul>
            <p>{ t.app_company() }</p>
            <ul class="apps">{ lines(&COMPANY_APPS) }</ul>
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

fn app_line(texts: Texts, app: &AuthenticatorApp, has_codes: bool) -> Html {
    let links = app
        .stores
        .iter()
        .map(|store| link(store.phones, store.address));
    html! {
        <li>
            <span class="app-name">{ app.name }</span>
            <span class="app-source">{ for links }</span>
            if has_codes {
                <details class="app-codes">
                    <summary>{ texts.enrollment.app_codes() }</summary>
                    <div class="row">
                        { for app.stores.iter().map(|store| code(texts, app, store)) }
                    </div>
                </details>
            }
        </li>
    }
}

/// White in the dark theme too. The picture is loaded when it is shown.
fn code(texts: Texts, app: &AuthenticatorApp, store: &StorePage) -> Html {
    html! {
        <figure class="store-code">
            <img
                src={store.code_path()}
                alt={texts.enrollment.app_code_alt(app.name, store.phones)}
                width="132"
                height="132"
                loading="lazy"
            />
            <figcaption>{ store.phones }</figcaption>
        </figure>
    }
}

fn plain_line(name: &'static str, source: Html) -> Html {
    html! {
        <li>
            <span class="app-name">{ name }</span>
            <span class="app-source">{ source }</span>
        </li>
    }
}

fn link(name: &'static str, href: &'static str) -> Html {
    html! { <a {href} target="_blank" rel="noopener noreferrer">{ name }</a> }
}
