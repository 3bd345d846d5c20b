//! One's own device: set it up, replace it, remove it where the policy allows it.

use super::{requests, status};
use crate::client::use_client;
use crate::failure_alert::FailureAlert;
use crate::flow::use_flow;
use crate::i18n::{self, use_texts};
use crate::notice::Notice;
use crate::reauthentication::use_reauthentication;
use crate::route::Route;
use crate::session::{use_me, use_session, use_session_submit};
use crate::ui::{Button, Confirm, Look};
use shared_types::members::TwoStepState;
use shared_types::policy::TwoStepPolicy;
use yew::prelude::*;

/// One's own device.
#[component]
pub(super) fn DeviceCard() -> Html {
    let texts = use_texts();
    let me = use_me();
    let has_device = me.two_step.state != TwoStepState::NotSetUp;
    let last_used = me.two_step.last_used_at;
    html! {
        <section class="panel stack" aria-labelledby="device">
            <div class="panel-head">
                <h2 id="device">{ texts.me.two_step() }</h2>
                { status::badge(texts, me.two_step.state) }
            </div>
            <p>{ status::sentence(texts, &me.two_step) }</p>
            if let Some(at) = last_used {
                <p class="hint">{ texts.me.last_used(&i18n::date_time(texts.locale, at)) }</p>
            }
            <SetUp {has_device} />
            if has_device {
                <Remove />
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct SetUpProps {
    has_device: bool,
}

/// The way to a device, the first or a new one.
#[component]
fn SetUp(props: &SetUpProps) -> Html {
    let texts = use_texts();
    let (flow, sure) = (use_flow(), use_reauthentication());
    let submit = use_session_submit();
    let onclick = {
        let submit = submit.clone();
        move |()| {
            let (flow, sure) = (flow.clone(), sure.clone());
            submit.run(async move { flow.enroll(&sure, Route::Security).await });
        }
    };
    let (look, label) = if props.has_device {
        (Look::Secondary, texts.me.new_device())
    } else {
        (Look::Primary, texts.me.set_up())
    };
    html! {
        <>
            <FailureAlert submit={submit.clone()} />
            <p><Button {look} busy={submit.is_sending()} {onclick}>{ label }</Button></p>
        </>
    }
}

/// The way back to the password alone.
#[component]
fn Remove() -> Html {
    let texts = use_texts();
    let me = use_me();
    let (client, session, sure) = (use_client(), use_session(), use_reauthentication());
    let submit = use_session_submit();
    let asking = use_state_eq(|| false);
    if me.policy == TwoStepPolicy::Required {
        return html! { <p class="hint">{ texts.me.remove_not_allowed() }</p> };
    }
    let onconfirm = {
        let (submit, asking) = (submit.clone(), asking.clone());
        move |()| {
            let (client, session, sure) = (client.clone(), session.clone(), sure.clone());
            let asking = asking.clone();
            submit.run(async move {
                sure.act(|| requests::remove_device(&client)).await?;
                asking.set(false);
                session.outlive(Notice::DeviceRemoved).await
            });
        }
    };
    let ask = |answer: bool| {
        let asking = asking.clone();
        move |()| asking.set(answer)
    };
    html! {
        if *asking {
            <Confirm
                question={texts.me.remove_question()}
                label={texts.me.remove_device()}
                busy={submit.is_sending()}
                {onconfirm}
                oncancel={ask(false)}
            >
                <FailureAlert {submit} />
            </Confirm>
        } else {
            <p>
                <Button look={Look::Link} onclick={ask(true)}>{ texts.me.remove_device() }</Button>
            </p>
        }
    }
}
