//! A button that copies a text to the clipboard.

use super::button::{Button, Look};
use crate::app::use_app;
use crate::browser;
use crate::task::spawn;
use yew::prelude::*;

/// A copy button.
#[derive(Properties, PartialEq)]
pub struct CopyButtonProps {
    /// The text.
    pub text: AttrValue,
    /// Called when it is on the clipboard.
    #[prop_or_default]
    pub oncopied: Callback<()>,
}

/// Copies the text, and announces whether that worked.
#[component]
pub fn CopyButton(props: &CopyButtonProps) -> Html {
    let texts = use_app().texts();
    let outcome = use_state_eq(|| None::<bool>);
    let onclick = {
        let (text, outcome) = (props.text.clone(), outcome.clone());
        let oncopied = props.oncopied.clone();
        move |()| {
            let (text, outcome) = (text.clone(), outcome.clone());
            let oncopied = oncopied.clone();
            spawn(Box::pin(async move {
                let is_copied = browser::copy(&text).await;
                outcome.set(Some(is_copied));
                if is_copied {
                    oncopied.emit(());
                }
            }));
        }
    };
    let status = match *outcome {
        Some(true) => texts.common.copied(),
        Some(false) => texts.common.copy_failed(),
        None => "",
    };
    html! {
        <span class="copy">
            <Button look={Look::Secondary} {onclick}>{ texts.common.copy() }</Button>
            <span role="status" class="copy-status">{ status }</span>
        </span>
    }
}
