//! A question in the page before something is taken away.

use super::button::{Button, Look};
use super::focus::use_focus;
use super::form::Form;
use crate::handle::use_app;
use yew::prelude::*;

/// A question.
#[derive(Properties, PartialEq)]
pub struct ConfirmProps {
    /// The question; it names what is meant.
    pub question: AttrValue,
    /// The words of the button that does it.
    pub label: AttrValue,
    /// Whether it is being done.
    pub busy: bool,
    /// How often it went wrong.
    pub failures: u32,
    /// Do it.
    pub onconfirm: Callback<()>,
    /// Leave it.
    pub oncancel: Callback<()>,
    /// What else is asked for, or went wrong.
    #[prop_or_default]
    pub children: Html,
}

/// A question with the way on and the way back; it has the focus when it appears.
#[component]
pub fn Confirm(props: &ConfirmProps) -> Html {
    let texts = use_app().texts();
    let question = use_node_ref();
    use_focus(question.clone(), true);
    html! {
        <div class="confirm" role="group" aria-labelledby="confirm-question">
            <p id="confirm-question" ref={question} tabindex="-1">{ props.question.clone() }</p>
            <Form onsubmit={props.onconfirm.clone()} failures={props.failures}>
                { props.children.clone() }
                <div class="row">
                    <Button look={Look::Danger} submits=true busy={props.busy}>
                        { props.label.clone() }
                    </Button>
                    <Button look={Look::Secondary} onclick={props.oncancel.clone()}>
                        { texts.common.cancel() }
                    </Button>
                </div>
            </Form>
        </div>
    }
}
