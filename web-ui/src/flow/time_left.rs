//! The warning in every dialog before the sign-in attempt ends.

use super::end;
use crate::app::{FlowState, Notice, use_app};
use crate::clock;
use crate::ui::{Kind, alert, use_seconds_until};
use shared_types::problem::FlowEndReason;
use yew::prelude::*;

/// The warning appears when this much time is left.
const WARN_SECONDS: u32 = 120;

/// The attempt.
#[derive(Properties, PartialEq)]
pub struct TimeLeftProps {
    /// Its state.
    pub flow: FlowState,
}

/// Warns before the attempt ends, and ends it (WCAG 2.2.1). Typed input that is lost with it is
/// only a code, which expires as quickly.
#[component]
pub fn TimeLeft(props: &TimeLeftProps) -> Html {
    let app = use_app();
    let seconds = use_seconds_until(Some(clock::local_ms(props.flow.expires_at)));
    {
        let app = app.clone();
        use_effect_with(seconds == 0, move |is_over| {
            if *is_over {
                end(&app, Notice::FlowEnded(FlowEndReason::Time));
            }
        });
    }
    if seconds == 0 || seconds > WARN_SECONDS {
        return Html::default();
    }
    // In whole minutes: a screen reader reads the alert whenever its text changes.
    let t = app.texts().sign_in;
    let minutes = t.ends_in_minutes(seconds.div_ceil(60));
    alert(
        Kind::Warning,
        html! { <>{ minutes }{ " " }{ t.ends_what_to_do() }</> },
    )
}
