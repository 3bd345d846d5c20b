//! A dialog of a sign-in attempt, and what its address shows until the server has told the state of the attempt.

use crate::app::{App, FlowState, use_app};
use crate::client::CredentialKind;
use crate::flow;
use crate::forms::{LoadFailure, use_submit};
use crate::layout::{card, waiting};
use crate::organization::use_organization;
use crate::route::{Dialog, Route};
use crate::router::Redirect;
use yew::prelude::*;

/// The dialog, if it fits the step of the attempt; else leads to the one that does.
pub(super) fn open_dialog(app: &App, dialog: Dialog, page: fn(Dialog, FlowState) -> Html) -> Html {
    match app.flow_state() {
        Some(flow) if flow.allows(dialog) => page(dialog, flow),
        Some(flow) => html! { <Redirect to={Route::Dialog(flow.dialog)} /> },
        None => html! { <ResumeFlow /> },
    }
}

/// Asks the server for the state of the attempt: after a reload, when another program led
/// here, or when a dialog is opened by its address.
#[component]
fn ResumeFlow() -> Html {
    let app = use_app();
    // Says whether it is a test organization.
    use_organization(None);
    let submit = use_submit(CredentialKind::Flow);
    let load = submit.on(|app| Box::pin(async move { flow::resume(&app).await }));
    {
        let load = load.clone();
        use_effect_with((), move |()| load.emit(()));
    }
    match submit.failure() {
        Some(failure) => card(&app, html! { <LoadFailure {failure} again={load} /> }),
        None => card(&app, waiting(&app)),
    }
}
