//! One act on a member: what it does, its button, its question.

use super::acts::Act;
use crate::browser;
use crate::client::Lane;
use crate::failure::require;
use crate::failure_alert::FailureAlert;
use crate::handle::{App, use_app};
use crate::submit::{self, Submit, use_submit};
use crate::ui::{Button, Confirm, Field, Look};
use shared_types::limits;
use shared_types::members::MemberView;
use yew::prelude::*;

/// An act on a member.
#[derive(Properties, PartialEq)]
pub(super) struct ActRowProps {
    pub(super) act: Act,
    pub(super) member: MemberView,
    /// It is done.
    pub(super) ondone: Callback<Act>,
}

/// The act: at once where it only helps, after a question where it takes something away.
#[component]
pub(super) fn ActRow(props: &ActRowProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let submit = use_submit(Lane::Session);
    let asking = use_state_eq(|| false);
    let reason = use_node_ref();
    let act = props.act;
    let run = {
        let (member, done) = (props.member.clone(), props.ondone.clone());
        let (reason, asking) = (reason.clone(), asking.clone());
        submit.on(move |app| {
            let asking = asking.clone();
            let done = done.reform(move |act| {
                asking.set(false);
                act
            });
            perform(app, act, (member.clone(), browser::value(&reason)), done)
        })
    };
    let label = act.label(texts);
    let content = match act.question(texts, &props.member.display_name) {
        Some(question) if *asking => html! {
            <Confirm
                {question}
                {label}
                busy={submit.is_sending()}
                failures={submit.state().failures()}
                onconfirm={run}
                oncancel={move |()| asking.set(false)}
            >
                if act.needs_reason() {
                    { reason_field(&app, reason, &submit) }
                }
                <FailureAlert {submit} />
            </Confirm>
        },
        question => {
            let asks = question.is_some();
            let onclick = if asks {
                Callback::from(move |()| asking.set(true))
            } else {
                run
            };
            html! {
                <>
                    <p>{ act.means(texts) }</p>
                    <Button look={Look::Secondary} busy={submit.is_sending()} {onclick}>
                        { label }
                    </Button>
                    <FailureAlert {submit} />
                </>
            }
        }
    };
    html! { <li class="act-row">{ content }</li> }
}

fn perform(
    app: App,
    act: Act,
    (member, reason): (MemberView, String),
    done: Callback<Act>,
) -> submit::Act {
    Box::pin(async move {
        if act.needs_reason() {
            require(&[("reason", &reason)])?;
        }
        app.sure(|| act.request(app.client(), &member, &reason))
            .await?;
        done.emit(act);
        Ok(())
    })
}

fn reason_field(app: &App, reason: NodeRef, submit: &Submit) -> Html {
    let t = app.texts().members;
    html! {
        <Field
            name="reason"
            label={t.reset_reason()}
            hint={t.reset_reason_hint()}
            input={reason}
            error={submit.failure().and_then(|failure| failure.field("reason"))}
            longest={limits::REASON_LONGEST}
        />
    }
}
