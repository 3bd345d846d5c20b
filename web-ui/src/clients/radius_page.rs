//! The page that shows how a VPN or a firewall is protected by FreeRADIUS: an API token, and two files.

use super::fill::{SAMPLE_TWOSTEP, origin};
use crate::app::{Me, use_app};
use crate::layout::{back_link, console};
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{CopyButton, Heading};
use yew::prelude::*;

/// In addresses.
pub(super) const ID: &str = "freeradius";
/// What it is called.
pub(super) const NAME: &str = "FreeRADIUS (OpenVPN, …)";
/// The lowest version.
pub(super) const VERSION: &str = "3.2.1";

/// The files of the guide, and where they stand.
const FILES: [(&str, &str); 2] = [
    (
        "/etc/freeradius/3.0/mods-enabled/twostep",
        include_str!("guide/radius-module"),
    ),
    (
        "/etc/freeradius/3.0/sites-enabled/twostep",
        include_str!("guide/radius-server"),
    ),
];

/// Whose page it is.
#[derive(Properties, PartialEq)]
pub(super) struct RadiusPageProps {
    pub(super) me: Me,
}

/// What is to be done, in its order.
#[component]
pub(super) fn RadiusPage(props: &RadiusPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.clients;
    let twostep = origin(&props.me.organization.sign_in_url);
    let file = |(place, sample): &(&'static str, &'static str)| {
        let text = sample.replace(SAMPLE_TWOSTEP, &twostep);
        html! {
            <div class="stack">
                <p><strong>{ *place }</strong></p>
                <pre class="file"><code>{ &text }</code></pre>
                <p><CopyButton {text} oncopied={Callback::noop()} /></p>
            </div>
        }
    };
    let content = html! {
        <>
            { back_link(ConsolePage::ConsoleGallery, t.all_products()) }
            <Heading text={t.protect()} />
            <p class="lead">{ NAME }</p>
            <section class="panel stack">
                <p>{ t.radius_token() }</p>
                <p>
                    <Link to={ConsolePage::NewApiToken} class="button button--primary">
                        { t.radius_make_token() }
                    </Link>
                </p>
            </section>
            <section class="panel stack">
                <p>{ t.radius_files() }</p>
                { for FILES.iter().map(file) }
                <ul class="hint">
                    <li>{ t.least_version(VERSION) }</li>
                    <li>{ t.tried_here("FreeRADIUS 3.2.1 (Debian 12)") }</li>
                    <li>{ t.note_spare() }</li>
                </ul>
            </section>
        </>
    };
    console(&app, &props.me, content)
}
