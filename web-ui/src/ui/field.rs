//! A labelled text input with its hint and its error.

use super::focus::use_focus;
use crate::app::use_app;
use crate::browser;
use crate::i18n::Texts;
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
    /// The `type` of the input.
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    /// What the browser may fill in.
    #[prop_or(AttrValue::Static("off"))]
    pub autocomplete: AttrValue,
    /// The text at first.
    #[prop_or_default]
    pub initial: AttrValue,
    /// The help below the field.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What is wrong with it.
    #[prop_or_default]
    pub error: Option<FieldErrorCode>,
    /// Whether it has the focus when the page opens.
    #[prop_or_default]
    pub autofocus: bool,
    /// The maximum length of the text.
    #[prop_or_default]
    pub longest: Option<usize>,
}

/// A labelled text input. It keeps its own text: see `browser::value`.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let app = use_app();
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
            { help(app.texts(), name, props.hint.as_ref(), props.error) }
        </div>
    }
}

/// The text below a field: what is wrong with it, and help.
pub(super) fn help(
    texts: Texts,
    name: &str,
    hint: Option<&AttrValue>,
    error: Option<FieldErrorCode>,
) -> Html {
    html! {
        <div id={format!("{name}-help")} class="field-help">
            if let Some(code) = error {
                <p class="field-error">{ messages::field_text(texts, code) }</p>
            }
            if let Some(hint) = hint {
                <p class="hint">{ hint }</p>
            }
        </div>
    }
}
