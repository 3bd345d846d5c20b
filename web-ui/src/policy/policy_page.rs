//! The page "Two-step verification": the rule as it stands, and the switch.

use super::requests;
use super::state::{Offer, Rule, offer};
use crate::client::use_client;
use crate::failure_alert::{FailureAlert, LoadFailure};
use crate::flow::use_flow;
use crate::i18n::{self, Texts, use_texts};
use crate::layout::{Console, Place, Waiting};
use crate::load::Loaded;
use crate::reauthentication::use_reauthentication;
use crate::route::Route;
use crate::router::Link;
use crate::session::{use_me, use_session_load, use_session_submit};
use crate::ui::{Alert, Badge, Button, Heading, Kind};
use shared_types::members::{ListMembersQuery, MemberStatus, TwoStepState};
use shared_types::policy::{PolicyView, TwoStepPolicy};
use yew::prelude::*;

/// The rule, what it means, and the way to the other one.
#[component]
pub fn PolicyPage() -> Html {
    let texts = use_texts();
    html! {
        <Console place={Place::Policy}>
            <Heading text={texts.policy.title()} />
            <p class="lead">{ texts.policy.lead() }</p>
            <Policy />
        </Console>
    }
}

#[component]
fn Policy() -> Html {
    let texts = use_texts();
    let own = use_me().two_step.state;
    let client = use_client();
    let load = use_session_load((), move |()| {
        let client = client.clone();
        async move { requests::find_rule(&client).await }
    });
    match load.state {
        Loaded::Loading => html! { <Waiting /> },
        Loaded::Failed(failure) => html! { <LoadFailure {failure} again={load.again} /> },
        Loaded::Ready(rule) => html! {
            <section class="panel stack" aria-labelledby="rule">
                { standing(texts, &rule.policy) }
                { affected(texts, &rule) }
                { change(texts, offer(rule.policy.two_step, own)) }
            </section>
        },
    }
}

fn standing(texts: Texts, policy: &PolicyView) -> Html {
    let t = texts.policy;
    let (kind, word, means) = match policy.two_step {
        TwoStepPolicy::Required => (Kind::Success, t.is_required(), t.required_means()),
        TwoStepPolicy::Optional => (Kind::Info, t.is_optional(), t.optional_means()),
    };
    let at = i18n::date_time(texts.locale, policy.updated_at);
    html! {
        <>
            <div class="panel-head">
                <h2 id="rule">{ word }</h2>
                <Badge {kind}>{
                    match policy.two_step {
                        TwoStepPolicy::Required => texts.common.on(),
                        TwoStepPolicy::Optional => texts.common.off(),
                    }
                }</Badge>
            </div>
            <p>{ means }</p>
            if let Some(name) = &policy.updated_by {
                <p class="hint">{ t.changed_by(&at, name) }</p>
            }
        </>
    }
}

fn affected(texts: Texts, rule: &Rule) -> Html {
    let t = texts.policy;
    let count = rule.preview.not_set_up;
    let shown = i18n::number(texts.locale, count);
    let words = match (rule.policy.two_step, count) {
        (_, 0) => return Html::default(),
        (TwoStepPolicy::Optional, _) => t.will_ask(count, &shown),
        (TwoStepPolicy::Required, _) => t.still_asked(count, &shown),
    };
    let people = Route::Members(ListMembersQuery {
        two_step: Some(TwoStepState::NotSetUp),
        status: Some(MemberStatus::Active),
        ..ListMembersQuery::default()
    });
    html! { <p>{ words }{ " " }<Link to={people}>{ t.show_affected() }</Link></p> }
}

fn change(texts: Texts, offer: Offer) -> Html {
    let t = texts.policy;
    let (class, words) = match offer {
        Offer::OwnDeviceFirst => return html! { <OwnDevice /> },
        Offer::Require => ("button button--primary", t.switch_on()),
        Offer::Relax => ("button", t.switch_off()),
    };
    html! { <p><Link to={Route::PolicyChange} {class}>{ words }</Link></p> }
}

/// First one's own device; afterwards the way leads back here.
#[component]
fn OwnDevice() -> Html {
    let texts = use_texts();
    let (flow, sure) = (use_flow(), use_reauthentication());
    let submit = use_session_submit();
    let onclick = {
        let submit = submit.clone();
        move |()| {
            let (flow, sure) = (flow.clone(), sure.clone());
            submit.run(async move { flow.enroll(&sure, Route::Policy).await });
        }
    };
    html! {
        <>
            <Alert>{ texts.policy.own_device_first() }</Alert>
            <FailureAlert submit={submit.clone()} />
            <p>
                <Button busy={submit.is_sending()} {onclick}>{ texts.policy.own_device() }</Button>
            </p>
        </>
    }
}
