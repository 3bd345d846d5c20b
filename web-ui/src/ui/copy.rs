//! A button that puts a text on the clipboard and says so.

use super::button::{Button, Look};
use crate::browser;
use crate::handle::{spawn, use_app};
use yew::prelude::*;

/// A copy button.
#[derive(Properties, PartialEq)]
pub struct CopyButtonProps {
    /// What is copied.
    pub text: AttrValue,
}

/// Copies, and announces it.
#[component]
pub fn CopyButton(props: &CopyButtonProps) -> Html {
    let texts = use_app().texts();
    let outcome = use_state_eq(|| None::<bool>);
    let onclick = {
        let (text, outcome) = (props.text.clone(), outcome.clone());
        move |()| {
            let (text, outcome) = (text.clone(), outcome.clone());
            spawn(Box::pin(async move {
                outcome.set(Some(browser::copy(&text).await));
            }));
        }
    };
    let said = match *outcome {
        Some(true) => texts.common.copied(),
        Some(false) => texts.common.copy_failed(),
        None => "",
    };
    html! {
        <span class="copy">
            <Button look={Look::Secondary} {onclick}>{ texts.common.copy() }</Button>
            <span role="status" class="copy-said">{ said }</span>
        </span>
    }
}
