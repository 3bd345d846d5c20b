//! The message of a form that makes one more of something there may be only so many of.

use super::failure_alert::FailureAlert;
use super::submit::Submit;
use crate::failure::Failure;
use crate::ui::{Kind, alert};
use shared_types::problem::ProblemCode;
use yew::prelude::*;

/// The form, and what is said at the limit.
#[derive(Properties, PartialEq)]
pub struct LimitAlertProps {
    /// The form.
    pub submit: Submit,
    /// That there can be no more, and what to do.
    pub full: AttrValue,
}

/// The same as [`FailureAlert`] for a form whose request is in conflict only with the limit.
#[component]
pub fn LimitAlert(props: &LimitAlertProps) -> Html {
    let submit = &props.submit;
    let code = submit.failure().as_ref().and_then(Failure::code);
    if code != Some(ProblemCode::Conflict) {
        return html! { <FailureAlert submit={submit.clone()} /> };
    }
    html! {
        <div id="message" key={submit.state().failures()}>
            { alert(Kind::Danger, html! { props.full.clone() }) }
        </div>
    }
}
