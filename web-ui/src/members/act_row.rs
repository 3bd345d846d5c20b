//! One action on a member: what it does, its button, its confirmation.

use super::acts::Act;
use crate::app::{App, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::forms::{FailureAlert, FormTask, Submit, use_submit};
use crate::reauthentication::with_reauthentication;
use crate::ui::{Button, Confirm, Field, Look};
use shared_types::limits;
use shared_types::members::MemberView;
use yew::prelude::*;

/// An action on a member.
#[derive(Properties, PartialEq)]
pub(super) struct ActRowProps {
    pub(super) act: Act,
    pub(super) member: MemberView,
    /// Called when it is done.
    pub(super) ondone: Callback<Act>,
}

/// The action, which is confirmed first if it removes something.
#[component]
pub(super) fn ActRow(props: &ActRowProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let submit = use_submit(CredentialKind::Session);
    let is_confirming = use_state_eq(|| false);
    let reason = use_node_ref();
    let act = props.act;
    let run = {
        let (member, done) = (props.member.clone(), props.ondone.clone());
        let (reason, is_confirming) = (reason.clone(), is_confirming.clone());
        submit.on(move |app| {
            let is_confirming = is_confirming.clone();
            let done = done.reform(move |act| {
                is_confirming.set(false);
                act
            });
            let request = Request {
                act,
                member: member.clone(),
                reason: browser::value(&reason),
            };
            perform(app, request, done)
        })
    };
    let label = act.label(texts);
    let content = match act.question(texts, &props.member.display_name) {
        Some(question) if *is_confirming => html! {
            <Confirm
                {question}
                {label}
                busy={submit.is_sending()}
                failures={submit.state().failures()}
                onconfirm={run}
                oncancel={move |()| is_confirming.set(false)}
            >
                if act.needs_reason() {
                    { reason_field(&app, reason, &submit) }
                }
                <FailureAlert {submit} />
            </Confirm>
        },
        question => {
            let needs_confirmation = question.is_some();
            let onclick = if needs_confirmation {
                Callback::from(move |()| is_confirming.set(true))
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

/// An action that is about to be requested.
struct Request {
    act: Act,
    member: MemberView,
    reason: String,
}

fn perform(app: App, request: Request, done: Callback<Act>) -> FormTask {
    Box::pin(async move {
        let Request {
            act,
            member,
            reason,
        } = request;
        if act.needs_reason() {
            require(&[("reason", &reason)])?;
        }
        with_reauthentication(&app, || act.request(app.client(), &member, &reason)).await?;
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
