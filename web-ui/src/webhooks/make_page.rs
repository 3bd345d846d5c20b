//! The page "Add a webhook", and the secret, which is shown once.

use super::{address, events, requests};
use crate::app::{App, Me, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::refuse;
use crate::forms::{FormTask, LimitAlert, SubmitButton, use_submit};
use crate::i18n::Texts;
use crate::layout::{MakePage, make_page};
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{CopyButton, Field, Form, Heading, Kind, ShownOnce, alert, use_shown_once};
use shared_types::limits;
use shared_types::problem::FieldErrorCode;
use shared_types::webhooks::{CreateWebhookRequest, NewWebhook, WebhookEvent};
use std::collections::BTreeSet;
use yew::prelude::*;

/// Who makes it.
#[derive(Properties, PartialEq)]
pub struct NewWebhookPageProps {
    /// The administrator.
    pub me: Me,
}

/// The form, and then the secret.
#[component]
pub fn NewWebhookPage(props: &NewWebhookPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.webhooks;
    let made = use_shown_once::<NewWebhook>(&AttrValue::Static("webhook"));
    let view = made.value().map(|webhook| shown(texts, &webhook, &made));
    let onmade = Callback::from(move |webhook| made.show(webhook));
    let page = MakePage {
        list: ConsolePage::Webhooks,
        all: t.all(),
        title: t.make(),
        lead: t.make_lead(),
        form: html! { <MakeForm {onmade} /> },
    };
    make_page(&app, &props.me, page, view)
}

#[derive(Properties, PartialEq)]
struct MakeFormProps {
    onmade: Callback<NewWebhook>,
}

#[component]
fn MakeForm(props: &MakeFormProps) -> Html {
    let texts = use_app().texts();
    let t = texts.webhooks;
    let submit = use_submit(CredentialKind::Session);
    let url = use_node_ref();
    let chosen = use_state_eq(BTreeSet::<WebhookEvent>::new);
    let onsubmit = {
        let (url, chosen, onmade) = (url.clone(), chosen.clone(), props.onmade.clone());
        submit.on(move |app| {
            let body = CreateWebhookRequest {
                url: browser::value(&url),
                events: chosen.iter().copied().collect(),
            };
            make(app, body, onmade.clone())
        })
    };
    let error = submit.failure().and_then(|failure| failure.field("url"));
    let problem = error.and_then(|code| address::flaw(texts, code));
    html! {
        <Form {onsubmit} failures={submit.state().failures()}>
            <LimitAlert submit={submit.clone()} full={t.full()} />
            <Field
                name="url"
                label={t.address()}
                hint={t.address_hint()}
                input={url}
                {error}
                {problem}
                longest={limits::WEBHOOK_URL_LONGEST}
                autofocus=true
            />
            { events::boxes(texts, &chosen, &submit) }
            <SubmitButton submit={submit.clone()} label={t.make_button()} />
        </Form>
    }
}

fn make(app: App, body: CreateWebhookRequest, onmade: Callback<NewWebhook>) -> FormTask {
    Box::pin(async move {
        let is_nowhere = body.url.trim().is_empty();
        let flaws = [("url", is_nowhere), ("events", body.events.is_empty())];
        let flaws = flaws.into_iter().filter(|(_, is_missing)| *is_missing);
        refuse(flaws.map(|(field, _)| (field, FieldErrorCode::Required)))?;
        let request = || requests::create_webhook(app.client(), &body);
        onmade.emit(with_reauthentication(&app, request).await?);
        Ok(())
    })
}

/// The secret, once.
fn shown(texts: Texts, made: &NewWebhook, once: &ShownOnce<NewWebhook>) -> Html {
    let t = texts.webhooks;
    html! {
        <>
            <Heading text={t.made_title()} />
            { secret(texts, made.secret.expose(), once) }
            <p onclick={once.copied()}>
                <Link to={ConsolePage::Webhook(made.view.id)} class="button">{ t.kept() }</Link>
            </p>
        </>
    }
}

/// A secret with its button.
pub(super) fn secret<T: 'static>(texts: Texts, secret: &str, once: &ShownOnce<T>) -> Html {
    html! {
        <>
            { alert(Kind::Warning, html! { texts.tokens.shown_once() }) }
            <p class="row" oncopy={once.copied()}>
                <code class="token">{ secret.to_owned() }</code>
                <CopyButton text={secret.to_owned()} oncopied={once.copied()} />
            </p>
            <p>{ texts.webhooks.check_it() }</p>
        </>
    }
}
