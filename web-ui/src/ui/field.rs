//! A labelled text input with its hint and its error.

use super::focus::use_focus;
use crate::app::use_app;
use crate::browser;
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
    /// The same in words of its own.
    #[prop_or_default]
    pub problem: Option<AttrValue>,
    /// Whether it has the focus when the page opens.
    #[prop_or_default]
    pub autofocus: bool,
    /// Called when the text changes.
    #[prop_or_default]
    pub oninput: Callback<()>,
    /// The maximum length of the text, which is said where it is longer: nothing that is pasted is cut.
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
    let is_email = props.kind == "email";
    let texts = app.texts();
    let error = props.error.map(|code| match (code, props.longest) {
        (FieldErrorCode::Invalid, _) if is_email => messages::no_address(texts).into(),
        (FieldErrorCode::TooLong, Some(longest)) => texts.problems.field_longest(longest).into(),
        (code, _) => messages::field_text(texts, code).into(),
    });
    let error = props.problem.clone().or(error);
    let oninput = {
        let told = props.oninput.clone();
        move |_: InputEvent| told.emit(())
    };
    html! {
        <div class="field">
            <label for={name.clone()}>{ props.label.clone() }</label>
            <input
                id={name.clone()}
                name={name.clone()}
                ref={props.input.clone()}
                type={props.kind.clone()}
                autocomplete={props.autocomplete.clone()}
                autocapitalize={is_email.then_some("off")}
                spellcheck={is_email.then_some("false")}
                aria-invalid={error.is_some().then_some("true")}
                aria-describedby={format!("{name}-help")}
                {oninput}
            />
            { help(name, props.hint.as_ref(), error) }
        </div>
    }
}

/// The text below a field: what is wrong with it, and help.
pub(super) fn help(name: &str, hint: Option<&AttrValue>, error: Option<AttrValue>) -> Html {
    html! {
        <div id={format!("{name}-help")} class="field-help">
            if let Some(error) = error {
                <p class="field-error">{ error }</p>
            }
            if let Some(hint) = hint {
                <p class="hint">{ hint }</p>
            }
        </div>
    }
}
