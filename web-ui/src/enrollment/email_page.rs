//! The dialog "Verification email has been sent".

use super::frame::{DialogProps, StepHeading, dialog};
use super::requests;
use crate::app::{App, FlowState, use_app};
use crate::client::CredentialKind;
use crate::clock::milliseconds;
use crate::flow;
use crate::forms::{CodeForm, FailureAlert, FormTask, use_submit};
use crate::i18n::{self, Texts};
use crate::messages::MessageContext;
use crate::ui::{Button, Look, fact, facts, use_seconds_until};
use shared_types::enrollment::CODE_MAIL_SUBJECT;
use yew::prelude::*;

/// Asks for the code from the e-mail.
#[component]
pub fn EmailPage(props: &DialogProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let flow = &props.flow;
    let submit = use_submit(CredentialKind::Flow);
    let send = {
        let app = app.clone();
        Callback::from(move |code| verify(app.clone(), code))
    };
    let content = html! {
        <>
            { sent_mail(texts, flow) }
            <CodeForm {submit} context={MessageContext::EmailCode} {send} />
            <SendAgain flow={flow.clone()} />
            { not_received(texts) }
        </>
    };
    let heading = StepHeading {
        title: texts.enrollment.email_title(),
        step: 1,
    };
    dialog(&app, flow, heading, content)
}

fn verify(app: App, code: String) -> FormTask {
    Box::pin(async move {
        flow::accept(&app, requests::verify_email(app.client(), code).await?);
        Ok(())
    })
}

/// Where the e-mail was sent, and how to find it.
fn sent_mail(texts: Texts, flow: &FlowState) -> Html {
    let t = texts.enrollment;
    let Some(email) = &flow.email else {
        return Html::default();
    };
    let at = |time| i18n::time(texts.locale, milliseconds(time));
    let rows = html! {
        <>
            { fact(t.email_subject(), CODE_MAIL_SUBJECT) }
            { fact(t.email_reference(), email.reference.clone()) }
            { fact(t.email_sent_at(), at(email.sent_at)) }
            { fact(t.email_good_until(), at(email.expires_at)) }
        </>
    };
    html! { <><p>{ t.email_sent_to(&email.sent_to) }</p>{ facts(rows) }</> }
}

/// Sends the e-mail again; disabled for a minute after each e-mail, with a countdown.
#[component]
fn SendAgain(props: &DialogProps) -> Html {
    let app = use_app();
    let t = app.texts().enrollment;
    let submit = use_submit(CredentialKind::Flow);
    let sent_again = use_state_eq(|| false);
    let seconds = use_seconds_until(props.flow.resend_at_ms());
    let onclick = {
        let sent_again = sent_again.clone();
        submit.on(move |app| {
            let sent_again = sent_again.clone();
            Box::pin(async move {
                flow::refresh(&app, requests::send_email(app.client()).await?);
                sent_again.set(true);
                Ok(())
            })
        })
    };
    let (label, status) = match (seconds, *sent_again) {
        (0, false) => (t.email_again().to_owned(), ""),
        (0, true) => (t.email_again().to_owned(), t.email_again_ready()),
        (_, false) => (t.email_again_in(seconds), ""),
        (_, true) => (t.email_again_in(seconds), t.email_sent_again()),
    };
    html! {
        <div class="send-again">
            <Button look={Look::Link} disabled={seconds > 0} busy={submit.is_sending()} {onclick}>
                { label }
            </Button>
            <p role="status" class="hint">{ status }</p>
            <FailureAlert {submit} />
        </div>
    }
}

/// What to do if the e-mail does not arrive.
fn not_received(texts: Texts) -> Html {
    let t = texts.enrollment;
    html! {
        <details>
            <summary>{ t.email_missing() }</summary>
            <ul>
                <li>{ t.email_missing_spam() }</li>
                <li>{ t.email_missing_delay() }</li>
                <li>{ t.email_missing_address() }</li>
                <li>{ t.email_elsewhere() }</li>
            </ul>
        </details>
    }
}
