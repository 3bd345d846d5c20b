//! The form for another e-mail address: first the address, then the code from the e-mail to it.

use super::{MeProps, requests};
use crate::app::{App, Notice, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::clock;
use crate::failure::require;
use crate::forms::{CodeForm, FailureAlert, FormTask, SubmitButton, use_submit};
use crate::messages::{self, MessageContext};
use crate::reauthentication::with_reauthentication;
use crate::session;
use crate::ui::{Button, Field, Form, Kind, Look, alert};
use serde::{Deserialize, Serialize};
use shared_types::ids::MemberId;
use shared_types::limits;
use shared_types::me::ChangeEmailRequest;
use shared_types::sign_in::EmailCodeView;
use yew::prelude::*;

/// Where the tab keeps what was sent, so that loading the page again does not lose it.
const KEY: &str = "twostep.email-change";

/// The e-mail with the code, once it is sent.
type Sent = UseStateHandle<Option<SentMail>>;

/// An e-mail with the code to another address.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct SentMail {
    /// Whose address changes.
    member: MemberId,
    /// The address as it was typed: in full, so that a mistake in it is seen.
    address: String,
    code: EmailCodeView,
}

impl SentMail {
    /// What this tab keeps, as long as its code is good.
    fn recall(member: MemberId) -> Option<Self> {
        let kept: Self = serde_json::from_str(&browser::recall_in_tab(KEY)?).ok()?;
        let is_good = clock::local_ms(kept.code.expires_at) > clock::now_ms();
        (kept.member == member && is_good).then_some(kept)
    }

    fn keep(&self) {
        if let Ok(text) = serde_json::to_string(self) {
            browser::remember_in_tab(KEY, &text);
        }
    }
}

fn forget(sent: &Sent) {
    browser::take_from_tab(KEY);
    sent.set(None);
}

/// The form for another e-mail address.
#[component]
pub(super) fn EmailForm(props: &MeProps) -> Html {
    let texts = use_app().texts();
    let t = texts.recovery;
    let member = props.me.id;
    let sent: Sent = use_state_eq(|| SentMail::recall(member));
    html! {
        <section class="panel stack" aria-labelledby="email-change">
            <h2 id="email-change">{ t.email() }</h2>
            <p>{ t.email_lead(&props.me.email) }</p>
            if let Some(hold) = props.me.recovery_hold {
                { alert(Kind::Info, html! { messages::held(texts, hold.until) }) }
            } else if sent.is_some() {
                <NewAddressCodeForm {sent} />
            } else {
                <AddressForm {member} {sent} />
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct SentProps {
    sent: Sent,
}

#[derive(Properties, PartialEq)]
struct AddressProps {
    member: MemberId,
    sent: Sent,
}

#[component]
fn AddressForm(props: &AddressProps) -> Html {
    let t = use_app().texts().recovery;
    let submit = use_submit(CredentialKind::Session);
    let email = use_node_ref();
    let onsubmit = {
        let (email, sent, member) = (email.clone(), props.sent.clone(), props.member);
        submit.on(move |app| {
            let body = ChangeEmailRequest {
                email: browser::value(&email),
            };
            change(app, member, body, sent.clone())
        })
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

fn change(app: App, member: MemberId, body: ChangeEmailRequest, sent: Sent) -> FormTask {
    Box::pin(async move {
        require(&[("new_email", &body.email)])?;
        let code =
            with_reauthentication(&app, || requests::change_email(app.client(), &body)).await?;
        let mail = SentMail {
            member,
            address: body.email,
            code,
        };
        mail.keep();
        sent.set(Some(mail));
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
        move |()| forget(&sent)
    };
    let Some(SentMail { address, code, .. }) = &*props.sent else {
        return Html::default();
    };
    html! {
        <>
            <p role="status">{ t.email_sent(address, &code.reference) }</p>
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
        forget(&sent);
        session::after_session_change(&app, Notice::EmailChanged).await
    })
}
