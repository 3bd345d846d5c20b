//! A labelled choice among a few.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// One thing to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its value.
    pub value: AttrValue,
    /// Its words.
    pub label: AttrValue,
}

/// A choice among a few.
#[derive(Properties, PartialEq)]
pub struct SelectProps {
    /// The name and id.
    pub name: AttrValue,
    /// The visible label.
    pub label: AttrValue,
    /// What there is to choose.
    pub choices: Vec<Choice>,
    /// The value that is chosen.
    pub value: AttrValue,
    /// Another value was chosen.
    pub onchange: Callback<String>,
}

/// A choice among a few.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let onchange = {
        let chosen = props.onchange.clone();
        move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                chosen.emit(select.value());
            }
        }
    };
    let option = |choice: &Choice| {
        let selected = choice.value == props.value;
        html! { <option value={choice.value.clone()} {selected}>{ &choice.label }</option> }
    };
    html! {
        <div class="field">
            <label for={props.name.clone()}>{ props.label.clone() }</label>
            <select id={props.name.clone()} name={props.name.clone()} {onchange}>
                { for props.choices.iter().map(option) }
            </select>
        </div>
    }
}
