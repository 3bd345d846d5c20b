//! What the dialogs of a set-up have in common: the steps above, the way out below.

use crate::flow::Standing;
use crate::handle::App;
use crate::layout::card;
use crate::route::{Dialog, Route};
use crate::ui::{Button, Heading, Look, progress};
use yew::prelude::*;

/// The attempt that a dialog belongs to.
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// Where it stands.
    pub standing: Standing,
}

/// The frame of a dialog: its heading, and its place among the four steps.
pub(super) fn dialog(
    app: &App,
    standing: &Standing,
    (title, step): (&'static str, usize),
    content: Html,
) -> Html {
    let texts = app.texts();
    let t = texts.enrollment;
    let steps = [
        t.step_mailbox(),
        t.step_app(),
        t.step_connect(),
        t.step_code(),
    ];
    let hint = if standing.replaces_device {
        t.old_device_works()
    } else {
        t.cancel_hint()
    };
    let cancel = {
        let app = app.clone();
        move |()| app.cancel_flow()
    };
    let content = html! {
        <>
            { progress(texts, &steps, step) }
            <Heading text={title} />
            { content }
            <div class="way-back">
                <Button look={Look::Link} onclick={cancel}>{ texts.common.cancel() }</Button>
                <span class="hint">{ hint }</span>
            </div>
        </>
    };
    card(app, content)
}

/// The button to the next dialog, where nothing is sent.
pub(super) fn continue_to(app: &App, dialog: Dialog) -> Html {
    let words = app.texts().common.continue_on();
    let app = app.clone();
    let onclick = move |()| app.go(Route::Dialog(dialog));
    html! { <Button {onclick}>{ words }</Button> }
}
