//! A labelled text input with its hint and its error.

use super::focus::use_focus;
use crate::browser;
use crate::i18n::use_texts;
use crate::messages;
use shared_types::problem::FieldErrorCode;
use yew::prelude::*;

/// A text input.
#[derive(Properties, PartialEq)]
pub struct FieldProps {
    /// The input's name and id.
    pub name: AttrValue,
    /// The visible label.
    pub label: AttrValue,
    /// The input, whose text the form reads.
    pub input: NodeRef,
    /// What the browser may expect, `email`.
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    /// What a password manager may fill in.
    #[prop_or(AttrValue::Static("off"))]
    pub autocomplete: AttrValue,
    /// What stands there at first.
    #[prop_or_default]
    pub initial: AttrValue,
    /// A word of help under the label.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What is wrong with it.
    #[prop_or_default]
    pub error: Option<FieldErrorCode>,
    /// Whether it has the focus when the page opens.
    #[prop_or_default]
    pub autofocus: bool,
    /// The longest text.
    #[prop_or_default]
    pub longest: Option<usize>,
}

/// A labelled text input. It keeps its own text: see `browser::value`.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let name = &props.name;
    {
        let input = props.input.clone();
        use_effect_with(props.initial.clone(), move |initial| {
            if browser::value(&input).is_empty() {
                browser::set_value(&input, initial);
            }
        });
    }
    use_focus(props.input.clone(), props.autofocus);
    html! {
        <div class="field">
            <label for={name.clone()}>{ props.label.clone() }</label>
            <input
                id={name.clone()}
                name={name.clone()}
                ref={props.input.clone()}
                type={props.kind.clone()}
                autocomplete={props.autocomplete.clone()}
                autocapitalize={(props.kind == "email").then_some("off")}
                spellcheck={(props.kind == "email").then_some("false")}
                maxlength={props.longest.map(|longest| longest.to_string())}
                aria-invalid={props.error.map(|_| "true")}
                aria-describedby={format!("{name}-help")}
            />
            <FieldHelp {name} hint={props.hint.clone()} error={props.error} />
        </div>
    }
}

/// The words under a field.
#[derive(Properties, PartialEq)]
pub(super) struct FieldHelpProps {
    /// The field's name.
    pub(super) name: AttrValue,
    /// A word of help.
    pub(super) hint: Option<AttrValue>,
    /// What is wrong.
    pub(super) error: Option<FieldErrorCode>,
}

/// The words under a field: what is wrong, and else a word of help.
#[component]
pub(super) fn FieldHelp(props: &FieldHelpProps) -> Html {
    let texts = use_texts();
    html! {
        <div id={format!("{}-help", props.name)} class="field-help">
            if let Some(code) = props.error {
                <p class="field-error">{ messages::field_words(texts, code) }</p>
            }
            if let Some(hint) = &props.hint {
                <p class="hint">{ hint }</p>
            }
        </div>
    }
}
