//! The page "Make a test organization", and what a test needs to begin, which is shown once.

use super::address::sign_in_link;
use super::requests;
use crate::app::{App, Me, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::forms::{FormTask, LimitAlert, SubmitButton, use_submit};
use crate::i18n::Texts;
use crate::layout::{MakePage, make_page};
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{
    CopyButton, Field, Form, Heading, Kind, ShownOnce, alert, fact, facts, use_shown_once,
};
use shared_types::limits;
use shared_types::sandboxes::{CreateSandboxRequest, FIXED_CODE, FIXED_CODE_USED, NewSandbox};
use yew::prelude::*;

/// Who makes it.
#[derive(Properties, PartialEq)]
pub struct NewSandboxPageProps {
    /// The administrator.
    pub me: Me,
}

/// The form, and then what was made.
#[component]
pub fn NewSandboxPage(props: &NewSandboxPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.sandboxes;
    let made = use_shown_once::<NewSandbox>(&AttrValue::Static("sandbox"));
    let view = made.value().map(|sandbox| shown(texts, &sandbox, &made));
    let onmade = Callback::from(move |sandbox| made.show(sandbox));
    let page = MakePage {
        list: ConsolePage::Sandboxes,
        all: t.all(),
        title: t.make(),
        lead: t.make_lead(),
        form: html! { <MakeForm {onmade} /> },
    };
    make_page(&app, &props.me, page, view)
}

#[derive(Properties, PartialEq)]
struct MakeFormProps {
    onmade: Callback<NewSandbox>,
}

#[component]
fn MakeForm(props: &MakeFormProps) -> Html {
    let t = use_app().texts().sandboxes;
    let submit = use_submit(CredentialKind::Session);
    let name = use_node_ref();
    let onsubmit = {
        let (name, onmade) = (name.clone(), props.onmade.clone());
        submit.on(move |app| {
            let body = CreateSandboxRequest {
                name: browser::value(&name),
            };
            make(app, body, onmade.clone())
        })
    };
    let error = submit.failure().and_then(|failure| failure.field("name"));
    html! {
        <Form {onsubmit} failures={submit.state().failures()}>
            <LimitAlert
                submit={submit.clone()}
                full={t.full(limits::SANDBOXES_PER_ORGANIZATION)}
            />
            <Field
                name="name"
                label={t.name()}
                hint={t.name_hint()}
                input={name}
                {error}
                longest={limits::NAME_LONGEST}
                autofocus=true
            />
            <SubmitButton submit={submit.clone()} label={t.make_button()} />
        </Form>
    }
}

fn make(app: App, body: CreateSandboxRequest, onmade: Callback<NewSandbox>) -> FormTask {
    Box::pin(async move {
        require(&[("name", &body.name)])?;
        let request = || requests::create_sandbox(app.client(), &body);
        onmade.emit(with_reauthentication(&app, request).await?);
        Ok(())
    })
}

/// Administrator, password and token, once; and the codes.
fn shown(texts: Texts, made: &NewSandbox, once: &ShownOnce<NewSandbox>) -> Html {
    let t = texts.sandboxes;
    let administrator = &made.administrator;
    html! {
        <>
            <Heading text={t.made_title()} />
            { alert(Kind::Warning, html! { texts.tokens.shown_once() }) }
            { facts(html! {
                <>
                    { fact(t.short_name(), value(&made.short_name)) }
                    { fact(t.administrator(), value(&administrator.email)) }
                    { fact(t.password(), value(administrator.password.expose())) }
                    { fact(t.token(), value(made.api_token.expose())) }
                    { fact(t.code(), value(FIXED_CODE)) }
                    { fact(t.used_code(), value(FIXED_CODE_USED)) }
                </>
            }) }
            <p>{ t.signs_in_at() }{ " " }{ sign_in_link(&made.short_name) }</p>
            <p>{ t.reads_mails() }{ " " }<code>{ "GET /api/v1/sandbox/mails" }</code></p>
            <p>{ t.reads_on_page() }</p>
            // One of its values that was copied is not all of them.
            <p onclick={once.copied()}>
                <Link to={ConsolePage::Sandboxes} class="button">{ t.kept() }</Link>
            </p>
        </>
    }
}

fn value(text: &str) -> Html {
    html! {
        <span class="row">
            <code class="token">{ text.to_owned() }</code>
            <CopyButton text={text.to_owned()} />
        </span>
    }
}
