//! How far the set-up of a device is.

use crate::i18n::use_texts;
use std::cmp::Ordering;
use yew::prelude::*;

/// How far a set-up is.
#[derive(Properties, PartialEq)]
pub struct ProgressProps {
    /// The steps' names, in order.
    pub steps: Vec<AttrValue>,
    /// The step that the page is, from 1.
    pub current: usize,
}

/// An ordered list of steps with the words "Step 2 of 4".
#[component]
pub fn Progress(props: &ProgressProps) -> Html {
    let texts = use_texts();
    let step = |(index, name): (usize, &AttrValue)| {
        let number = index + 1;
        let class = match number.cmp(&props.current) {
            Ordering::Less => "is-done",
            Ordering::Equal => "is-current",
            Ordering::Greater => "is-ahead",
        };
        let current = (number == props.current).then_some("step");
        html! { <li {class} aria-current={current}><span>{ name }</span></li> }
    };
    html! {
        <div class="progress">
            <p>{ texts.enrollment.step_of(props.current, props.steps.len()) }</p>
            <ol>{ for props.steps.iter().enumerate().map(step) }</ol>
        </div>
    }
}
