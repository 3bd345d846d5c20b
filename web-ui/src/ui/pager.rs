//! The buttons below a list that turn its pages.

use super::{Button, Look};
use yew::prelude::*;

/// A way to another page.
pub struct Turn {
    /// The text of its button.
    pub text: &'static str,
    /// Turns.
    pub onclick: Callback<()>,
}

/// The ways that there are; nothing where the list has one page.
pub fn pager(label: &'static str, turns: [Option<Turn>; 2]) -> Html {
    if turns.iter().all(Option::is_none) {
        return Html::default();
    }
    let button = |turn: Turn| {
        html! { <Button look={Look::Secondary} onclick={turn.onclick}>{ turn.text }</Button> }
    };
    html! { <nav class="pager" aria-label={label}>{ for turns.into_iter().flatten().map(button) }</nav> }
}
