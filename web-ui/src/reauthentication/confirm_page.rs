//! The page that asks "Confirm that it is you" for a sign-in that another program began, and then goes on there.

use crate::app::{App, PendingReauthentication, use_app};
use crate::browser;
use crate::layout::{card, waiting};
use crate::route::{ConsolePage, ConsoleUrl};
use crate::router;
use crate::task::spawn;
use yew::prelude::*;

/// Where it goes on.
#[derive(Properties, PartialEq)]
pub struct ConfirmPageProps {
    /// The address.
    pub next: ConsoleUrl,
}

/// Asks, and goes on. Who cancels is at home.
#[component]
pub fn ConfirmPage(props: &ConfirmPageProps) -> Html {
    let app = use_app();
    {
        let app = app.clone();
        use_effect_with(props.next.clone(), move |next| {
            let (app, next) = (app.clone(), next.clone());
            spawn(Box::pin(async move { ask(&app, &next).await }));
        });
    }
    card(&app, waiting(&app))
}

async fn ask(app: &App, next: &ConsoleUrl) {
    let (pending, confirmed) = PendingReauthentication::new();
    app.update(|state| state.pending = Some(pending));
    if confirmed.await.is_ok() {
        // If the browser refuses, the page keeps saying that it waits.
        let _ = browser::window().location().replace(next.address());
    } else {
        router::replace(app, ConsolePage::Home.into(), None);
    }
}
