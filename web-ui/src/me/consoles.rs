//! The consoles that the member may open, each with one click.

use super::{MeProps, requests};
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::i18n::{self, Texts};
use crate::load::use_load;
use crate::route::ConsolePage;
use crate::router::Link;
use shared_types::clients::OwnConsole;
use shared_types::members::Role;
use yew::prelude::*;

/// A card for each; nothing where there is none, but an administrator is told how to get one.
#[component]
pub(super) fn Consoles(props: &MeProps) -> Html {
    let texts = use_app().texts();
    let t = texts.clients;
    let load = use_load(CredentialKind::Session, (), |app, ()| {
        Box::pin(async move { requests::list_consoles(app.client()).await })
    });
    // The rest of the page works without them, and says itself if the server does not answer.
    let Some(consoles) = load.value() else {
        return Html::default();
    };
    let is_admin = props.me.role == Role::Admin;
    if consoles.items.is_empty() && !is_admin {
        return Html::default();
    }
    html! {
        <section class="stack" aria-labelledby="consoles">
            <h2 id="consoles">{ t.own_title() }</h2>
            if consoles.items.is_empty() {
                <p class="hint">{ t.own_none() }</p>
            } else {
                <ul class="cards plain">{ for consoles.items.iter().map(|one| card(texts, one)) }</ul>
            }
            if is_admin {
                <p class="link-list">
                    <Link to={ConsolePage::ConsoleGallery}>{ t.protect() }</Link>
                </p>
            }
        </section>
    }
}

fn card(texts: Texts, console: &OwnConsole) -> Html {
    let t = texts.clients;
    let used = console.last_used_at;
    let used = used.map(|at| t.own_last_used(&i18n::date_time(texts.locale, at)));
    let asks = if console.fresh_code {
        Some(t.own_fresh())
    } else {
        console.needs_second_step.then(|| t.own_second_step())
    };
    html! {
        <li key={console.id.to_string()}>
            <a href={console.launch_uri.clone()}>{ &console.name }</a>
            if let Some(used) = used {
                <p class="sub">{ used }</p>
            }
            if let Some(asks) = asks {
                <p class="sub">{ asks }</p>
            }
        </li>
    }
}
