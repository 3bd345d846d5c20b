//! The guard before every dialog: the right dialog for where the attempt stands, in time.

use super::{Flow, Standing, use_flow, use_flow_submit};
use crate::clock;
use crate::failure_alert::LoadFailure;
use crate::i18n::use_texts;
use crate::layout::{CardPage, Waiting};
use crate::notice::Notice;
use crate::route::{Dialog, Route};
use crate::router::Redirect;
use crate::ui::{Alert, Kind, use_seconds_until};
use yew::prelude::*;

/// From here on the page says how little time is left.
const WARN_SECONDS: u32 = 120;

/// A dialog.
#[derive(Properties, PartialEq)]
pub struct FlowGuardProps {
    /// Which one.
    pub dialog: Dialog,
    /// The dialog itself.
    pub children: Html,
}

/// Shows the dialog inside where it serves the attempt, and leads to the right one elsewhere.
#[component]
pub fn FlowGuard(props: &FlowGuardProps) -> Html {
    let flow = use_flow();
    let submit = use_flow_submit();
    let ask = {
        let (flow, submit) = (flow.clone(), submit.clone());
        Callback::from(move |()| {
            let flow = flow.clone();
            submit.run(async move { flow.resume().await });
        })
    };
    let standing = flow.state.standing();
    {
        let (ask, unknown) = (ask.clone(), standing.is_none());
        use_effect_with((), move |()| {
            if unknown {
                ask.emit(());
            }
        });
    }
    match (standing, submit.failure()) {
        (Some(standing), _) if standing.serves(props.dialog) => html! {
            <ContextProvider<Standing> context={standing.clone()}>
                <TimeLeft {flow} {standing} />
                { props.children.clone() }
            </ContextProvider<Standing>>
        },
        (Some(standing), _) => html! { <Redirect to={Route::Dialog(standing.dialog)} /> },
        (None, Some(failure)) => html! {
            <CardPage><LoadFailure failure={failure.clone()} again={ask} /></CardPage>
        },
        (None, None) => html! { <CardPage><Waiting /></CardPage> },
    }
}

/// The attempt whose time runs.
#[derive(Properties, PartialEq)]
struct TimeLeftProps {
    flow: Flow,
    standing: Standing,
}

/// Warns before the attempt ends, and ends it (WCAG 2.2.1). Nothing that was typed is at stake:
/// only codes, which are as short-lived themselves.
#[component]
fn TimeLeft(props: &TimeLeftProps) -> Html {
    let texts = use_texts();
    let seconds = use_seconds_until(Some(clock::local_ms(props.standing.expires_at)));
    let flow = props.flow.clone();
    use_effect_with(seconds == 0, move |over| {
        if *over {
            flow.end(Notice::TimeRanOut);
        }
    });
    if seconds == 0 || seconds > WARN_SECONDS {
        return Html::default();
    }
    // Only whole minutes are spoken: a count that talks each second drowns everything else.
    html! {
        <div class="time-left">
            <Alert kind={Kind::Warning}>
                { texts.sign_in.ends_in_minutes(seconds.div_ceil(60)) }
            </Alert>
        </div>
    }
}
