//! The heading of a page: it names the tab, and has the focus when the page opens.

use super::focus::use_focus;
use crate::browser;
use crate::handle::use_app;
use yew::prelude::*;

/// The heading of a page.
#[derive(Properties, PartialEq)]
pub struct HeadingProps {
    /// The words.
    pub text: AttrValue,
    /// Whether something else on the page has the focus first.
    #[prop_or_default]
    pub leaves_focus: bool,
}

/// The one first-level heading.
#[component]
pub fn Heading(props: &HeadingProps) -> Html {
    let texts = use_app().texts();
    let node = use_node_ref();
    use_focus(node.clone(), !props.leaves_focus);
    use_effect_with(props.text.clone(), move |text| {
        browser::set_title(&format!("{text} · {}", texts.common.product()));
    });
    html! { <h1 ref={node} tabindex="-1">{ props.text.clone() }</h1> }
}
