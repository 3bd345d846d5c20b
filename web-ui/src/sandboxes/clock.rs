//! The clock of a test organization, and the form that moves it forward.

use super::requests;
use super::span::{self, Unit};
use crate::app::use_app;
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::refuse;
use crate::forms::{FailureAlert, SubmitButton, use_submit};
use crate::load::use_load;
use crate::ui::{Done, Field, Form, Look, fact, facts, select};
use shared_types::problem::FieldErrorCode;
use shared_types::sandboxes::SandboxClock;
use yew::prelude::*;

/// The field with the number.
const AMOUNT: &str = "amount";
/// The field that the server names when somebody else moved the clock in this moment.
const AHEAD: &str = "ahead_seconds";

/// How far it is ahead, and what it is for.
#[component]
pub(super) fn ClockPanel() -> Html {
    let texts = use_app().texts();
    let t = texts.sandboxes;
    let done = use_state_eq(Done::default);
    let load = use_load(CredentialKind::Session, (), |app, ()| {
        Box::pin(async move { requests::show_clock(app.client()).await })
    });
    let onmoved = {
        let (done, again) = (done.clone(), load.again.clone());
        Callback::from(move |clock: SandboxClock| {
            done.set(done.and(t.clock_moved(&span::words(texts, clock.ahead_seconds))));
            again.emit(());
        })
    };
    let shown = load.show(|clock| {
        let ahead = clock.ahead_seconds;
        let left = span::left(ahead);
        let furthest = span::words(texts, span::left(0));
        let said = match ahead {
            0 => t.clock_true().to_owned(),
            ahead => span::words(texts, ahead),
        };
        html! {
            <>
                { facts(html! {
                    <>
                        { fact(t.clock_ahead(), said) }
                        if left > 0 {
                            { fact(t.clock_left(), span::words(texts, left)) }
                        }
                    </>
                }) }
                if left == 0 {
                    <p>{ t.clock_furthest(&furthest) }</p>
                } else {
                    <p>{ t.clock_hint(&furthest) }</p>
                    <MoveForm {ahead} {onmoved} again={load.again.clone()} />
                }
            </>
        }
    });
    html! {
        <section class="panel stack" aria-labelledby="clock">
            <h2 id="clock">{ t.clock() }</h2>
            <p>{ t.clock_lead() }</p>
            { done.show() }
            { shown }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct MoveFormProps {
    ahead: u32,
    onmoved: Callback<SandboxClock>,
    /// Reads the clock again.
    again: Callback<()>,
}

#[component]
fn MoveForm(props: &MoveFormProps) -> Html {
    let texts = use_app().texts();
    let t = texts.sandboxes;
    let submit = use_submit(CredentialKind::Session);
    let amount = use_node_ref();
    let unit = use_state_eq(|| Unit::Minutes);
    let onsubmit = {
        let (amount, unit, shown) = (amount.clone(), unit.clone(), props.ahead);
        let (onmoved, again) = (props.onmoved.clone(), props.again.clone());
        submit.on(move |app| {
            let (typed, unit) = (browser::value(&amount), *unit);
            let (onmoved, again) = (onmoved.clone(), again.clone());
            Box::pin(async move {
                // It goes forward from where it is now: somebody else may have moved it since this page was read.
                let now = requests::show_clock(app.client()).await?.ahead_seconds;
                if now != shown {
                    again.emit(());
                }
                let Some(ahead_seconds) = span::moved(now, &typed, unit) else {
                    return refuse([(AMOUNT, FieldErrorCode::Invalid)]);
                };
                let clock = SandboxClock { ahead_seconds };
                let moved = requests::move_clock(app.client(), clock).await;
                onmoved.emit(moved.inspect_err(|_| again.emit(()))?);
                Ok(())
            })
        })
    };
    let left = span::words(texts, span::left(props.ahead));
    let failure = submit.failure();
    let fails = |field| {
        failure
            .as_ref()
            .is_some_and(|failure| failure.field(field).is_some())
    };
    let problem = if fails(AHEAD) {
        Some(t.clock_moved_meanwhile().to_owned())
    } else {
        fails(AMOUNT).then(|| t.clock_wrong(&left))
    };
    let choices = Unit::ALL.map(|unit| (unit.name(), unit.label(texts)));
    let chosen = unit.name();
    let onchange = Callback::from(move |name: String| {
        if let Some(chosen) = Unit::named(&name) {
            unit.set(chosen);
        }
    });
    html! {
        <Form {onsubmit} failures={submit.state().failures()}>
            <FailureAlert submit={submit.clone()} />
            <div class="filter-choices">
                <Field
                    name={AMOUNT}
                    label={t.clock_by()}
                    input={amount}
                    {problem}
                />
                { select("unit", t.clock_unit(), &choices, chosen, onchange) }
            </div>
            <SubmitButton
                submit={submit.clone()}
                label={t.clock_move()}
                look={Look::Secondary}
            />
        </Form>
    }
}
