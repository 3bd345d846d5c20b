//! The dialog "Verification email has been sent".

use super::frame::{DialogProps, dialog};
use super::requests;
use crate::browser;
use crate::client::Lane;
use crate::clock::milliseconds;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::flow::Standing;
use crate::handle::use_app;
use crate::i18n::{self, Texts};
use crate::messages::Place;
use crate::submit::use_submit;
use crate::ui::{
    Button, CodeField, Form, Look, fact, facts, is_about_code, typed_code, use_seconds_until,
};
use shared_types::enrollment::CODE_MAIL_SUBJECT;
use yew::prelude::*;

/// The code from the e-mail. It is sent with the button only: the sixth digit is no decision.
#[component]
pub fn EmailPage(props: &DialogProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let standing = &props.standing;
    let submit = use_submit(Lane::Flow);
    let code = use_node_ref();
    let onsubmit = {
        let code = code.clone();
        submit.on(move |app| {
            let typed = typed_code(&browser::value(&code));
            Box::pin(async move {
                app.accept_flow(requests::verify_email(app.client(), typed?).await?);
                Ok(())
            })
        })
    };
    let content = html! {
        <>
            { sent_mail(texts, standing) }
            <FailureAlert submit={submit.clone()} place={Place::EmailCode} />
            <Form {onsubmit} failures={submit.state().failures()}>
                <CodeField
                    input={code}
                    refusals={submit.state().failures()}
                    invalid={submit.failure().as_ref().is_some_and(is_about_code)}
                    described_by="message"
                    onedit={submit.on_edit()}
                />
                <SubmitButton {submit} />
            </Form>
            <SendAgain standing={standing.clone()} />
            { not_received(texts) }
        </>
    };
    dialog(&app, standing, (texts.enrollment.email_title(), 1), content)
}

/// Where the e-mail went and how to find it.
fn sent_mail(texts: Texts, standing: &Standing) -> Html {
    let t = texts.enrollment;
    let Some(email) = &standing.email else {
        return Html::default();
    };
    let at = |time| i18n::time(texts.locale, milliseconds(time));
    let known = html! {
        <>
            { fact(t.email_subject(), CODE_MAIL_SUBJECT) }
            { fact(t.email_reference(), email.reference.clone()) }
            { fact(t.email_sent_at(), at(email.sent_at)) }
            { fact(t.email_good_until(), at(email.expires_at)) }
        </>
    };
    html! { <><p>{ t.email_sent_to(&email.sent_to) }</p>{ facts(known) }</> }
}

/// The link to a new e-mail: it rests for a minute, in place, with a count.
#[component]
fn SendAgain(props: &DialogProps) -> Html {
    let app = use_app();
    let t = app.texts().enrollment;
    let submit = use_submit(Lane::Flow);
    let sent_again = use_state_eq(|| false);
    let seconds = use_seconds_until(props.standing.resend_at_ms());
    let onclick = {
        let sent_again = sent_again.clone();
        submit.on(move |app| {
            let sent_again = sent_again.clone();
            Box::pin(async move {
                app.refresh_flow(requests::send_email(app.client()).await?);
                sent_again.set(true);
                Ok(())
            })
        })
    };
    let (label, said) = match (seconds, *sent_again) {
        (0, false) => (t.email_again().to_owned(), ""),
        (0, true) => (t.email_again().to_owned(), t.email_again_ready()),
        (_, false) => (t.email_again_in(seconds), ""),
        (_, true) => (t.email_again_in(seconds), t.email_sent_again()),
    };
    html! {
        <div class="send-again">
            <Button look={Look::Link} resting={seconds > 0} busy={submit.is_sending()} {onclick}>
                { label }
            </Button>
            <p role="status" class="hint">{ said }</p>
            <FailureAlert {submit} />
        </div>
    }
}

/// What to do when nothing arrives.
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
