//! The page "Webhooks".

use super::{answers, events, requests};
use crate::app::{Me, use_app};
use crate::client::CredentialKind;
use crate::i18n::Texts;
use crate::layout::console;
use crate::load::use_load;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::Heading;
use shared_types::webhooks::WebhookView;
use yew::prelude::*;

/// Whose page it is.
#[derive(Properties, PartialEq)]
pub struct WebhooksPageProps {
    /// The administrator.
    pub me: Me,
}

/// The list of webhooks.
#[component]
pub fn WebhooksPage(props: &WebhooksPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.webhooks;
    let load = use_load(CredentialKind::Session, (), |app, ()| {
        Box::pin(async move { requests::list_webhooks(app.client()).await })
    });
    let content = html! {
        <>
            <Heading text={t.title()} />
            <p class="lead">{ t.lead() }</p>
            <p class="row">
                <Link to={ConsolePage::NewWebhook} class="button button--primary">{ t.make() }</Link>
                <a href="/docs">{ texts.tokens.docs() }</a>
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

fn table(texts: Texts, webhooks: &[WebhookView]) -> Html {
    let t = texts.webhooks;
    let columns = [t.address(), t.events(), t.state()];
    html! {
        <table class="list" aria-label={t.title()}>
            <thead>
                <tr>{ for columns.map(|name| html! { <th scope="col">{ name }</th> }) }</tr>
            </thead>
            <tbody>{ for webhooks.iter().map(|webhook| row(texts, webhook)) }</tbody>
        </table>
    }
}

fn row(texts: Texts, webhook: &WebhookView) -> Html {
    let t = texts.webhooks;
    let told = webhook.events.iter();
    let address = match webhook.url.as_str() {
        "" => t.unreadable(),
        url => url,
    };
    html! {
        <tr key={webhook.id.to_string()}>
            <th scope="row">
                <Link to={ConsolePage::Webhook(webhook.id)}>{ address }</Link>
            </th>
            <td data-label={t.events()}>
                <ul class="plain">
                    { for told.map(|event| html! { <li>{ events::meaning(texts, *event) }</li> }) }
                </ul>
            </td>
            <td data-label={t.state()}>{ answers::status(texts, webhook) }</td>
        </tr>
    }
}
