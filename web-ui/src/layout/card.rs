//! One card in the middle of the page: the frame of the pages without a session.

use super::{footer, skip_link, test_banner, wordmark};
use crate::app::App;
use yew::prelude::*;

/// One card in the middle of the page.
pub fn card(app: &App, content: Html) -> Html {
    let kind = app.read(|state| state.organization_view.as_ref().map(|view| view.kind));
    let kind = kind.unwrap_or_default();
    html! {
        <div class="dialog-page">
            { skip_link(app) }
            { test_banner(app, kind) }
            <header class="dialog-header">{ wordmark(app) }</header>
            <main id="main" class="dialog-main" tabindex="-1">
                <div class="card stack">{ content }</div>
            </main>
            { footer(app) }
        </div>
    }
}

/// The outline of lines, until the content is there; screen readers are told that it is loading. The style sheet shows it after a delay, so that it does
/// not flicker before a fast response.
pub fn waiting(app: &App) -> Html {
    html! {
        <div class="waiting">
            <div class="skeleton" aria-hidden="true"><span /><span /><span /></div>
            <p class="visually-hidden" role="status">{ app.texts().common.loading() }</p>
        </div>
    }
}
