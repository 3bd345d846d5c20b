//! The message about a failed request, with a countdown where waiting helps.

use super::submit::Submit;
use crate::app::use_app;
use crate::browser;
use crate::clock;
use crate::failure::Failure;
use crate::i18n::{self, Texts};
use crate::messages::{self, MessageContext, Wait};
use crate::ui::{Button, Kind, Look, alert, counting, use_seconds_until};
use shared_types::problem::ProblemCode;
use yew::prelude::*;

/// The form whose failure is shown.
#[derive(Properties, PartialEq)]
pub struct FailureAlertProps {
    /// The form.
    pub submit: Submit,
    /// What the form asked for.
    #[prop_or_default]
    pub context: MessageContext,
    /// What helps at once, below the text.
    #[prop_or_default]
    pub children: Html,
}

/// Says what failed, what to do, and when. Fields refer to it by the id "message".
#[component]
pub fn FailureAlert(props: &FailureAlertProps) -> Html {
    let app = use_app();
    let state = props.submit.state();
    let until_ms = state.counts_until_ms();
    let seconds = use_seconds_until(until_ms);
    let Some(failure) = state.failure() else {
        return Html::default();
    };
    html! {
        // A new key makes screen readers announce the same message again.
        <div id="message" key={state.failures()}>
            { message(app.texts(), failure, props.context, Countdown { seconds, until_ms }) }
            { props.children.clone() }
        </div>
    }
}

/// What is left of a wait.
#[derive(Clone, Copy)]
struct Countdown {
    seconds: u32,
    until_ms: Option<f64>,
}

fn message(texts: Texts, failure: &Failure, context: MessageContext, countdown: Countdown) -> Html {
    let Countdown { seconds, until_ms } = countdown;
    let at = until_ms.map_or_else(String::new, |until| i18n::time_from(texts.locale, until));
    let mut seen = messages::text(texts, failure, context, &Wait { seconds, at });
    if *failure == Failure::Network && !browser::typed_fields().is_empty() {
        seen = format!("{seen} {}", texts.problems.typed_kept());
    }
    let text = if seconds > 0 {
        counting(seen, messages::spoken(texts, failure, context))
    } else {
        html! { seen }
    };
    alert(kind(failure, context, seconds), text)
}

/// A wait that is over is good news, and a pause between e-mails is nobody's mistake.
fn kind(failure: &Failure, context: MessageContext, seconds: u32) -> Kind {
    match failure.wait_seconds() {
        Some(_) if seconds == 0 || context.is_sending() => Kind::Info,
        _ => Kind::Danger,
    }
}

/// The main button of a form.
#[derive(Properties, PartialEq)]
pub struct SubmitButtonProps {
    /// The form.
    pub submit: Submit,
    /// The text; "Continue" when absent.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// How it looks.
    #[prop_or_default]
    pub look: Look,
}

/// Sends the form; disabled while a response is awaited or the server asked to wait.
#[component]
pub fn SubmitButton(props: &SubmitButtonProps) -> Html {
    let app = use_app();
    let t = app.texts().common;
    let state = props.submit.state();
    let is_blocked = use_seconds_until(state.blocked_until_ms()) > 0;
    let label = match (&props.label, state.failure()) {
        (_, Some(Failure::Network)) => AttrValue::from(t.try_again()),
        (Some(label), _) => label.clone(),
        (None, _) => AttrValue::from(t.continue_on()),
    };
    html! {
        <Button submits=true look={props.look} busy={state.is_sending()} disabled={is_blocked}>
            { label }
        </Button>
    }
}

/// Data that could not be loaded.
#[derive(Properties, PartialEq)]
pub struct LoadFailureProps {
    /// Why.
    pub failure: Failure,
    /// Loads it again.
    pub again: Callback<()>,
}

/// Says why there is no data, with a button to load it again.
#[component]
pub fn LoadFailure(props: &LoadFailureProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let since = use_memo(props.failure.clone(), |_| clock::now_ms());
    let wait = props.failure.wait_seconds();
    let until_ms = wait.map(|seconds| *since + f64::from(seconds) * 1000.0);
    let seconds = use_seconds_until(until_ms);
    if props.failure == Failure::Canceled {
        return Html::default();
    }
    // The same question gets the same answer.
    let same = [ProblemCode::InvalidInput, ProblemCode::NotFound];
    let can_help = props
        .failure
        .code()
        .is_none_or(|code| !same.contains(&code));
    html! {
        <div class="stack">
            { message(texts, &props.failure, MessageContext::Page, Countdown { seconds, until_ms }) }
            if can_help {
                <Button look={Look::Secondary} disabled={seconds > 0} onclick={props.again.clone()}>
                    { texts.common.try_again() }
                </Button>
            }
        </div>
    }
}
