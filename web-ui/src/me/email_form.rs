//! The form for another e-mail address: first the address, then the code from the e-mail to it.

use super::{MeProps, requests};
use crate::app::{App, Notice, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::forms::{CodeForm, FailureAlert, FormTask, SubmitButton, use_submit};
use crate::messages::MessageContext;
use crate::reauthentication::with_reauthentication;
use crate::session;
use crate::ui::{Button, Field, Form, Look};
use shared_types::limits;
use shared_types::me::ChangeEmailRequest;
use shared_types::sign_in::EmailCodeView;
use yew::prelude::*;

/// The e-mail with the code, once it is sent, and the address as it was typed: in full, so that a
/// mistake in it is seen.
type Sent = UseStateHandle<Option<(String, EmailCodeView)>>;

/// The form for another e-mail address.
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
                <NewAddressCodeForm {sent} />
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
    let submit = use_submit(CredentialKind::Session);
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

fn change(app: App, email: String, sent: Sent) -> FormTask {
    Box::pin(async move {
        require(&[("new_email", &email)])?;
        let body = ChangeEmailRequest { email };
        let view =
            with_reauthentication(&app, || requests::change_email(app.client(), &body)).await?;
        sent.set(Some((body.email, view)));
        Ok(())
    })
}

#[component]
fn NewAddressCodeForm(props: &SentProps) -> Html {
    let app = use_app();
    let t = app.texts().recovery;
    let submit = use_submit(CredentialKind::Session);
    let send = {
        let sent = props.sent.clone();
        Callback::from(move |code| verify(app.clone(), code, sent.clone()))
    };
    let other = {
        let sent = props.sent.clone();
        move |()| sent.set(None)
    };
    let Some((address, view)) = &*props.sent else {
        return Html::default();
    };
    html! {
        <>
            <p role="status">{ t.email_sent(address, &view.reference) }</p>
            <p class="hint">{ t.email_none() }</p>
            <CodeForm
                {submit}
                context={MessageContext::EmailChange}
                {send}
                name="email_code"
                autofocus=true
                label={t.email_save()}
                look={Look::Secondary}
            />
            <p>
                <Button look={Look::Link} onclick={other}>{ t.email_other() }</Button>
            </p>
        </>
    }
}

fn verify(app: App, code: String, sent: Sent) -> FormTask {
    Box::pin(async move {
        requests::verify_new_email(app.client(), code).await?;
        sent.set(None);
        session::after_session_change(&app, Notice::EmailChanged).await
    })
}
