//! The functions of the browser that the application uses.

use gloo_timers::callback::Timeout;
use js_sys::Reflect;
use shared_types::address::ProgramName;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, Element, Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement, MouseEvent,
    Storage, Window,
};
use yew::NodeRef;

/// The window.
pub fn window() -> Window {
    web_sys::window().expect("a browser has a window")
}

/// The document.
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

/// Gives the focus to an element.
pub fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // If the browser refuses (the element is hidden), the focus stays where it was.
        let _ = element.focus();
    }
}

/// Gives the focus to the element with this id.
pub fn focus_element(id: &str) {
    if let Some(element) = element(id).and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Gives the focus to the element with this id, once the page is drawn as it is now.
pub fn focus_later(id: &'static str) {
    Timeout::new(0, move || focus_element(id)).forget();
}

/// Gives the focus to an element once the page is drawn as it is now, if it is still there.
pub fn focus_element_later(element: HtmlElement) {
    Timeout::new(0, move || drop(element.focus())).forget();
}

/// Gives the focus to the first element below another that a CSS selector finds.
pub fn focus_within(node: &NodeRef, selector: &str) {
    let found = node.cast::<Element>();
    let found = found.and_then(|element| element.query_selector(selector).ok()?);
    if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// The text of an input. Inputs keep their own text and are not bound to the state, so that nothing
/// typed, pasted or filled in by a password manager is overwritten.
pub fn value(node: &NodeRef) -> String {
    node.cast::<HtmlInputElement>()
        .map(|input| input.value())
        .unwrap_or_default()
}

/// Sets the text of an input.
pub fn set_value(node: &NodeRef, text: &str) {
    if let Some(input) = node.cast::<HtmlInputElement>() {
        input.set_value(text);
    }
}

/// The text of an input of several lines.
pub fn long_text(node: &NodeRef) -> String {
    node.cast::<HtmlTextAreaElement>()
        .map(|input| input.value())
        .unwrap_or_default()
}

/// Sets the text of an input of several lines.
pub fn set_long_text(node: &NodeRef, text: &str) {
    if let Some(input) = node.cast::<HtmlTextAreaElement>() {
        input.set_value(text);
    }
}

/// Names and texts of what is typed in the forms of the page: never a password, never a code.
pub fn typed_fields() -> Vec<(String, String)> {
    let selector = "#main form :is(input, select, textarea)[name]:not([type=password]):not([type=hidden])\
        :not([autocomplete=one-time-code]):not([autocomplete=username])";
    let Ok(fields) = document().query_selector_all(selector) else {
        return Vec::new();
    };
    let typed = (0..fields.length()).filter_map(|at| {
        let field: Element = fields.item(at)?.dyn_into().ok()?;
        let name = field.get_attribute("name")?;
        Some((name, text_of(&field)))
    });
    let typed: Vec<_> = typed.collect();
    // A selection alone was not typed.
    let is_typed = typed
        .iter()
        .any(|(name, text)| !text.is_empty() && name != "role");
    if is_typed { typed } else { Vec::new() }
}

/// Whether a text of several lines was typed that has no name, because it is secret.
pub fn has_secret_text() -> bool {
    let secret = document().query_selector_all("#main form textarea:not([name])");
    secret.is_ok_and(|fields| {
        (0..fields.length()).any(|at| {
            let field = fields.item(at).and_then(|field| field.dyn_into().ok());
            field.is_some_and(|field: Element| !text_of(&field).is_empty())
        })
    })
}

/// Puts a text into the field of this name in a form, as a person would; says whether there is one.
pub fn fill_in(form: &NodeRef, name: &str, text: &str) -> bool {
    let selector = format!("[name=\"{name}\"]:not([type=password])");
    let field = form
        .cast::<Element>()
        .and_then(|form| form.query_selector(&selector).ok().flatten());
    let Some(field) = field else {
        return false;
    };
    // Setting a property of an element cannot fail.
    let _ = Reflect::set(&field, &"value".into(), &text.into());
    if let Ok(event) = document().create_event("Event") {
        event.init_event_with_bubbles("change", true);
        let _ = field.dispatch_event(&event);
    }
    true
}

fn text_of(field: &Element) -> String {
    let value = Reflect::get(field, &"value".into()).ok();
    value
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// Whether a click opens a link in this tab: on a link, and without a key that opens it elsewhere.
pub fn opens_here(event: &MouseEvent) -> bool {
    let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let link = target.and_then(|target| target.closest("a").ok().flatten());
    is_plain && link.is_some()
}

/// The title of the tab.
pub fn title() -> String {
    document().title()
}

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Sets the language of the page.
pub fn set_language(tag: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", tag);
    }
}

/// A value that this browser keeps.
pub fn recall(key: &str) -> Option<String> {
    local_storage()?.get_item(key).ok()?
}

/// Keeps a value in this browser, if the browser allows that.
pub fn remember(key: &str, value: &str) {
    if let Some(storage) = local_storage() {
        let _ = storage.set_item(key, value);
    }
}

/// Removes a value from this browser.
pub fn forget(key: &str) {
    if let Some(storage) = local_storage() {
        let _ = storage.remove_item(key);
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

/// Removes a value from this tab and returns it.
pub fn take_from_tab(key: &str) -> Option<String> {
    let value = recall_in_tab(key)?;
    let _ = tab_storage()?.remove_item(key);
    Some(value)
}

/// Loads the script that fetches the files of another program. The page names it, with what it must be.
pub fn prefetch(program: ProgramName) {
    let document = document();
    let named = document.query_selector("script[data-prefetch]");
    let Some(named) = named.ok().flatten() else {
        return;
    };
    let path = named.get_attribute("data-prefetch");
    let integrity = named.get_attribute("data-prefetch-integrity");
    if let (Ok(script), Some(head)) = (document.create_element("script"), document.head()) {
        // These cannot fail for a new element.
        let _ = script.set_attribute("type", "module");
        let _ = script.set_attribute("integrity", &integrity.unwrap_or_default());
        let source = [&path.unwrap_or_default(), "?", program.page()].concat();
        let _ = script.set_attribute("src", &source);
        let _ = head.append_child(&script);
    }
}

/// Whether the main pointer is a finger: then this is probably a phone.
pub fn is_touch() -> bool {
    window()
        .match_media("(pointer: coarse)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

/// Copies a text to the clipboard; false if the browser does not allow that.
pub async fn copy(text: &str) -> bool {
    let promise = window().navigator().clipboard().write_text(text);
    JsFuture::from(promise).await.is_ok()
}

/// A text that is no other one; `None` if the browser gives no random numbers.
pub fn random() -> Option<String> {
    let mut bytes = [0; 16];
    let crypto = window().crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

/// The languages that the person prefers, best first.
pub fn languages() -> Vec<String> {
    let languages = window().navigator().languages();
    languages.iter().filter_map(|tag| tag.as_string()).collect()
}

/// The name of the person's time zone, "Europe/Berlin".
pub fn time_zone() -> Option<String> {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let options = format.resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

/// Whether the clock of a region counts 24 hours, not twice twelve.
pub fn has_24_hours(region: &str) -> bool {
    let options = js_sys::Object::new();
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&options, &"hour".into(), &"numeric".into());
    let regions = js_sys::Array::of1(&region.into());
    let format = js_sys::Intl::DateTimeFormat::new(&regions, &options);
    let is_12 = Reflect::get(&format.resolved_options(), &"hour12".into()).ok();
    is_12.and_then(|is_12| is_12.as_bool()) == Some(false)
}

/// Whether the browser asks before the program is left or the tab is closed.
pub fn ask_before_leaving(asks: bool) {
    let ask = asks.then(|| Closure::<dyn Fn(Event)>::new(|event: Event| event.prevent_default()));
    let ask = ask.map(Closure::into_js_value);
    window().set_onbeforeunload(ask.as_ref().map(JsCast::unchecked_ref));
}

/// Asks a question that is answered by yes or no. Without an answer, as where a browser shows no question: yes.
pub fn asks(question: &str) -> bool {
    window().confirm_with_message(question).unwrap_or(true)
}

/// Opens another site in place of this page.
pub fn leave_for(url: &str) {
    // Where it is not possible, the page has a link.
    drop(window().location().assign(url));
}

/// Removes the fragment from the address and returns it: it can hold a token, which must not stay in
/// the history.
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

/// Whether the address has a fragment that names no part of this page, as the link to the content does.
pub fn has_foreign_fragment() -> bool {
    let fragment = window().location().hash().unwrap_or_default();
    let name = fragment.trim_start_matches('#');
    !name.is_empty() && element(name).is_none()
}

fn local_storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn tab_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
