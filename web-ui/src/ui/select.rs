//! A labelled selection.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// A value and its label.
pub type Choice = (&'static str, &'static str);

/// A selection among a few values.
pub fn select(
    name: &'static str,
    label: &'static str,
    choices: &[Choice],
    chosen: &str,
    onchange: Callback<String>,
) -> Html {
    let onchange = move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            onchange.emit(select.value());
        }
    };
    let option = |(value, label): &Choice| {
        html! { <option value={*value} selected={*value == chosen}>{ *label }</option> }
    };
    html! {
        <div class="field">
            <label for={name}>{ label }</label>
            <select id={name} {name} {onchange}>{ for choices.iter().map(option) }</select>
        </div>
    }
}
