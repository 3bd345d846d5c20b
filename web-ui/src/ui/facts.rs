//! Names and values, one below the other.

use yew::prelude::*;

/// A list of facts.
pub fn facts(facts: Html) -> Html {
    html! { <dl class="facts">{ facts }</dl> }
}

/// One name and its value.
pub fn fact(name: impl Into<Html>, value: impl Into<Html>) -> Html {
    html! { <div><dt>{ name.into() }</dt><dd>{ value.into() }</dd></div> }
}
