//! The few things that the application asks of the browser itself.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, Storage, Window};
use yew::NodeRef;

/// The window; there always is one.
pub fn window() -> Window {
    web_sys::window().expect("a browser has a window")
}

/// The document; there always is one.
pub fn document() -> Document {
    window().document().expect("a window has a document")
}

/// The element with this id.
pub fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// The element that has the focus.
pub fn focused() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Gives the focus to an element that is drawn.
pub fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // A refusal (the element is hidden) leaves the focus where it was.
        let _ = element.focus();
    }
}

/// What stands in an input now. Inputs keep their own text, so that nothing typed, pasted or
/// filled in by a password manager is ever lost or overwritten.
pub fn value(node: &NodeRef) -> String {
    node.cast::<HtmlInputElement>()
        .map(|input| input.value())
        .unwrap_or_default()
}

/// Writes a text into an input.
pub fn set_value(node: &NodeRef, text: &str) {
    if let Some(input) = node.cast::<HtmlInputElement>() {
        input.set_value(text);
    }
}

/// The name of the tab.
pub fn title() -> String {
    document().title()
}

/// Names the tab.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Names the language of the page.
pub fn set_language(tag: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", tag);
    }
}

/// A choice that this browser keeps.
pub fn recall(key: &str) -> Option<String> {
    local_storage()?.get_item(key).ok()?
}

/// Keeps a choice in this browser. A browser that keeps nothing just asks again.
pub fn remember(key: &str, value: &str) {
    if let Some(storage) = local_storage() {
        let _ = storage.set_item(key, value);
    }
}

/// A value that this tab keeps over a reload.
pub fn recall_in_tab(key: &str) -> Option<String> {
    tab_storage()?.get_item(key).ok()?
}

/// Keeps a value in this tab. Never a secret.
pub fn remember_in_tab(key: &str, value: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.set_item(key, value);
    }
}

/// Takes a value out of this tab.
pub fn take_from_tab(key: &str) -> Option<String> {
    let value = recall_in_tab(key)?;
    let _ = tab_storage()?.remove_item(key);
    Some(value)
}

/// Runs a script of ours beside the program.
pub fn run_script(path: &str) {
    let document = document();
    if let (Ok(script), Some(head)) = (document.create_element("script"), document.head()) {
        // Nothing here can fail for an element that was just made.
        let _ = script.set_attribute("type", "module");
        let _ = script.set_attribute("src", path);
        let _ = head.append_child(&script);
    }
}

/// Whether a finger is the main pointer: then this is probably the phone itself.
pub fn is_touch() -> bool {
    window()
        .match_media("(pointer: coarse)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

/// Puts a text on the clipboard; false when the browser does not allow it.
pub async fn copy(text: &str) -> bool {
    let promise = window().navigator().clipboard().write_text(text);
    JsFuture::from(promise).await.is_ok()
}

/// The languages that the person prefers, best first.
pub fn languages() -> Vec<String> {
    let languages = window().navigator().languages();
    languages.iter().filter_map(|tag| tag.as_string()).collect()
}

/// Takes the fragment out of the address and answers it: it can hold a token, and a token has no
/// business in the history.
pub fn take_fragment() -> String {
    let location = window().location();
    let fragment = location.hash().unwrap_or_default();
    if !fragment.is_empty()
        && let (Ok(history), Ok(path)) = (window().history(), location.pathname())
    {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
    }
    fragment.trim_start_matches('#').to_owned()
}

fn local_storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn tab_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
