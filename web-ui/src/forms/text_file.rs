//! A text of many lines that is typed, pasted, or taken from a file. It leaves the page only with its form.

use super::Submit;
use super::decoded::{Decoded, decode};
use crate::browser;
use crate::task::spawn;
use crate::ui::{Button, Kind, alert};
use js_sys::{ArrayBuffer, Uint8Array};
use shared_types::limits::ROWS_BODY_BYTES;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the two fields say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextFileWords {
    /// The label of the text.
    pub label: &'static str,
    /// What may be in it.
    pub hint: &'static str,
    /// The label of the file.
    pub file: &'static str,
    /// What becomes of it.
    pub file_hint: &'static str,
    /// That the file cannot be read.
    pub file_failed: &'static str,
    /// That its letters are a guess.
    pub file_guessed: &'static str,
}

/// The fields.
#[derive(Properties, PartialEq)]
pub struct TextFileProps {
    /// The id of the text.
    pub id: &'static str,
    /// Its name. Without one it is a secret, which no draft in the tab may hold.
    #[prop_or_default]
    pub name: Option<&'static str>,
    /// What they say.
    pub words: TextFileWords,
    /// The text.
    pub input: NodeRef,
    /// The text at first.
    #[prop_or_default]
    pub initial: AttrValue,
    /// What is wrong with it.
    pub error: Option<AttrValue>,
    /// Called when it becomes another one, or was to: what was said of it counts no more.
    pub onedit: Callback<()>,
}

/// The text, and the file whose text takes its place.
#[component]
pub fn TextFile(props: &TextFileProps) -> Html {
    let TextFileProps {
        id, words, error, ..
    } = props;
    // What is said of the file that was chosen last.
    let said = use_state_eq(|| None::<(Kind, &'static str)>);
    {
        let input = props.input.clone();
        use_effect_with(props.initial.clone(), move |initial| {
            if !initial.is_empty() {
                browser::set_long_text(&input, initial);
            }
        });
    }
    let onfile = {
        let (input, onedit) = (props.input.clone(), props.onedit.clone());
        let (said, words) = (said.clone(), *words);
        Callback::from(move |event: Event| {
            let Some(chosen) = event.target_dyn_into::<HtmlInputElement>() else {
                return;
            };
            let (input, onedit, said) = (input.clone(), onedit.clone(), said.clone());
            spawn(Box::pin(async move {
                let file = text_of_chosen(chosen).await;
                said.set(match &file {
                    None => Some((Kind::Danger, words.file_failed)),
                    Some(file) if file.is_guess => Some((Kind::Warning, words.file_guessed)),
                    Some(_) => None,
                });
                if let Some(file) = file {
                    browser::set_long_text(&input, &file.text);
                }
                onedit.emit(());
            }));
        })
    };
    let oninput = {
        let (onedit, said) = (props.onedit.clone(), said.clone());
        move |_: InputEvent| {
            said.set(None);
            onedit.emit(());
        }
    };
    let help = format!("{id}-help");
    html! {
        <>
            if let Some((kind, text)) = *said {
                { alert(kind, html! { text }) }
            }
            <div class="field">
                <label for={*id}>{ words.label }</label>
                <textarea
                    id={*id}
                    name={props.name}
                    ref={props.input.clone()}
                    rows="8"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid={error.is_some().then_some("true")}
                    aria-describedby={help.clone()}
                    {oninput}
                />
                <div id={help} class="field-help">
                    if let Some(error) = error.clone() {
                        <p class="field-error">{ error }</p>
                    }
                    <p class="hint">{ words.hint }</p>
                </div>
            </div>
            { file_field(words, onfile) }
        </>
    }
}

/// The field for the file. It names the chosen one until the next is chosen, which may be the same, changed since: for
/// the browser that is a choice only where none was made before.
fn file_field(words: &TextFileWords, onchange: Callback<Event>) -> Html {
    let onclick = |event: MouseEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            input.set_value("");
        }
    };
    html! {
        <div class="field">
            <label for="text-file">{ words.file }</label>
            <input
                id="text-file"
                type="file"
                accept=".csv,.txt,text/csv,text/plain"
                aria-describedby="text-file-help"
                {onclick}
                {onchange}
            />
            <div id="text-file-help" class="field-help">
                <p class="hint">{ words.file_hint }</p>
            </div>
        </div>
    }
}

/// The text of the chosen file; `None` where it has none, or is larger than an import may be.
async fn text_of_chosen(input: HtmlInputElement) -> Option<Decoded> {
    let file = input.files()?.get(0)?;
    // Of a file on a disk the size is a whole number.
    let is_small = file.size() <= f64::from(u32::try_from(ROWS_BODY_BYTES).ok()?);
    if !is_small {
        return None;
    }
    let bytes: ArrayBuffer = JsFuture::from(file.array_buffer())
        .await
        .ok()?
        .unchecked_into();
    decode(&Uint8Array::new(&bytes).to_vec())
}

/// What an import that was tried out would do.
pub struct Tried {
    /// How many rows it would import.
    pub count: u32,
    /// The label of the button that does it.
    pub label: String,
    /// What is said where there is nothing to do.
    pub nothing: &'static str,
}

/// The button that imports what was tried out.
pub fn import_button(submit: &Submit, tried: Tried, onclick: Callback<()>) -> Html {
    if tried.count == 0 {
        return alert(Kind::Info, html! { tried.nothing });
    }
    html! {
        <p>
            <Button busy={submit.is_sending()} {onclick}>{ tried.label }</Button>
        </p>
    }
}
