//! The dialog "Two-step verification is on".

use crate::flow::use_standing;
use crate::i18n::use_texts;
use crate::layout::CardPage;
use crate::route::{Dialog, Route};
use crate::router::use_router;
use crate::ui::{Alert, Button, Counting, Form, Heading, Kind, use_seconds_until};
use yew::prelude::*;

/// Says that it is on, that the setup code is spent, and when the next one comes.
#[component]
pub fn OnPage() -> Html {
    let texts = use_texts();
    let t = texts.enrollment;
    let standing = use_standing();
    let router = use_router();
    let seconds = use_seconds_until(standing.next_code_at_ms());
    let onsubmit = move |()| router.push(&Route::Dialog(Dialog::Code));
    let next = if seconds > 0 {
        t.on_next(seconds)
    } else {
        t.on_next_now().to_owned()
    };
    html! {
        <CardPage>
            <div class="tick" aria-hidden="true"><span /></div>
            <Heading text={t.on_title()} />
            <p>{ t.on_spent() }</p>
            <Alert kind={if seconds > 0 { Kind::Info } else { Kind::Success }}>
                <Counting text={next} running={seconds > 0} />
            </Alert>
            <p class="hint">
                if standing.replaced {
                    { t.on_replaced() }{ " " }
                }
                { t.on_sessions() }
            </p>
            <Form {onsubmit}><Button submits=true>{ texts.common.continue_on() }</Button></Form>
        </CardPage>
    }
}
