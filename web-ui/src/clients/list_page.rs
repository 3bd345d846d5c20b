//! The page "Consoles".

use super::requests;
use crate::app::{Me, use_app};
use crate::client::CredentialKind;
use crate::i18n::{self, Texts};
use crate::layout::console;
use crate::load::use_load;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{Heading, Kind, badge};
use shared_types::clients::{Acr, ClientView};
use yew::prelude::*;

/// Whose page it is.
#[derive(Properties, PartialEq)]
pub struct ConsolesPageProps {
    /// The administrator.
    pub me: Me,
}

/// The list of consoles.
#[component]
pub fn ConsolesPage(props: &ConsolesPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.clients;
    let load = use_load(CredentialKind::Session, (), |app, ()| {
        Box::pin(async move { requests::list_clients(app.client()).await })
    });
    let content = html! {
        <>
            <Heading text={t.title()} />
            <p class="lead">{ t.lead() }</p>
            <p>
                <Link to={ConsolePage::ConsoleGallery} class="button button--primary">
                    { t.protect() }
                </Link>
            </p>
            { load.show(|page| {
                if page.items.is_empty() {
                    html! { <p class="hint">{ t.none() }</p> }
                } else {
                    table(texts, &page.items)
                }
            }) }
        </>
    };
    console(&app, &props.me, content)
}

fn table(texts: Texts, clients: &[ClientView]) -> Html {
    let t = texts.clients;
    let columns = [t.name(), t.needs(), t.last_used(), t.state()];
    html! {
        <table class="list" aria-label={t.title()}>
            <thead>
                <tr>{ for columns.map(|name| html! { <th scope="col">{ name }</th> }) }</tr>
            </thead>
            <tbody>{ for clients.iter().map(|client| row(texts, client)) }</tbody>
        </table>
    }
}

fn row(texts: Texts, client: &ClientView) -> Html {
    let t = texts.clients;
    let used = client.last_used_at;
    let used = used.map(|at| i18n::date_time(texts.locale, at));
    html! {
        <tr key={client.id.to_string()}>
            <th scope="row"><Link to={ConsolePage::Console(client.id)}>{ &client.name }</Link></th>
            <td data-label={t.needs()}>{ needs(texts, client) }</td>
            <td data-label={t.last_used()}>{ used.unwrap_or_else(|| t.never().to_owned()) }</td>
            <td data-label={t.state()}>{ state(texts, client) }</td>
        </tr>
    }
}

/// What it asks of people.
pub(super) fn needs(texts: Texts, client: &ClientView) -> &'static str {
    let t = texts.clients;
    match (client.fresh_code, client.minimum_acr) {
        (true, _) => t.needs_fresh(),
        (false, Acr::Aal2) => t.needs_two(),
        (false, Acr::Aal1) => t.needs_one(),
    }
}

/// Whether people get in.
pub(super) fn state(texts: Texts, client: &ClientView) -> Html {
    let t = texts.clients;
    if client.is_disabled {
        badge(Kind::Warning, t.disabled())
    } else {
        badge(Kind::Success, t.active())
    }
}
