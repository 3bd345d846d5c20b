//! The frame of the dialogs of a set-up: the steps above, "Cancel" below.

use crate::app::{App, FlowState};
use crate::flow;
use crate::layout::card;
use crate::route::{Dialog, Route};
use crate::router;
use crate::ui::{Button, Heading, Look, progress};
use yew::prelude::*;

/// The sign-in attempt of a dialog.
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// Its state.
    pub flow: FlowState,
}

/// The heading of a dialog.
#[derive(Clone, Copy)]
pub(super) struct StepHeading {
    /// The text.
    pub(super) title: &'static str,
    /// Which of the four steps it belongs to, from 1.
    pub(super) step: usize,
}

/// The frame of a dialog: the four steps, the heading, the content, "Cancel".
pub(super) fn dialog(app: &App, flow: &FlowState, heading: StepHeading, content: Html) -> Html {
    let texts = app.texts();
    let t = texts.enrollment;
    let steps = [
        t.step_mailbox(),
        t.step_app(),
        t.step_connect(),
        t.step_code(),
    ];
    let hint = if flow.replaces_device {
        t.old_device_works()
    } else {
        t.cancel_hint()
    };
    let cancel = {
        let app = app.clone();
        move |()| flow::cancel(&app)
    };
    let content = html! {
        <>
            { progress(texts, &steps, heading.step) }
            <Heading text={heading.title} />
            { content }
            <div class="cancel-row">
                <Button look={Look::Link} onclick={cancel}>{ texts.common.cancel() }</Button>
                <span class="hint">{ hint }</span>
            </div>
        </>
    };
    card(app, content)
}

/// The button to the next dialog, for dialogs that send nothing.
pub(super) fn continue_to(app: &App, dialog: Dialog) -> Html {
    let label = app.texts().common.continue_on();
    let app = app.clone();
    let onclick = move |()| router::go(&app, Route::Dialog(dialog));
    html! { <Button {onclick}>{ label }</Button> }
}
