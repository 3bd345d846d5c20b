//! One act on a member: what it does, its button, its question.

use super::acts::Act;
use crate::browser;
use crate::client::use_client;
use crate::failure::require;
use crate::failure_alert::FailureAlert;
use crate::i18n::use_texts;
use crate::reauthentication::use_reauthentication;
use crate::session::use_session_submit;
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
    let texts = use_texts();
    let (client, sure) = (use_client(), use_reauthentication());
    let submit = use_session_submit();
    let asking = use_state_eq(|| false);
    let reason = use_node_ref();
    let act = props.act;
    let run = {
        let (submit, reason, asking) = (submit.clone(), reason.clone(), asking.clone());
        let (member, done) = (props.member.clone(), props.ondone.clone());
        Callback::from(move |()| {
            let (client, sure, asking) = (client.clone(), sure.clone(), asking.clone());
            let (member, done) = (member.clone(), done.clone());
            let reason = browser::value(&reason);
            submit.run(async move {
                if act.needs_reason() {
                    require(&[("reason", &reason)])?;
                }
                sure.act(|| act.request(&client, &member, &reason)).await?;
                asking.set(false);
                done.emit(act);
                Ok(())
            });
        })
    };
    let label = act.label(texts);
    let Some(question) = act.question(texts, &props.member.display_name) else {
        return html! {
            <li class="act-row">
                <p>{ act.means(texts) }</p>
                <Button look={Look::Secondary} busy={submit.is_sending()} onclick={run}>
                    { label }
                </Button>
                <FailureAlert {submit} />
            </li>
        };
    };
    if !*asking {
        return html! {
            <li class="act-row">
                <p>{ act.means(texts) }</p>
                <Button look={Look::Secondary} onclick={move |()| asking.set(true)}>
                    { label }
                </Button>
            </li>
        };
    }
    html! {
        <li class="act-row">
            <Confirm
                {question}
                {label}
                busy={submit.is_sending()}
                onconfirm={run}
                oncancel={move |()| asking.set(false)}
            >
                if act.needs_reason() {
                    <Field
                        name="reason"
                        label={texts.members.reset_reason()}
                        hint={texts.members.reset_reason_hint()}
                        input={reason}
                        error={submit.failure().and_then(|failure| failure.field("reason"))}
                        longest={limits::REASON_LONGEST}
                    />
                }
                <FailureAlert {submit} />
            </Confirm>
        </li>
    }
}
