//! One card in the middle of the page: every dialog, sign-in, set-up.

use super::languages::Languages;
use crate::i18n::use_texts;
use crate::router::ChildrenProps;
use yew::prelude::*;

/// One card in the middle of the page.
#[component]
pub fn CardPage(props: &ChildrenProps) -> Html {
    html! {
        <div class="dialog-page">
            <SkipLink />
            <header class="dialog-header"><Wordmark /></header>
            <main id="main" class="dialog-main" tabindex="-1">
                <div class="card stack">{ props.children.clone() }</div>
            </main>
            <footer class="foot"><Languages /></footer>
        </div>
    }
}

/// The product's name with its mark: two steps up.
#[component]
pub(super) fn Wordmark() -> Html {
    let texts = use_texts();
    html! {
        <span class="wordmark">
            <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true" focusable="false">
                <rect width="32" height="32" rx="8" class="mark-tile" />
                <path d="M8 23h8v-7h8" class="mark-steps" />
                <circle cx="24" cy="9" r="2.5" class="mark-dot" />
            </svg>
            { texts.common.product() }
        </span>
    }
}

/// The first thing that the Tab key finds.
#[component]
pub(super) fn SkipLink() -> Html {
    let texts = use_texts();
    html! { <a class="skip-link" href="#main">{ texts.common.skip_to_content() }</a> }
}

/// What stands in a frame until its content is there. It shows late, so that a fast answer does
/// not flicker.
#[component]
pub fn Waiting() -> Html {
    let texts = use_texts();
    html! { <p class="waiting" role="status">{ texts.common.loading() }</p> }
}
