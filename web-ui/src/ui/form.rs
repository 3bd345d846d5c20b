//! A form that the application sends, not the browser.

use crate::app::use_app;
use crate::{browser, drafts};
use web_sys::HtmlElement;
use yew::prelude::*;

/// A form.
#[derive(Properties, PartialEq)]
pub struct FormProps {
    /// Called when the form is to be sent.
    pub onsubmit: Callback<()>,
    /// How often it failed: each time the first wrong field gets the focus.
    #[prop_or_default]
    pub failures: u32,
    /// Fields and buttons.
    pub children: Html,
}

/// Puts back what was typed here before the session ended.
#[hook]
fn use_draft(form: NodeRef) {
    let app = use_app();
    use_effect_with((), move |()| {
        let Some(me) = app.me() else {
            return;
        };
        for (name, text) in drafts::take(&me.id.to_string(), &app.route().address()) {
            browser::fill_in(&form, &name, &text);
        }
    });
}

/// A form. The browser's own checks are off: their messages are not ours, and may be in another
/// language.
#[component]
pub fn Form(props: &FormProps) -> Html {
    let form = use_node_ref();
    use_draft(form.clone());
    {
        let form = form.clone();
        use_effect_with(props.failures, move |_| {
            let wrong = form
                .cast::<HtmlElement>()
                .and_then(|form| form.query_selector("[aria-invalid=true]").ok().flatten());
            if let Some(field) = wrong {
                let _ = wasm_bindgen::JsCast::unchecked_into::<HtmlElement>(field).focus();
            }
        });
    }
    let onsubmit = props
        .onsubmit
        .reform(|event: SubmitEvent| event.prevent_default());
    html! {
        <form ref={form} class="stack" method="post" novalidate=true {onsubmit}>
            { props.children.clone() }
        </form>
    }
}
