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
    selection(name, label, options(choices, chosen), onchange)
}

/// Values that belong together.
pub struct ChoiceGroup {
    /// What they are called together; nothing for values that stand before all groups.
    pub label: Option<&'static str>,
    /// The values.
    pub choices: Vec<Choice>,
}

/// A selection among many values in groups.
pub fn grouped_select(
    name: &'static str,
    label: &'static str,
    groups: &[ChoiceGroup],
    chosen: &str,
    onchange: Callback<String>,
) -> Html {
    let group = |group: &ChoiceGroup| {
        let choices = options(&group.choices, chosen);
        match group.label {
            Some(label) => html! { <optgroup {label}>{ choices }</optgroup> },
            None => choices,
        }
    };
    let all = html! { { for groups.iter().map(group) } };
    selection(name, label, all, onchange)
}

fn options(choices: &[Choice], chosen: &str) -> Html {
    let option = |(value, label): &Choice| {
        html! { <option value={*value} selected={*value == chosen}>{ *label }</option> }
    };
    html! { { for choices.iter().map(option) } }
}

fn selection(
    name: &'static str,
    label: &'static str,
    options: Html,
    onchange: Callback<String>,
) -> Html {
    let onchange = move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            onchange.emit(select.value());
        }
    };
    html! {
        <div class="field">
            <label for={name}>{ label }</label>
            <select id={name} {name} {onchange}>{ options }</select>
        </div>
    }
}
