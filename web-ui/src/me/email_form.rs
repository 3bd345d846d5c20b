//! The form for another e-mail address: first the address, then the code from its mailbox.

use super::{MeProps, requests};
use crate::browser;
use crate::client::Lane;
use crate::failure::require;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::handle::{App, use_app};
use crate::messages::Place;
use crate::notice::Notice;
use crate::submit::{Act, use_submit};
use crate::ui::{Button, CodeField, Field, Form, Look, is_about_code, typed_code};
use shared_types::limits;
use shared_types::me::ChangeEmailRequest;
use shared_types::sign_in::EmailCodeView;
use yew::prelude::*;

/// Where the code went.
type Sent = UseStateHandle<Option<EmailCodeView>>;

/// Another e-mail address.
#[component]
pub(super) fn EmailForm(props: &MeProps) -> Html {
    let texts = use_app().texts();
    let t = texts.recovery;
    let sent: Sent = use_state_eq(|| None);
    html! {
        <section class="panel stack" aria-labelledby="email-change">
            <h2 id="email-change">{ t.email() }</h2>
            <p>{ t.email_lead(&props.me.email) }</p>
            if sent.is_some() {
                <CodeForm {sent} />
            } else {
                <AddressForm {sent} />
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct SentProps {
    sent: Sent,
}

#[component]
fn AddressForm(props: &SentProps) -> Html {
    let t = use_app().texts().recovery;
    let submit = use_submit(Lane::Session);
    let email = use_node_ref();
    let onsubmit = {
        let (email, sent) = (email.clone(), props.sent.clone());
        submit.on(move |app| change(app, browser::value(&email), sent.clone()))
    };
    html! {
        <>
            <FailureAlert submit={submit.clone()} />
            <Form {onsubmit} failures={submit.state().failures()}>
                <Field
                    name="new_email"
                    label={t.email_new()}
                    hint={t.email_hint()}
                    input={email}
                    kind="email"
                    autocomplete="email"
                    error={submit.failure().and_then(|failure| {
                        failure.field("email").or(failure.field("new_email"))
                    })}
                    longest={limits::EMAIL_LONGEST}
                />
                <SubmitButton {submit} look={Look::Secondary} label={t.email_send()} />
            </Form>
        </>
    }
}

fn change(app: App, email: String, sent: Sent) -> Act {
    Box::pin(async move {
        require(&[("new_email", &email)])?;
        let body = ChangeEmailRequest { email };
        let view = app
            .sure(|| requests::change_email(app.client(), &body))
            .await?;
        sent.set(Some(view));
        Ok(())
    })
}

#[component]
fn CodeForm(props: &SentProps) -> Html {
    let t = use_app().texts().recovery;
    let submit = use_submit(Lane::Session);
    let code = use_node_ref();
    let onsubmit = {
        let (code, sent) = (code.clone(), props.sent.clone());
        submit.on(move |app| verify(app, browser::value(&code), sent.clone()))
    };
    let other = {
        let sent = props.sent.clone();
        move |()| sent.set(None)
    };
    let Some(view) = &*props.sent else {
        return Html::default();
    };
    html! {
        <>
            <p role="status">{ t.email_sent(&view.sent_to, &view.reference) }</p>
            <p class="hint">{ t.email_none() }</p>
            <FailureAlert submit={submit.clone()} place={Place::EmailChange} />
            <Form {onsubmit} failures={submit.state().failures()}>
                <CodeField
                    name="email_code"
                    input={code}
                    refusals={submit.state().failures()}
                    invalid={submit.failure().as_ref().is_some_and(is_about_code)}
                    described_by="message"
                    autofocus=true
                    onedit={submit.on_edit()}
                />
                <SubmitButton {submit} look={Look::Secondary} label={t.email_save()} />
            </Form>
            <p>
                <Button look={Look::Link} onclick={other}>{ t.email_other() }</Button>
            </p>
        </>
    }
}

fn verify(app: App, code: String, sent: Sent) -> Act {
    Box::pin(async move {
        requests::verify_new_email(app.client(), typed_code(&code)?).await?;
        sent.set(None);
        app.outlive(Notice::EmailChanged).await
    })
}
