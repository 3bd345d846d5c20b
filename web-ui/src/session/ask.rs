//! The moment before a page that needs a session: the server is asked who is there.

use crate::client::Lane;
use crate::failure_alert::LoadFailure;
use crate::handle::use_app;
use crate::layout::{card, waiting};
use crate::submit::use_submit;
use yew::prelude::*;

/// Asks who is signed in. Whoever is, sees the page; everybody else, the sign-in page.
#[component]
pub fn AskWho() -> Html {
    let app = use_app();
    let submit = use_submit(Lane::Session);
    let ask = submit.on(|app| Box::pin(async move { app.reload_me().await }));
    {
        let ask = ask.clone();
        use_effect_with((), move |()| ask.emit(()));
    }
    match submit.failure() {
        Some(failure) => card(&app, html! { <LoadFailure {failure} again={ask} /> }),
        None => card(&app, waiting(&app)),
    }
}
