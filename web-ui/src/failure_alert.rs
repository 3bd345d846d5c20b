//! The message above a form that went wrong, with a count where waiting helps.

use crate::clock;
use crate::failure::Failure;
use crate::handle::use_app;
use crate::i18n::{self, Texts};
use crate::messages::{self, Place, Wait};
use crate::submit::Submit;
use crate::ui::{Button, Kind, Look, alert, counting, use_seconds_until};
use yew::prelude::*;

/// What went wrong with a form.
#[derive(Properties, PartialEq)]
pub struct FailureAlertProps {
    /// The form.
    pub submit: Submit,
    /// What the form asked for.
    #[prop_or_default]
    pub place: Place,
}

/// Says what went wrong, what to do, and by when. Fields name it by the id "message".
#[component]
pub fn FailureAlert(props: &FailureAlertProps) -> Html {
    let app = use_app();
    let state = props.submit.state();
    let until = state.counts_until_ms();
    let seconds = use_seconds_until(until);
    let Some(failure) = state.failure() else {
        return Html::default();
    };
    html! {
        // A key of its own makes the same message news again.
        <div id="message" key={state.failures()}>
            { failed(app.texts(), failure, props.place, (seconds, until)) }
        </div>
    }
}

/// The message; `wait` is what is left of it, and when it is over.
fn failed(texts: Texts, failure: &Failure, place: Place, wait: (u32, Option<f64>)) -> Html {
    let (seconds, until) = wait;
    let say = |wait: &Wait| messages::words(texts, failure, place, wait);
    let at = until.map_or_else(String::new, |until| i18n::time(texts.locale, until));
    let seen = say(&Wait { seconds, at });
    let words = if seconds > 0 {
        counting(seen, messages::spoken(texts, failure))
    } else {
        html! { seen }
    };
    alert(Kind::Danger, words)
}

/// The main button of a form.
#[derive(Properties, PartialEq)]
pub struct SubmitButtonProps {
    /// The form.
    pub submit: Submit,
    /// The words; "Continue" when absent.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// How it looks.
    #[prop_or_default]
    pub look: Look,
}

/// Sends the form; resting while an answer is awaited or the server asked for patience.
#[component]
pub fn SubmitButton(props: &SubmitButtonProps) -> Html {
    let app = use_app();
    let t = app.texts().common;
    let state = props.submit.state();
    let waiting = use_seconds_until(state.blocked_until_ms()) > 0;
    let label = match (&props.label, state.failure()) {
        (_, Some(Failure::Network)) => AttrValue::from(t.try_again()),
        (Some(label), _) => label.clone(),
        (None, _) => AttrValue::from(t.continue_on()),
    };
    html! {
        <Button submits=true look={props.look} busy={state.is_sending()} resting={waiting}>
            { label }
        </Button>
    }
}

/// Something that could not be read.
#[derive(Properties, PartialEq)]
pub struct LoadFailureProps {
    /// What went wrong.
    pub failure: Failure,
    /// Reads it once more.
    pub again: Callback<()>,
}

/// Says why there is nothing to see, with a button to look once more.
#[component]
pub fn LoadFailure(props: &LoadFailureProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let since = use_memo(props.failure.clone(), |_| clock::now_ms());
    let until = props.failure.wait_seconds();
    let until = until.map(|seconds| *since + f64::from(seconds) * 1000.0);
    let seconds = use_seconds_until(until);
    if props.failure == Failure::Canceled {
        return Html::default();
    }
    html! {
        <div class="stack">
            { failed(texts, &props.failure, Place::Form, (seconds, until)) }
            <Button look={Look::Secondary} resting={seconds > 0} onclick={props.again.clone()}>
                { texts.common.try_again() }
            </Button>
        </div>
    }
}
