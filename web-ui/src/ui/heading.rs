//! The heading of a page, which is also the title of the tab and has the focus when the page opens.

use super::focus::use_focus;
use crate::app::use_app;
use crate::browser;
use yew::prelude::*;

/// The heading of a page.
#[derive(Properties, PartialEq)]
pub struct HeadingProps {
    /// The text.
    pub text: AttrValue,
    /// Whether another element has the focus when the page opens.
    #[prop_or_default]
    pub leaves_focus: bool,
    /// The id of a text that a screen reader reads after it.
    #[prop_or_default]
    pub described_by: Option<AttrValue>,
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
    html! {
        <h1 ref={node} tabindex="-1" aria-describedby={props.described_by.clone()}>
            { props.text.clone() }
        </h1>
    }
}
