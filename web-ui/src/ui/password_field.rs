//! A password input that can show what was typed.

use super::field::help;
use super::focus::use_focus;
use crate::app::use_app;
use crate::browser;
use crate::messages;
use shared_types::problem::FieldErrorCode;
use yew::prelude::*;

/// Tells password managers whose password a form is about. Not visible.
pub fn hidden_username(email: &str) -> Html {
    html! {
        <input
            type="text"
            name="username"
            autocomplete="username"
            value={email.to_owned()}
            hidden=true
            readonly=true
        />
    }
}

/// A password input.
#[derive(Properties, PartialEq)]
pub struct PasswordFieldProps {
    /// The input's name and id.
    pub name: AttrValue,
    /// The visible label.
    pub label: AttrValue,
    /// The input, whose text the form reads.
    pub input: NodeRef,
    /// Whether a password manager may offer a new one.
    #[prop_or_default]
    pub is_new: bool,
    /// The help below the field.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What is wrong with it.
    #[prop_or_default]
    pub error: Option<FieldErrorCode>,
    /// The fewest characters of a new one, where the page knows.
    #[prop_or_default]
    pub shortest: Option<usize>,
    /// Whether it has the focus when the page opens.
    #[prop_or_default]
    pub autofocus: bool,
}

/// A password input with Show and Hide, which accepts pasting and password managers.
#[component]
pub fn PasswordField(props: &PasswordFieldProps) -> Html {
    let texts = use_app().texts();
    let shown = use_state_eq(|| false);
    let name = &props.name;
    use_focus(props.input.clone(), props.autofocus);
    let toggle = {
        let shown = shown.clone();
        move |_: MouseEvent| shown.set(!*shown)
    };
    let error = props.error.map(|code| {
        let typed = browser::value(&props.input).chars().count();
        let missing = props
            .shortest
            .map(|shortest| shortest.saturating_sub(typed));
        match (code, missing) {
            (FieldErrorCode::TooShort, Some(missing @ 1..)) => {
                AttrValue::from(messages::too_short(texts, missing))
            }
            _ => AttrValue::from(messages::field_text(texts, code)),
        }
    });
    let t = texts.common;
    let (label, spoken) = if *shown {
        (t.hide_password(), t.hide_password_label())
    } else {
        (t.show_password(), t.show_password_label())
    };
    html! {
        <div class="field">
            <label for={name.clone()}>{ props.label.clone() }</label>
            <div class="with-button">
                <input
                    id={name.clone()}
                    name={name.clone()}
                    ref={props.input.clone()}
                    type={if *shown { "text" } else { "password" }}
                    autocomplete={if props.is_new { "new-password" } else { "current-password" }}
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid={props.error.map(|_| "true")}
                    aria-describedby={format!("{name}-help")}
                />
                <button
                    type="button"
                    class="inner-button"
                    aria-label={spoken}
                    aria-controls={name.clone()}
                    onclick={toggle}
                >
                    { label }
                </button>
            </div>
            { help(name, props.hint.as_ref(), error) }
        </div>
    }
}
