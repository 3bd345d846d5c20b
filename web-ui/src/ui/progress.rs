//! The progress of the set-up of a device.

use crate::i18n::Texts;
use std::cmp::Ordering;
use yew::prelude::*;

/// The id of "Step 2 of 4". The heading has the focus and is described by it: it stands above.
pub const PROGRESS: &str = "progress";

/// An ordered list of steps with the text "Step 2 of 4"; `current` counts from 1.
pub fn progress(texts: Texts, steps: &[&'static str], current: usize) -> Html {
    let step = |(index, name): (usize, &&'static str)| {
        let (class, aria_current) = match (index + 1).cmp(&current) {
            Ordering::Less => ("is-done", None),
            Ordering::Equal => ("is-current", Some("step")),
            Ordering::Greater => ("is-ahead", None),
        };
        html! { <li {class} aria-current={aria_current}><span>{ *name }</span></li> }
    };
    html! {
        <div class="progress">
            <p id={PROGRESS}>{ texts.enrollment.step_of(current, steps.len()) }</p>
            <ol>{ for steps.iter().enumerate().map(step) }</ol>
        </div>
    }
}
