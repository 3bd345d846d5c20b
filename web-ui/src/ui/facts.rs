//! Names and values, one below the other.

use yew::prelude::*;

/// One name and its value.
#[derive(Properties, PartialEq)]
pub struct FactProps {
    /// The name.
    pub name: AttrValue,
    /// The value.
    pub children: Html,
}

/// One name and its value.
#[component]
pub fn Fact(props: &FactProps) -> Html {
    html! {
        <div>
            <dt>{ props.name.clone() }</dt>
            <dd>{ props.children.clone() }</dd>
        </div>
    }
}

/// The facts.
#[derive(Properties, PartialEq)]
pub struct FactsProps {
    /// The facts.
    pub children: Html,
}

/// A list of facts.
#[component]
pub fn Facts(props: &FactsProps) -> Html {
    html! { <dl class="facts">{ props.children.clone() }</dl> }
}
