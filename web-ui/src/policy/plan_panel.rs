//! The plan: what is asked of everybody, from when on, how often it may be put off, and of which groups more is asked.

use super::reason::reason_field;
use super::requests;
use super::state::{Asks, asks, plan_of};
use crate::app::{App, Notice, use_app};
use crate::client::CredentialKind;
use crate::failure::Failure;
use crate::forms::{FailureAlert, FormTask, SubmitButton, use_submit};
use crate::i18n::Texts;
use crate::route::ConsolePage;
use crate::ui::{Field, Form, Look, select};
use crate::{browser, clock, router};
use shared_types::groups::GroupView;
use shared_types::ids::GroupId;
use shared_types::policy::{PolicyView, PutPolicyRequest, RequiredFrom};
use shared_types::problem::FieldErrorCode;
use std::collections::BTreeSet;
use yew::prelude::*;

/// The policy as it stands, and the groups that there are.
#[derive(Properties, PartialEq)]
pub(super) struct PlanPanelProps {
    pub(super) policy: PolicyView,
    pub(super) groups: Vec<GroupView>,
    /// Called when it is changed.
    pub(super) ondone: Callback<()>,
}

/// The form.
#[component]
pub(super) fn PlanPanel(props: &PlanPanelProps) -> Html {
    let texts = use_app().texts();
    let t = texts.policy;
    let policy = &props.policy;
    let submit = use_submit(CredentialKind::Session);
    let (date, why) = (use_node_ref(), use_node_ref());
    let chosen = use_state_eq(|| asks(policy));
    let skips = use_state_eq(|| policy.skips);
    let strict: UseStateHandle<BTreeSet<GroupId>> =
        use_state_eq(|| policy.groups.iter().map(|rule| rule.group).collect());
    let onsubmit = {
        let (policy, ondone) = (policy.clone(), props.ondone.clone());
        let (date, why) = (date.clone(), why.clone());
        let (chosen, skips, strict) = (*chosen, *skips, (*strict).clone());
        submit.on(move |app| {
            let typed = Typed {
                asks: chosen,
                date: browser::value(&date),
                skips,
                strict: strict.clone(),
                reason: browser::value(&why),
            };
            save(app, policy.clone(), typed, ondone.clone())
        })
    };
    let from = policy.required_from.as_ref().map(|from| from.at);
    html! {
        <section class="panel stack" aria-labelledby="plan">
            <h2 id="plan">{ t.plan() }</h2>
            <p>{ t.plan_lead() }</p>
            <Form {onsubmit} failures={submit.state().failures()}>
                { asks_select(texts, &chosen) }
                if *chosen == Asks::From {
                    <Field
                        name="required_from"
                        label={t.plan_date()}
                        hint={browser::time_zone().map(|zone| t.plan_zone(&zone))}
                        kind="datetime-local"
                        input={date}
                        initial={from.map(clock::minute).unwrap_or_default()}
                        error={submit.failure().and_then(|failure| failure.field("required_from"))}
                    />
                    { skips_select(texts, &skips) }
                }
                { group_boxes(texts, &props.groups, &strict) }
                { reason_field(texts, "plan_reason", t.plan_reason_hint(), why, &submit) }
                <FailureAlert submit={submit.clone()} />
                <SubmitButton {submit} look={Look::Secondary} label={t.plan_save()} />
            </Form>
        </section>
    }
}

fn asks_select(texts: Texts, chosen: &UseStateHandle<Asks>) -> Html {
    let t = texts.policy;
    let choices = [
        (Asks::Nothing.name(), t.plan_optional()),
        (Asks::AtOnce.name(), t.plan_at_once()),
        (Asks::From.name(), t.plan_from()),
    ];
    let set = chosen.clone();
    let onchange = Callback::from(move |name: String| set.set(Asks::named(&name)));
    select("asks", t.plan_asks(), &choices, chosen.name(), onchange)
}

fn skips_select(texts: Texts, skips: &UseStateHandle<u8>) -> Html {
    let t = texts.policy;
    let choices = [
        ("0", t.plan_no_skips()),
        ("1", t.plan_one_skip()),
        ("2", t.plan_two_skips()),
        ("3", t.plan_three_skips()),
    ];
    let set = skips.clone();
    let onchange = Callback::from(move |number: String| set.set(number.parse().unwrap_or(0)));
    let now = skips.to_string();
    select("skips", t.plan_skips(), &choices, &now, onchange)
}

fn group_boxes(
    texts: Texts,
    groups: &[GroupView],
    strict: &UseStateHandle<BTreeSet<GroupId>>,
) -> Html {
    if groups.is_empty() {
        return Html::default();
    }
    let one = |group: &GroupView| {
        let (id, strict) = (group.id, strict.clone());
        let checked = strict.contains(&id);
        let onchange = move |_: Event| {
            let mut next = (*strict).clone();
            if !next.remove(&id) {
                next.insert(id);
            }
            strict.set(next);
        };
        html! {
            <label class="check" key={id.to_string()}>
                <input type="checkbox" name="groups" {checked} {onchange} />
                <span>{ &group.name }</span>
            </label>
        }
    };
    html! {
        <fieldset class="field">
            <legend>{ texts.policy.plan_groups() }</legend>
            { for groups.iter().map(one) }
        </fieldset>
    }
}

/// What stands in the form.
struct Typed {
    asks: Asks,
    date: String,
    skips: u8,
    strict: BTreeSet<GroupId>,
    reason: String,
}

fn save(app: App, policy: PolicyView, typed: Typed, ondone: Callback<()>) -> FormTask {
    Box::pin(async move {
        let from = match typed.asks {
            Asks::From => Some(instant(&typed.date)?),
            Asks::Nothing | Asks::AtOnce => None,
        };
        let plan = plan_of(&policy, typed.asks, from, typed.skips, &typed.strict);
        let body = PutPolicyRequest {
            reason: Some(typed.reason).filter(|reason| !reason.is_empty()),
            ..PutPolicyRequest::of_plan(plan, policy.version)
        };
        let notice = requests::put_policy(&app, &body, Notice::PlanSaved).await?;
        router::replace(&app, ConsolePage::Policy.into(), Some(notice));
        ondone.emit(());
        Ok(())
    })
}

/// The instant of what was typed, in the zone of this computer.
fn instant(date: &str) -> Result<RequiredFrom, Failure> {
    let missing = || Failure::Fields(vec![("required_from", FieldErrorCode::Required)]);
    let at = clock::instant(date).ok_or_else(missing)?;
    let zone = browser::time_zone().unwrap_or_else(|| "UTC".to_owned());
    Ok(RequiredFrom { at, zone })
}
