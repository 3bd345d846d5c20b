//! Where people sign in to a test organization.

use crate::browser;
use shared_types::organizations::ShortName;
use yew::prelude::*;

/// The whole address as a link, in a tab of its own: what is shown once on this page stays. Nothing without a name.
pub(super) fn sign_in_link(short_name: &str) -> Html {
    let Some(name) = ShortName::parse(short_name) else {
        return Html::default();
    };
    let origin = browser::window().location().origin().unwrap_or_default();
    let address = format!("{origin}{}", name.sign_in_path());
    html! { <a href={address.clone()} target="_blank" rel="noopener noreferrer">{ address }</a> }
}
