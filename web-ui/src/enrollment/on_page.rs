//! The dialog "Two-step verification is on".

use super::frame::{DialogProps, continue_to};
use crate::app::{App, FlowState, use_app};
use crate::flow::TimeLeft;
use crate::layout::card;
use crate::route::Dialog;
use crate::ui::{Heading, Kind, NewCode, alert, counting, ring, use_new_code};
use yew::prelude::*;

/// Says that it is on, that the setup code cannot be used again, and when the next code comes.
#[component]
pub fn OnPage(props: &DialogProps) -> Html {
    let app = use_app();
    let t = app.texts().enrollment;
    let flow = &props.flow;
    let next = match use_new_code(flow.next_code_at_ms()) {
        NewCode::In(seconds) => {
            let text = counting(t.on_next(seconds), t.on_next_spoken());
            let text =
                html! { <span class="with-ring">{ ring(seconds) }<span>{ text }</span></span> };
            alert(Kind::Info, text)
        }
        NewCode::Now => alert(Kind::Success, html! { t.on_next_now() }),
        NewCode::Past => Html::default(),
    };
    // A number behind its name says that an older entry may stand in the app.
    let has_old_entry = flow.replaced || flow.entry_number.is_some();
    let content = html! {
        <>
            <TimeLeft flow={flow.clone()} />
            <div class="tick" aria-hidden="true"><span /></div>
            <Heading text={t.on_title()} />
            <p>{ t.on_spent() }</p>
            { next }
            if has_old_entry {
                <p>{ old_entry(&app, flow) }</p>
            }
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

/// Which entry of the app is to be deleted: the older one, whose name has a lower number or none.
fn old_entry(app: &App, flow: &FlowState) -> String {
    let t = app.texts().enrollment;
    match flow.entry_number {
        Some(number) => t.on_old_entry_numbered(number),
        None => t.on_old_entry().to_owned(),
    }
}
