//! The dialog "Verification email has been sent".

use super::frame::{DialogProps, StepHeading, dialog};
use super::requests;
use crate::app::{App, FlowState, use_app};
use crate::client::CredentialKind;
use crate::clock::milliseconds;
use crate::failure::Failure;
use crate::flow;
use crate::forms::{CodeForm, FailureAlert, FormTask, Submit, use_submit};
use crate::i18n::{self, Texts};
use crate::messages::{self, MessageContext};
use crate::ui::{Button, Kind, Look, alert, fact, facts, use_seconds_until};
use shared_types::problem::ProblemCode;
use yew::prelude::*;

/// Asks for the code from the e-mail. It is checked and sent again by two requests, of which only the
/// newest answer is shown.
#[component]
pub fn EmailPage(props: &DialogProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let flow = &props.flow;
    let (check, again) = (
        use_submit(CredentialKind::Flow),
        use_submit(CredentialKind::Flow),
    );
    let sent_again = use_state_eq(SentAgain::default);
    use_newest_answer(&check, &again, &sent_again);
    let send = {
        let app = app.clone();
        Callback::from(move |code| verify(app.clone(), code))
    };
    let blocked_until = again.state().blocked_until_ms();
    let until = flow.resend_at_ms().into_iter().chain(blocked_until);
    let seconds = use_seconds_until(until.reduce(f64::max));
    let button = {
        let onclick = send_again(&again, &check, &sent_again);
        again_button(texts, &again, seconds, onclick)
    };
    let needs_another = check.failure().as_ref().is_some_and(needs_another_mail);
    let content = html! {
        <>
            if sent_again.has_notice {
                { alert(Kind::Success, html! { new_mail(texts, flow) }) }
            }
            if let Some(seconds) = flow.mailed_seconds_ago.filter(|_| sent_again.times == 0) {
                { alert(Kind::Info, html! {
                    texts.enrollment.email_sent_ago(&messages::length(texts, seconds))
                }) }
            }
            { sent_mail(texts, flow) }
            <FailureAlert submit={again.clone()} context={MessageContext::EmailSending} />
            <CodeForm
                submit={check}
                context={MessageContext::EmailCode}
                {send}
                renewals={sent_again.times}
                remedy={if needs_another { button.clone() } else { Html::default() }}
            />
            if !needs_another {
                { button }
            }
            { not_received(texts) }
        </>
    };
    let heading = StepHeading {
        title: texts.enrollment.email_title(),
        step: 1,
    };
    dialog(&app, flow, heading, content)
}

/// What this page shows of e-mails that were sent again.
#[derive(Clone, Copy, Default, PartialEq)]
struct SentAgain {
    times: u32,
    /// Whether the newest answer is that one was sent.
    has_notice: bool,
}

impl SentAgain {
    fn once_more(self) -> Self {
        Self {
            times: self.times + 1,
            has_notice: true,
        }
    }

    fn without_notice(self) -> Self {
        Self {
            has_notice: false,
            ..self
        }
    }
}

/// A refused code removes what was said about the e-mail that was sent again.
#[hook]
fn use_newest_answer(check: &Submit, again: &Submit, sent_again: &UseStateHandle<SentAgain>) {
    let (again, sent_again) = (again.clone(), sent_again.clone());
    use_effect_with(check.state().failures(), move |failures| {
        if *failures > 0 {
            again.clear();
            sent_again.set(sent_again.without_notice());
        }
    });
}

/// Whether only another e-mail helps.
fn needs_another_mail(failure: &Failure) -> bool {
    let code = failure.code();
    matches!(
        code,
        Some(ProblemCode::TooManyTries | ProblemCode::CodeExpired)
    )
}

/// Sends the e-mail again, and removes what was said about the older one.
fn send_again(
    again: &Submit,
    check: &Submit,
    sent_again: &UseStateHandle<SentAgain>,
) -> Callback<()> {
    let (check, sent_again) = (check.clone(), sent_again.clone());
    again.on(move |app| {
        check.clear();
        sent_again.set(sent_again.without_notice());
        let sent_again = sent_again.clone();
        Box::pin(async move {
            flow::refresh(&app, requests::send_email(app.client()).await?);
            sent_again.set(sent_again.once_more());
            Ok(())
        })
    })
}

/// Disabled for a minute after each e-mail, with a countdown.
fn again_button(texts: Texts, again: &Submit, seconds: u32, onclick: Callback<()>) -> Html {
    let t = texts.enrollment;
    let label = match seconds {
        0 => t.email_again().to_owned(),
        seconds => t.email_again_in(&messages::length(texts, seconds)),
    };
    html! {
        <Button look={Look::Link} disabled={seconds > 0} busy={again.is_sending()} {onclick}>
            { label }
        </Button>
    }
}

fn new_mail(texts: Texts, flow: &FlowState) -> String {
    let email = flow.email.as_ref();
    let sent = email.map(|email| {
        let at = i18n::time(texts.locale, milliseconds(email.sent_at));
        texts.enrollment.email_sent_again(&at, &email.reference)
    });
    sent.unwrap_or_default()
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
            { fact(t.email_subject(), t.email_subject_starts(&flow.organization)) }
            { fact(t.email_reference(), email.reference.clone()) }
            { fact(t.email_sent_at(), at(email.sent_at)) }
            { fact(t.email_good_until(), at(email.expires_at)) }
        </>
    };
    html! { <><p>{ t.email_sent_to(&i18n::unbroken(&email.sent_to)) }</p>{ facts(rows) }</> }
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
