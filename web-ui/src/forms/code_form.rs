//! The form for one code: the message about the last try, the field, the button.

use super::failure_alert::{FailureAlert, SubmitButton};
use super::submit::{FormTask, Submit};
use crate::browser;
use crate::failure::Failure;
use crate::messages::MessageContext;
use crate::ui::{CodeField, Form, Look, is_about_code, typed_code};
use shared_types::problem::ProblemCode;
use yew::prelude::*;

/// What is asked for, and what is done with the code.
#[derive(Properties, PartialEq)]
pub struct CodeFormProps {
    /// The state of the form.
    pub submit: Submit,
    /// Which code is asked for.
    pub context: MessageContext,
    /// Sends a complete code.
    pub send: Callback<String, FormTask>,
    /// Whether the sixth digit sends the code.
    #[prop_or_default]
    pub sends_when_complete: bool,
    /// The input's name and id.
    #[prop_or(AttrValue::Static("code"))]
    pub name: AttrValue,
    /// The ids of the texts that describe the field.
    #[prop_or(AttrValue::Static("message"))]
    pub described_by: AttrValue,
    /// Whether the field has the focus when the page opens.
    #[prop_or_default]
    pub autofocus: bool,
    /// The text of the button; "Continue" when absent.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// The look of the button.
    #[prop_or_default]
    pub look: Look,
    /// How often a new code was sent: each time the field is emptied and gets the focus.
    #[prop_or_default]
    pub renewals: u32,
    /// What helps after a failure, below its message.
    #[prop_or_default]
    pub remedy: Html,
}

/// The form for one code. An incomplete code is not sent.
#[component]
pub fn CodeForm(props: &CodeFormProps) -> Html {
    let submit = &props.submit;
    let code = use_node_ref();
    let onsubmit = {
        let (code, send) = (code.clone(), props.send.clone());
        submit.on(move |_| match typed_code(&browser::value(&code)) {
            Ok(typed) => send.emit(typed),
            Err(failure) => Box::pin(async { Err(failure) }),
        })
    };
    let oncomplete = if props.sends_when_complete {
        onsubmit.clone()
    } else {
        Callback::noop()
    };
    let failures = submit.state().failures();
    let failure = submit.failure();
    let failure_code = failure.as_ref().and_then(Failure::code);
    // A code that no longer works is not tried again.
    let is_void = failure_code == Some(ProblemCode::TooManyTries);
    use_empty_field(code.clone(), props.renewals, is_void.then_some(failures));
    html! {
        <>
            <FailureAlert submit={submit.clone()} context={props.context}>
                { props.remedy.clone() }
            </FailureAlert>
            <Form {onsubmit} {failures}>
                <CodeField
                    name={props.name.clone()}
                    input={code}
                    refusals={failures}
                    invalid={failure.as_ref().is_some_and(is_about_code)}
                    described_by={props.described_by.clone()}
                    autofocus={props.autofocus}
                    onedit={submit.on_edit()}
                    {oncomplete}
                />
                <SubmitButton submit={submit.clone()} label={props.label.clone()} look={props.look} />
            </Form>
        </>
    }
}

/// Empties the field and gives it the focus whenever a new code was sent or the tries at one are used up,
/// but not when the page opens.
#[hook]
fn use_empty_field(code: NodeRef, renewals: u32, used_up: Option<u32>) {
    use_effect_with((renewals, used_up), move |_| {
        if renewals > 0 || used_up.is_some() {
            browser::set_value(&code, "");
            browser::focus(&code);
        }
    });
}
