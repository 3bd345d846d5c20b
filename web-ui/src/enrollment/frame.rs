//! The frame of the dialogs of a set-up: the steps above, "Cancel" below.

use super::requests::{self, Way};
use crate::app::{App, FlowState};
use crate::browser;
use crate::client::CredentialKind;
use crate::flow::{self, ReturnTo, TimeLeft};
use crate::forms::{FailureAlert, use_submit};
use crate::i18n::{self, Texts};
use crate::layout::card;
use crate::route::{Dialog, Route};
use crate::router;
use crate::ui::{Button, Heading, Look, PROGRESS, progress};
use shared_types::time::Time;
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
    let hint = if flow.replaces_device && !flow.device_is_overdue {
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
            <TimeLeft flow={flow.clone()} />
            <Heading text={heading.title} described_by={PROGRESS} />
            { content }
            // From one's own pages "Cancel" leads back to them.
            if flow.can_keep_device && !ReturnTo::recall().from_session {
                <WayOut label={t.keep_device()} look={Look::Link} way={Way::KeepDevice} />
            }
            if let (Some(due_at), Some(left)) = (flow.due_at, flow.skips_left) {
                { later(texts, due_at, left) }
            }
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

#[derive(Properties, PartialEq)]
struct WayProps {
    label: AttrValue,
    look: Look,
    way: Way,
}

/// A button that leads out of the set-up: back to a code of the current device, for who has found it again, or on
/// without a device for now.
#[component]
fn WayOut(props: &WayProps) -> Html {
    let submit = use_submit(CredentialKind::Flow);
    let way = props.way;
    let onclick = submit.on(move |app| {
        Box::pin(async move {
            flow::accept_anew(&app, requests::leave(app.client(), way).await?);
            Ok(())
        })
    });
    html! {
        <div>
            <Button look={props.look} busy={submit.is_sending()} {onclick}>
                { props.label.clone() }
            </Button>
            <FailureAlert {submit} />
        </div>
    }
}

/// Puts the device off, with the exact moment until which it may be.
fn later(texts: Texts, due_at: Time, left: u8) -> Html {
    let t = texts.enrollment;
    // In the zone of this computer, which is named in full.
    let zone = browser::time_zone().unwrap_or_default();
    let until = format!("{} ({zone})", i18n::date_time(texts.locale, due_at));
    html! {
        <>
            <p class="hint">{ t.later_until(&until) }</p>
            <WayOut label={t.later(i64::from(left))} look={Look::Secondary} way={Way::Later} />
        </>
    }
}
