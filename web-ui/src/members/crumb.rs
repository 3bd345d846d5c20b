//! The way back to the list of members.

use crate::i18n::Texts;
use crate::route::ConsolePage;
use crate::router::Link;
use yew::prelude::*;

/// The link to all members, above the heading of a page.
pub(super) fn to_all_members(texts: Texts) -> Html {
    html! {
        <p class="crumb">
            <Link to={ConsolePage::all_members()}>
                <span aria-hidden="true">{ "← " }</span>
                { texts.members.all() }
            </Link>
        </p>
    }
}
