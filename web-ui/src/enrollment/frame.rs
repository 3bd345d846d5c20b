//! What the dialogs of a set-up have in common: the steps above, the way out below.

use crate::flow::{use_flow, use_standing};
use crate::i18n::use_texts;
use crate::layout::CardPage;
use crate::ui::{Button, Heading, Look, Progress};
use yew::prelude::*;

/// A dialog of a set-up.
#[derive(Properties, PartialEq)]
pub(super) struct SetupDialogProps {
    /// The heading.
    pub(super) title: AttrValue,
    /// Its place among the four steps.
    pub(super) step: usize,
    /// The dialog.
    pub(super) children: Html,
}

/// The frame of a dialog.
#[component]
pub(super) fn SetupDialog(props: &SetupDialogProps) -> Html {
    let texts = use_texts();
    let t = texts.enrollment;
    let flow = use_flow();
    let replaces = use_standing().replaces_device;
    let steps = [
        t.step_mailbox(),
        t.step_app(),
        t.step_connect(),
        t.step_code(),
    ];
    html! {
        <CardPage>
            <Progress steps={steps.map(AttrValue::from).to_vec()} current={props.step} />
            <Heading text={props.title.clone()} />
            { props.children.clone() }
            <div class="way-back">
                <Button look={Look::Link} onclick={move |()| flow.cancel()}>
                    { texts.common.cancel() }
                </Button>
                <span class="hint">
                    { if replaces { t.old_device_works() } else { t.cancel_hint() } }
                </span>
            </div>
        </CardPage>
    }
}
