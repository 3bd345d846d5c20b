//! What the console shows until the server has told who is signed in.

use crate::app::use_app;
use crate::client::CredentialKind;
use crate::forms::{LoadFailure, use_submit};
use crate::layout::{card, waiting};
use crate::session;
use yew::prelude::*;

/// Asks the server who is signed in. The page follows if somebody is, the sign-in page otherwise.
#[component]
pub fn LoadSession() -> Html {
    let app = use_app();
    let submit = use_submit(CredentialKind::Session);
    let load = submit.on(|app| Box::pin(async move { session::reload_me(&app).await }));
    {
        let load = load.clone();
        use_effect_with((), move |()| load.emit(()));
    }
    match submit.failure() {
        Some(failure) => card(&app, html! { <LoadFailure {failure} again={load} /> }),
        None => card(&app, waiting(&app)),
    }
}
