//! The exemption of a member from the policy: given until a day, or ended.

use super::requests;
use crate::app::{App, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::clock;
use crate::failure::{Failure, require};
use crate::forms::{FailureAlert, FormTask, SubmitButton, use_submit};
use crate::reauthentication::with_reauthentication;
use crate::ui::{Button, Confirm, Field, Form, Look};
use shared_types::limits;
use shared_types::members::{ExemptionRequest, MemberView};
use shared_types::problem::FieldErrorCode;
use yew::prelude::*;

/// Whose exemption it is.
#[derive(Properties, PartialEq)]
pub(super) struct ExemptionProps {
    pub(super) member: MemberView,
    /// Called with what is said when it is changed.
    pub(super) ondone: Callback<String>,
}

/// The form, and the button that ends an exemption.
#[component]
pub(super) fn ExemptionPanel(props: &ExemptionProps) -> Html {
    let texts = use_app().texts();
    let t = texts.members;
    let (member, ondone) = (props.member.clone(), props.ondone.clone());
    html! {
        <section class="panel stack" aria-labelledby="exemption">
            <h2 id="exemption">{ t.exemption() }</h2>
            <p>{ t.exemption_lead() }</p>
            <ExemptionForm member={member.clone()} ondone={ondone.clone()} />
            if member.exempt_until.is_some() {
                <EndExemption {member} {ondone} />
            }
        </section>
    }
}

#[component]
fn ExemptionForm(props: &ExemptionProps) -> Html {
    let texts = use_app().texts();
    let t = texts.members;
    let submit = use_submit(CredentialKind::Session);
    let (day, reason) = (use_node_ref(), use_node_ref());
    let onsubmit = {
        let (member, ondone) = (props.member.clone(), props.ondone.clone());
        let (day, reason) = (day.clone(), reason.clone());
        submit.on(move |app| {
            let (day, why) = (browser::value(&day), browser::value(&reason));
            // What was typed has done its work.
            let reason = reason.clone();
            let done = ondone.reform(move |said| {
                browser::set_value(&reason, "");
                said
            });
            exempt(app, member.clone(), Typed { day, reason: why }, done)
        })
    };
    let failed = |field| submit.failure().and_then(|failure| failure.field(field));
    let last = props.member.exempt_until.map(clock::day_before);
    html! {
        <Form {onsubmit} failures={submit.state().failures()}>
            <Field
                name="until"
                label={t.exemption_day()}
                kind="date"
                input={day}
                initial={last.unwrap_or_default()}
                error={failed("until")}
            />
            <Field
                name="exemption_reason"
                label={t.exemption_reason()}
                hint={t.reason_hint()}
                input={reason}
                error={failed("reason")}
                longest={limits::REASON_LONGEST}
            />
            <FailureAlert submit={submit.clone()} />
            <SubmitButton {submit} look={Look::Secondary} label={t.exempt()} />
        </Form>
    }
}

/// What stands in the form.
struct Typed {
    day: String,
    reason: String,
}

fn exempt(app: App, member: MemberView, typed: Typed, ondone: Callback<String>) -> FormTask {
    Box::pin(async move {
        require(&[("until", &typed.day), ("reason", &typed.reason)])?;
        // To the end of the day that was chosen.
        let until = clock::start_of_day(&typed.day, 1);
        let until =
            until.ok_or_else(|| Failure::Fields(vec![("until", FieldErrorCode::Invalid)]))?;
        let body = ExemptionRequest {
            until,
            reason: typed.reason,
        };
        let send = || requests::exempt_member(app.client(), member.id, &body);
        with_reauthentication(&app, send).await?;
        ondone.emit(app.texts().members.exempted(&member.display_name));
        Ok(())
    })
}

#[component]
fn EndExemption(props: &ExemptionProps) -> Html {
    let texts = use_app().texts();
    let t = texts.members;
    let submit = use_submit(CredentialKind::Session);
    let is_confirming = use_state_eq(|| false);
    let onconfirm = {
        let (member, ondone) = (props.member.clone(), props.ondone.clone());
        submit.on(move |app| end(app, member.clone(), ondone.clone()))
    };
    let (open, close) = (is_confirming.clone(), is_confirming.clone());
    html! {
        if *is_confirming {
            <Confirm
                question={t.end_exemption_question(&props.member.display_name)}
                label={t.end_exemption()}
                busy={submit.is_sending()}
                failures={submit.state().failures()}
                {onconfirm}
                oncancel={move |()| close.set(false)}
            >
                <FailureAlert {submit} />
            </Confirm>
        } else {
            <p>
                <Button look={Look::Secondary} onclick={move |()| open.set(true)}>
                    { t.end_exemption() }
                </Button>
            </p>
        }
    }
}

fn end(app: App, member: MemberView, ondone: Callback<String>) -> FormTask {
    Box::pin(async move {
        let send = || requests::end_exemption(app.client(), member.id);
        with_reauthentication(&app, send).await?;
        ondone.emit(app.texts().members.exemption_ended(&member.display_name));
        Ok(())
    })
}
