//! The dialog "Verification email has been sent".

use super::frame::SetupDialog;
use super::requests;
use crate::browser;
use crate::client::use_client;
use crate::clock::milliseconds;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::flow::{Standing, use_flow, use_flow_submit, use_standing};
use crate::i18n::{self, Texts, use_texts};
use crate::messages::Place;
use crate::ui::{
    Button, CodeField, Fact, Facts, Form, Look, is_about_code, typed_code, use_seconds_until,
};
use yew::prelude::*;

/// The code from the e-mail. It is sent with the button only: the sixth digit is no decision.
#[component]
pub fn EmailPage() -> Html {
    let texts = use_texts();
    let (client, flow) = (use_client(), use_flow());
    let submit = use_flow_submit();
    let code = use_node_ref();
    let onsubmit = {
        let (submit, code) = (submit.clone(), code.clone());
        move |()| {
            let typed = typed_code(&browser::value(&code));
            let (client, flow) = (client.clone(), flow.clone());
            submit.run(async move {
                flow.accept(requests::verify_email(&client, typed?).await?);
                Ok(())
            });
        }
    };
    let onedit = {
        let submit = submit.clone();
        move |()| submit.edited()
    };
    html! {
        <SetupDialog title={texts.enrollment.email_title()} step=1>
            <SentMail />
            <FailureAlert submit={submit.clone()} place={Place::EmailCode} id="message" />
            <Form {onsubmit} failures={submit.state().failures()}>
                <CodeField
                    input={code}
                    refusals={submit.state().failures()}
                    invalid={submit.failure().is_some_and(is_about_code)}
                    described_by="message"
                    {onedit}
                />
                <SubmitButton {submit} />
            </Form>
            <SendAgain />
            <NotReceived />
        </SetupDialog>
    }
}

/// Where the e-mail went and how to find it.
#[component]
fn SentMail() -> Html {
    let texts = use_texts();
    let t = texts.enrollment;
    let standing = use_standing();
    let Some(email) = &standing.email else {
        return Html::default();
    };
    html! {
        <>
            <p>{ t.email_sent_to(&email.sent_to) }</p>
            <Facts>
                <Fact name={t.email_subject()}>{ t.email_subject_line() }</Fact>
                <Fact name={t.email_reference()}>{ &email.reference }</Fact>
                <Fact name={t.email_sent_at()}>
                    { i18n::time(texts.locale, milliseconds(email.sent_at)) }
                </Fact>
                <Fact name={t.email_good_until()}>
                    { i18n::time(texts.locale, milliseconds(email.expires_at)) }
                </Fact>
            </Facts>
        </>
    }
}

/// The link to a new e-mail: it rests for a minute, in place, with a count.
#[component]
fn SendAgain() -> Html {
    let texts = use_texts();
    let (client, flow, standing) = (use_client(), use_flow(), use_standing());
    let submit = use_flow_submit();
    let sent_again = use_state_eq(|| false);
    let seconds = use_seconds_until(standing.resend_at_ms());
    let onclick = {
        let (submit, sent_again) = (submit.clone(), sent_again.clone());
        move |()| {
            let (client, flow) = (client.clone(), flow.clone());
            let sent_again = sent_again.clone();
            submit.run(async move {
                flow.refresh(requests::send_email(&client).await?);
                sent_again.set(true);
                Ok(())
            });
        }
    };
    let label = if seconds > 0 {
        texts.enrollment.email_again_in(seconds)
    } else {
        texts.enrollment.email_again().to_owned()
    };
    html! {
        <div class="send-again">
            <Button
                look={Look::Link}
                resting={seconds > 0}
                busy={submit.is_sending()}
                {onclick}
            >
                { label }
            </Button>
            <p role="status" class="hint">{ said(texts, &standing, *sent_again, seconds) }</p>
            <FailureAlert {submit} />
        </div>
    }
}

fn said(texts: Texts, standing: &Standing, sent_again: bool, seconds: u32) -> &'static str {
    let had_to_wait = standing
        .email
        .as_ref()
        .is_some_and(|email| email.resend_after_seconds > 0);
    match (seconds, sent_again, had_to_wait) {
        (0, _, true) => texts.enrollment.email_again_ready(),
        (_, true, _) => texts.enrollment.email_sent_again(),
        (_, false, _) => "",
    }
}

/// What to do when nothing arrives.
#[component]
fn NotReceived() -> Html {
    let t = use_texts().enrollment;
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
