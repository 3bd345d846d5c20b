//! The focus when an element appears.

use crate::browser;
use yew::prelude::*;

/// Gives the focus to an element once, when it is first drawn.
#[hook]
pub(super) fn use_focus(node: NodeRef, wanted: bool) {
    use_effect_with((), move |()| {
        if wanted {
            browser::focus(&node);
        }
    });
}
