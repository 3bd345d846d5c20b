//! A field whose text is looked for, with its button.

use super::field::help;
use super::{Button, Look};
use crate::app::use_app;
use crate::messages;
use shared_types::limits::SEARCH_LONGEST;
use shared_types::problem::FieldErrorCode;
use yew::prelude::*;

/// The field and the button beside it.
#[derive(Properties, PartialEq)]
pub struct SearchFieldProps {
    /// The input's name and id.
    pub name: AttrValue,
    /// The visible label.
    pub label: AttrValue,
    /// The input, whose text the form reads.
    pub input: NodeRef,
    /// The text of the button.
    pub button: AttrValue,
    /// Whether the form is being sent.
    #[prop_or_default]
    pub busy: bool,
    /// What is wrong with the text.
    #[prop_or_default]
    pub error: Option<FieldErrorCode>,
}

/// A text that is too long stays as it is, and is said to be: nothing that is pasted is cut.
#[component]
pub fn SearchField(props: &SearchFieldProps) -> Html {
    let texts = use_app().texts();
    let name = &props.name;
    let error = props.error.map(|code| match code {
        FieldErrorCode::TooLong => texts.problems.field_longest(SEARCH_LONGEST).into(),
        code => messages::field_text(texts, code).into(),
    });
    html! {
        <div class="field">
            <label for={name.clone()}>{ props.label.clone() }</label>
            <div class="with-button">
                <input
                    id={name.clone()}
                    name={name.clone()}
                    type="search"
                    ref={props.input.clone()}
                    autocomplete="off"
                    aria-invalid={error.is_some().then_some("true")}
                    aria-describedby={format!("{name}-help")}
                />
                <Button submits=true look={Look::Secondary} busy={props.busy}>
                    { props.button.clone() }
                </Button>
            </div>
            { help(name, None, error) }
        </div>
    }
}
