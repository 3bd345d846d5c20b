//! The way back to the list that a page belongs to.

use crate::route::ConsolePage;
use crate::router::Link;
use yew::prelude::*;

/// The link to a list, above the heading of a page.
pub fn back_link(to: ConsolePage, text: &'static str) -> Html {
    html! {
        <p class="crumb">
            <Link {to}>
                <span aria-hidden="true">{ "← " }</span>
                { text }
            </Link>
        </p>
    }
}
