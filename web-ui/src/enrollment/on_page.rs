//! The dialog "Two-step verification is on".

use super::frame::{DialogProps, continue_to};
use crate::app::use_app;
use crate::layout::card;
use crate::route::Dialog;
use crate::ui::{Heading, Kind, alert, counting, use_seconds_until};
use yew::prelude::*;

/// Says that it is on, that the setup code cannot be used again, and when the next code comes.
#[component]
pub fn OnPage(props: &DialogProps) -> Html {
    let app = use_app();
    let t = app.texts().enrollment;
    let flow = &props.flow;
    let seconds = use_seconds_until(flow.next_code_at_ms());
    let next = if seconds > 0 {
        alert(Kind::Info, counting(t.on_next(seconds), t.on_next_spoken()))
    } else {
        alert(Kind::Success, html! { t.on_next_now() })
    };
    let content = html! {
        <>
            <div class="tick" aria-hidden="true"><span /></div>
            <Heading text={t.on_title()} />
            <p>{ t.on_spent() }</p>
            { next }
            <p class="hint">
                if flow.replaced {
                    { t.on_replaced() }{ " " }
                }
                { t.on_sessions() }
            </p>
            { continue_to(&app, Dialog::Code) }
        </>
    };
    card(&app, content)
}
