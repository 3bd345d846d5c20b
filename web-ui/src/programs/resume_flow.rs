//! What a dialog's address shows until the server has told the state of the sign-in attempt.

use crate::app::use_app;
use crate::client::CredentialKind;
use crate::flow;
use crate::forms::{LoadFailure, use_submit};
use crate::layout::{card, waiting};
use yew::prelude::*;

/// Asks the server for the state of the attempt: after a reload, or when a dialog is opened by
/// its address.
#[component]
pub fn ResumeFlow() -> Html {
    let app = use_app();
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
