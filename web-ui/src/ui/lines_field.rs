//! A labelled input of several lines, one value in each.

use super::field::help;
use crate::browser;
use yew::prelude::*;

/// An input of several lines.
#[derive(Properties, PartialEq)]
pub struct LinesFieldProps {
    /// The input's name and id.
    pub name: &'static str,
    /// The visible label.
    pub label: AttrValue,
    /// The input, whose text the form reads.
    pub input: NodeRef,
    /// The text at first.
    #[prop_or_default]
    pub initial: AttrValue,
    /// The help below the input.
    pub hint: AttrValue,
    /// What is wrong with it.
    #[prop_or_default]
    pub problem: Option<AttrValue>,
}

/// A labelled input of several lines. It keeps its own text: see `browser::long_text`.
#[component]
pub fn LinesField(props: &LinesFieldProps) -> Html {
    let name = props.name;
    {
        let input = props.input.clone();
        use_effect_with(props.initial.clone(), move |initial| {
            if browser::long_text(&input).is_empty() {
                browser::set_long_text(&input, initial);
            }
        });
    }
    // One more than there are, so that it can be seen where another one is typed.
    let rows = props.initial.lines().count() + 1;
    html! {
        <div class="field">
            <label for={name}>{ props.label.clone() }</label>
            <textarea
                id={name}
                {name}
                ref={props.input.clone()}
                rows={rows.to_string()}
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-invalid={props.problem.is_some().then_some("true")}
                aria-describedby={format!("{name}-help")}
            />
            { help(name, Some(&props.hint), props.problem.clone()) }
        </div>
    }
}
