//! The field for a 6-digit code, which can be typed, pasted and filled in.

use super::code_entry::CodeEntry;
use super::focus::use_focus;
use crate::app::use_app;
use crate::browser;
use crate::failure::Failure;
use shared_types::code::{clean_code, is_code};
use shared_types::problem::{FieldErrorCode, ProblemCode};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// The code in the text of the field, if it is complete.
pub fn typed_code(text: &str) -> Result<String, Failure> {
    let code = clean_code(text);
    if is_code(&code) {
        Ok(code)
    } else {
        Err(Failure::Fields(vec![("code", FieldErrorCode::Invalid)]))
    }
}

/// Whether the failure means that another code must be entered.
pub fn is_about_code(failure: &Failure) -> bool {
    match failure.code() {
        Some(
            ProblemCode::InvalidCode
            | ProblemCode::AlreadyUsed
            | ProblemCode::CodeExpired
            | ProblemCode::TooManyTries,
        ) => true,
        _ => failure.field("code").is_some(),
    }
}

/// The field for a code.
#[derive(Properties, PartialEq)]
pub struct CodeFieldProps {
    /// The input's name and id.
    #[prop_or(AttrValue::Static("code"))]
    pub name: AttrValue,
    /// The input, whose text the form reads.
    pub input: NodeRef,
    /// How often a code was refused: each time the digits are selected.
    pub refusals: u32,
    /// Whether the code is wrong.
    pub invalid: bool,
    /// The ids of the texts that describe the field.
    pub described_by: AttrValue,
    /// Whether the field has the focus when the page opens.
    #[prop_or_default]
    pub autofocus: bool,
    /// Called when the text changes.
    #[prop_or_default]
    pub onedit: Callback<()>,
    /// Called when the sixth digit is there, once for each code.
    #[prop_or_default]
    pub oncomplete: Callback<()>,
}

/// One input with a visible label. One input for each digit would break autofill and screen readers.
#[component]
pub fn CodeField(props: &CodeFieldProps) -> Html {
    let texts = use_app().texts();
    let entry = use_mut_ref(CodeEntry::default);
    use_focus(props.input.clone(), props.autofocus);
    use_selection_after_refusal(props.input.clone(), props.refusals);
    use_typing_from_anywhere(props.input.clone());

    let oninput = {
        let (edit, complete) = (props.onedit.clone(), props.oncomplete.clone());
        move |event: InputEvent| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else {
                return;
            };
            // The text of an unfinished composition belongs to the input method.
            if event.is_composing() {
                return;
            }
            let raw = input.value();
            let mut entry = entry.borrow_mut();
            let text = entry.typed(&raw);
            if text != raw {
                input.set_value(text);
            }
            edit.emit(());
            if entry.take_complete().is_some() {
                complete.emit(());
            }
        }
    };
    html! {
        <div class="field">
            <label for={props.name.clone()}>{ texts.common.code_label() }</label>
            <input
                id={props.name.clone()}
                name={props.name.clone()}
                class="code-input"
                ref={props.input.clone()}
                type="text"
                inputmode="numeric"
                autocomplete="one-time-code"
                autocapitalize="off"
                spellcheck="false"
                aria-invalid={props.invalid.then_some("true")}
                aria-describedby={props.described_by.clone()}
                {oninput}
            />
        </div>
    }
}

/// Selects a refused code, so that it stays visible and typing replaces it.
#[hook]
fn use_selection_after_refusal(input: NodeRef, refusals: u32) {
    use_effect_with(refusals, move |refusals| {
        if *refusals > 0
            && let Some(input) = input.cast::<HtmlInputElement>()
        {
            let _ = input.focus();
            input.select();
        }
    });
}

/// Gives the field the focus when a digit is typed or something is pasted anywhere on the page:
/// when a dialog opens, its heading has the focus.
#[hook]
fn use_typing_from_anywhere(input: NodeRef) {
    use_effect_with((), move |()| {
        let listen = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
            let pastes = (event.ctrl_key() || event.meta_key()) && event.key() == "v";
            let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
            let types =
                plain && event.key().len() == 1 && event.key().as_bytes()[0].is_ascii_digit();
            if (pastes || types) && !is_typing() {
                browser::focus(&input);
            }
        });
        let document = browser::document();
        let listener = listen.as_ref().unchecked_ref();
        let _ = document.add_event_listener_with_callback("keydown", listener);
        move || {
            let listener = listen.as_ref().unchecked_ref();
            let _ = document.remove_event_listener_with_callback("keydown", listener);
        }
    });
}

fn is_typing() -> bool {
    browser::focused().is_some_and(|element: HtmlElement| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}
