//! Before and above every dialog: where does the attempt stand, and how much time is left?

use super::Standing;
use crate::client::Lane;
use crate::clock;
use crate::failure_alert::LoadFailure;
use crate::handle::use_app;
use crate::layout::{card, waiting};
use crate::notice::Notice;
use crate::submit::use_submit;
use crate::ui::{Kind, alert, use_seconds_until};
use yew::prelude::*;

/// From here on the page says how little time is left.
const WARN_SECONDS: u32 = 120;

/// Asks where the attempt stands: after a reload, or when somebody types a dialog's address.
#[component]
pub fn AskFlow() -> Html {
    let app = use_app();
    let submit = use_submit(Lane::Flow);
    let ask = submit.on(|app| Box::pin(async move { app.resume_flow().await }));
    {
        let ask = ask.clone();
        use_effect_with((), move |()| ask.emit(()));
    }
    match submit.failure() {
        Some(failure) => card(&app, html! { <LoadFailure {failure} again={ask} /> }),
        None => card(&app, waiting(&app)),
    }
}

/// The attempt whose time runs.
#[derive(Properties, PartialEq)]
pub struct TimeLeftProps {
    /// Where it stands.
    pub standing: Standing,
}

/// Warns before the attempt ends, and ends it (WCAG 2.2.1). Nothing that was typed is at stake:
/// only codes, which are as short-lived themselves.
#[component]
pub fn TimeLeft(props: &TimeLeftProps) -> Html {
    let app = use_app();
    let seconds = use_seconds_until(Some(clock::local_ms(props.standing.expires_at)));
    {
        let app = app.clone();
        use_effect_with(seconds == 0, move |over| {
            if *over {
                app.end_flow(Notice::TimeRanOut);
            }
        });
    }
    if seconds == 0 || seconds > WARN_SECONDS {
        return Html::default();
    }
    // Only whole minutes are spoken: a count that talks each second drowns everything else.
    let minutes = app.texts().sign_in.ends_in_minutes(seconds.div_ceil(60));
    html! { <div class="time-left">{ alert(Kind::Warning, html! { minutes }) }</div> }
}
