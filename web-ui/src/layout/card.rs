//! One card in the middle of the page: every dialog, sign-in, set-up.

use super::{foot, skip_link, wordmark};
use crate::handle::App;
use yew::prelude::*;

/// One card in the middle of the page.
pub fn card(app: &App, content: Html) -> Html {
    html! {
        <div class="dialog-page">
            { skip_link(app) }
            <header class="dialog-header">{ wordmark(app) }</header>
            <main id="main" class="dialog-main" tabindex="-1">
                <div class="card stack">{ content }</div>
            </main>
            { foot(app) }
        </div>
    }
}

/// What stands in a frame until its content is there. It shows late, so that a fast answer does
/// not flicker.
pub fn waiting(app: &App) -> Html {
    html! { <p class="waiting" role="status">{ app.texts().common.loading() }</p> }
}
