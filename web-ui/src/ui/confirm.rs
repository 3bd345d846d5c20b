//! The confirmation of an action that cannot be taken back.

use super::button::{Button, Look};
use super::focus::use_focus;
use super::form::Form;
use crate::app::use_app;
use crate::browser;
use yew::prelude::*;

/// The action that is to be confirmed.
#[derive(Properties, PartialEq)]
pub struct ConfirmProps {
    /// The question; it names what it is about.
    pub question: AttrValue,
    /// The text of the button that confirms.
    pub label: AttrValue,
    /// How the button looks that confirms.
    #[prop_or(Look::Danger)]
    pub look: Look,
    /// Whether a response is awaited.
    pub busy: bool,
    /// Whether it cannot be confirmed yet.
    #[prop_or_default]
    pub disabled: bool,
    /// How often it failed.
    pub failures: u32,
    /// Called when it is confirmed.
    pub onconfirm: Callback<()>,
    /// Called when it is canceled.
    pub oncancel: Callback<()>,
    /// Further fields and messages.
    #[prop_or_default]
    pub children: Html,
}

/// A question with a button to confirm and one to cancel, which Escape does as well; it has the focus when
/// it appears, and gives it back to what opened it when it is canceled.
#[component]
pub fn Confirm(props: &ConfirmProps) -> Html {
    let texts = use_app().texts();
    let question = use_node_ref();
    use_focus(question.clone(), true);
    let opener = use_memo((), |()| browser::focused());
    let oncancel = {
        let cancel = props.oncancel.clone();
        Callback::from(move |()| {
            cancel.emit(());
            if let Some(opener) = (*opener).clone() {
                browser::focus_element_later(opener);
            }
        })
    };
    let onkeydown = {
        let cancel = oncancel.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                cancel.emit(());
            }
        }
    };
    html! {
        <div class="confirm" role="group" aria-labelledby="confirm-question" {onkeydown}>
            <p id="confirm-question" ref={question} tabindex="-1">{ props.question.clone() }</p>
            <Form onsubmit={props.onconfirm.clone()} failures={props.failures}>
                { props.children.clone() }
                <div class="row">
                    <Button
                        look={props.look}
                        submits=true
                        busy={props.busy}
                        disabled={props.disabled}
                    >
                        { props.label.clone() }
                    </Button>
                    <Button look={Look::Secondary} onclick={oncancel}>
                        { texts.common.cancel() }
                    </Button>
                </div>
            </Form>
        </div>
    }
}
