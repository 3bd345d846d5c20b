//! The message above a form that went wrong, with a count where waiting helps.

use crate::clock;
use crate::failure::Failure;
use crate::i18n::{self, use_texts};
use crate::messages::{self, Place, Wait};
use crate::submit::Submit;
use crate::ui::{Alert, Button, Counting, Kind, Look, use_seconds_until};
use yew::prelude::*;

/// What went wrong with a form.
#[derive(Properties, PartialEq)]
pub struct FailureAlertProps {
    /// The form.
    pub submit: Submit,
    /// What the form asked for.
    #[prop_or_default]
    pub place: Place,
    /// Names the message for `aria-describedby`.
    #[prop_or_default]
    pub id: Option<AttrValue>,
}

/// Says what went wrong, what to do, and by when.
#[component]
pub fn FailureAlert(props: &FailureAlertProps) -> Html {
    let texts = use_texts();
    let state = props.submit.state();
    let until = state.counts_until_ms();
    let seconds = use_seconds_until(until);
    let Some(failure) = state.failure() else {
        return Html::default();
    };
    let wait = Wait {
        seconds,
        at: until.map_or_else(String::new, |until| i18n::time(texts.locale, until)),
    };
    html! {
        // A key of its own makes the same message news again.
        <Alert kind={Kind::Danger} id={props.id.clone()} key={state.failures()}>
            <Counting
                text={messages::words(texts, failure, props.place, &wait)}
                running={seconds > 0}
            />
        </Alert>
    }
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
    let texts = use_texts();
    let state = props.submit.state();
    let waiting = use_seconds_until(state.blocked_until_ms()) > 0;
    let label = match (&props.label, state.failure()) {
        (_, Some(Failure::Network)) => AttrValue::from(texts.common.try_again()),
        (Some(label), _) => label.clone(),
        (None, _) => AttrValue::from(texts.common.continue_on()),
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
    let texts = use_texts();
    let since = use_memo(props.failure.clone(), |_| clock::now_ms());
    let until = props.failure.wait_seconds();
    let until = until.map(|seconds| *since + f64::from(seconds) * 1000.0);
    let seconds = use_seconds_until(until);
    if props.failure == Failure::Canceled {
        return Html::default();
    }
    let wait = Wait {
        seconds,
        at: until.map_or_else(String::new, |until| i18n::time(texts.locale, until)),
    };
    let again = props.again.clone();
    html! {
        <div class="stack">
            <Alert kind={Kind::Danger}>
                <Counting
                    text={messages::words(texts, &props.failure, Place::Form, &wait)}
                    running={seconds > 0}
                />
            </Alert>
            <Button look={Look::Secondary} resting={seconds > 0} onclick={move |()| again.emit(())}>
                { texts.common.try_again() }
            </Button>
        </div>
    }
}
