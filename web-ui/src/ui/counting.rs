//! A sentence with a count in it: the eye sees each second, the ear hears the first and the last.

use yew::prelude::*;

/// A sentence that counts.
#[derive(Properties, PartialEq)]
pub struct CountingProps {
    /// The sentence as it reads now.
    pub text: AttrValue,
    /// Whether the count still runs.
    pub running: bool,
}

/// A sentence with a count. A live region that changed each second would drown everything else.
#[component]
pub fn Counting(props: &CountingProps) -> Html {
    let spoken = use_memo(props.running, |_| props.text.clone());
    if !props.running {
        return html! { <span>{ props.text.clone() }</span> };
    }
    html! {
        <>
            <span aria-hidden="true">{ props.text.clone() }</span>
            <span class="visually-hidden">{ (*spoken).clone() }</span>
        </>
    }
}
