//! One's own device: set it up, replace it, remove it where the policy allows it.

use super::{MeProps, requests, status};
use crate::client::Lane;
use crate::failure_alert::FailureAlert;
use crate::handle::use_app;
use crate::i18n::{self, Texts};
use crate::notice::Notice;
use crate::route::Room;
use crate::submit::{Submit, use_submit};
use crate::ui::{Button, Confirm, Kind, Look, alert};
use shared_types::members::TwoStepState;
use shared_types::policy::TwoStepPolicy;
use yew::prelude::*;

/// One's own device.
#[component]
pub(super) fn DeviceCard(props: &MeProps) -> Html {
    let texts = use_app().texts();
    let submit = use_submit(Lane::Session);
    let asking = use_state_eq(|| false);
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
            if let Some(until) = me.recovery_hold_until {
                { alert(Kind::Warning, html! {
                    texts.recovery.held_until(&i18n::date_time(texts.locale, until))
                }) }
            }
            if *asking {
                { question(texts, &submit, &asking) }
            } else {
                <FailureAlert submit={submit.clone()} />
                <p>{ set_up(texts, &submit, has_device) }</p>
                if has_device {
                    <p>{ remove(texts, me.policy, asking) }</p>
                }
            }
        </section>
    }
}

/// The way to a device, the first or a new one.
fn set_up(texts: Texts, submit: &Submit, has_device: bool) -> Html {
    let onclick = submit.on(|app| Box::pin(async move { app.enroll(Room::Security.into()).await }));
    let (look, label) = if has_device {
        (Look::Secondary, texts.me.new_device())
    } else {
        (Look::Primary, texts.me.set_up())
    };
    html! { <Button {look} busy={submit.is_sending()} {onclick}>{ label }</Button> }
}

/// The way back to the password alone, where it is open.
fn remove(texts: Texts, policy: TwoStepPolicy, asking: UseStateHandle<bool>) -> Html {
    match policy {
        TwoStepPolicy::Required => {
            html! { <span class="hint">{ texts.me.remove_not_allowed() }</span> }
        }
        TwoStepPolicy::Optional => html! {
            <Button look={Look::Link} onclick={move |()| asking.set(true)}>
                { texts.me.remove_device() }
            </Button>
        },
    }
}

fn question(texts: Texts, submit: &Submit, asking: &UseStateHandle<bool>) -> Html {
    let onconfirm = {
        let asking = asking.clone();
        submit.on(move |app| {
            let asking = asking.clone();
            Box::pin(async move {
                app.sure(|| requests::remove_device(app.client())).await?;
                asking.set(false);
                app.outlive(Notice::DeviceRemoved).await
            })
        })
    };
    let oncancel = {
        let asking = asking.clone();
        move |()| asking.set(false)
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
