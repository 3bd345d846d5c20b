//! The member's own device: set it up, replace it, remove it where the policy allows that.

use super::{MeProps, requests, status};
use crate::app::{Notice, use_app};
use crate::client::CredentialKind;
use crate::flow;
use crate::forms::{FailureAlert, Submit, use_submit};
use crate::i18n::{self, Texts};
use crate::messages;
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::session;
use crate::ui::{Button, Confirm, Kind, Look, alert};
use shared_types::members::TwoStepState;
use shared_types::policy::TwoStepPolicy;
use shared_types::recovery::{HoldCause, RecoveryHold};
use yew::prelude::*;

/// The member's own device.
#[component]
pub(super) fn DeviceCard(props: &MeProps) -> Html {
    let texts = use_app().texts();
    let submit = use_submit(CredentialKind::Session);
    let is_confirming = use_state_eq(|| false);
    let me = &props.me;
    let has_device = me.two_step.state != TwoStepState::NotSetUp;
    let last_used = me.two_step.last_used_at;
    html! {
        <section class="panel stack" aria-labelledby="device">
            <div class="panel-head">
                <h2 id="device">{ texts.me.two_step() }</h2>
                { status::state_badge(texts, me.two_step.state) }
            </div>
            <p>{ status::sentence(texts, &me.two_step) }</p>
            if let Some(at) = last_used {
                <p class="hint">{ texts.me.last_used(&i18n::date_time(texts.locale, at)) }</p>
            }
            if let Some(imported) = me.two_step.imported {
                { alert(Kind::Warning, html! {
                    texts.me.imported(&i18n::date(texts.locale, imported.replace_by))
                }) }
            }
            if let Some(hold) = me.recovery_hold {
                { alert(Kind::Warning, html! { held(texts, hold) }) }
            }
            if *is_confirming {
                { question(texts, &submit, &is_confirming) }
            } else {
                <FailureAlert submit={submit.clone()} />
                <p>{ set_up(texts, &submit, has_device) }</p>
                if has_device {
                    <p>{ remove(texts, me.policy, is_confirming) }</p>
                }
            }
        </section>
    }
}

/// What happened, what does not work meanwhile, and whom to ask (B6).
fn held(texts: Texts, hold: RecoveryHold) -> String {
    let t = texts.recovery;
    let since = i18n::date_time(texts.locale, hold.since);
    let why = match hold.cause {
        HoldCause::PasswordReset => t.since_reset(&since),
        HoldCause::AddressChanged => t.since_address(&since),
        HoldCause::Refused => t.since_refused(&since),
    };
    format!("{why} {}", messages::held(texts, hold.until))
}

/// The button to set up the first device or a new one.
fn set_up(texts: Texts, submit: &Submit, has_device: bool) -> Html {
    let onclick = submit.on(|app| {
        Box::pin(async move { flow::start_enrollment(&app, ConsolePage::Security.into()).await })
    });
    let (look, label) = if has_device {
        (Look::Secondary, texts.me.new_device())
    } else {
        (Look::Primary, texts.me.set_up())
    };
    html! { <Button {look} busy={submit.is_sending()} {onclick}>{ label }</Button> }
}

/// The button to remove the device, where the policy allows that.
fn remove(texts: Texts, policy: TwoStepPolicy, is_confirming: UseStateHandle<bool>) -> Html {
    match policy {
        TwoStepPolicy::Required => {
            html! { <span class="hint">{ texts.me.remove_not_allowed() }</span> }
        }
        TwoStepPolicy::Optional => html! {
            <Button look={Look::Link} onclick={move |()| is_confirming.set(true)}>
                { texts.me.remove_device() }
            </Button>
        },
    }
}

fn question(texts: Texts, submit: &Submit, is_confirming: &UseStateHandle<bool>) -> Html {
    let onconfirm = {
        let is_confirming = is_confirming.clone();
        submit.on(move |app| {
            let is_confirming = is_confirming.clone();
            Box::pin(async move {
                with_reauthentication(&app, || requests::remove_device(app.client())).await?;
                is_confirming.set(false);
                session::after_session_change(&app, Notice::DeviceRemoved).await
            })
        })
    };
    let oncancel = {
        let is_confirming = is_confirming.clone();
        move |()| is_confirming.set(false)
    };
    html! {
        <Confirm
            question={texts.me.remove_question()}
            label={texts.me.remove_device()}
            busy={submit.is_sending()}
                failures={submit.state().failures()}
            {onconfirm}
            {oncancel}
        >
            <FailureAlert submit={submit.clone()} />
        </Confirm>
    }
}
