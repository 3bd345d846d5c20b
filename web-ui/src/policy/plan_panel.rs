//! The plan: what is asked of everybody, from when on, how often it may be put off, and of which groups more is asked.

use super::change_page::{consequences, label};
use super::reason::reason_field;
use super::requests;
use super::state::{Asks, asks, plan_of};
use crate::app::{App, Notice, use_app};
use crate::client::CredentialKind;
use crate::failure::Failure;
use crate::forms::{FailureAlert, FormTask, Submit, SubmitButton, use_submit};
use crate::i18n::Texts;
use crate::route::ConsolePage;
use crate::ui::{Confirm, Field, Form, Look, select};
use crate::{browser, clock, router};
use shared_types::groups::GroupView;
use shared_types::ids::GroupId;
use shared_types::policy::{
    PolicyPreview, PolicyStanding, PolicyView, PutPolicyRequest, RequiredFrom, TwoStepPolicy,
};
use shared_types::problem::FieldErrorCode;
use std::collections::BTreeSet;
use yew::prelude::*;

/// The policy as it stands, and the groups that there are.
#[derive(Properties, PartialEq)]
pub(super) struct PlanPanelProps {
    pub(super) policy: PolicyView,
    pub(super) groups: Vec<GroupView>,
    pub(super) preview: PolicyPreview,
    /// Called when it is changed.
    pub(super) ondone: Callback<()>,
}

/// What is chosen and typed, as it stands.
#[derive(Clone)]
struct Inputs {
    chosen: UseStateHandle<Asks>,
    date: NodeRef,
    skips: UseStateHandle<u8>,
    strict: UseStateHandle<BTreeSet<GroupId>>,
    why: NodeRef,
}

#[hook]
fn use_inputs(policy: &PolicyView) -> Inputs {
    Inputs {
        chosen: use_state_eq(|| asks(policy)),
        date: use_node_ref(),
        skips: use_state_eq(|| policy.skips),
        strict: use_state_eq(|| policy.groups.iter().map(|rule| rule.group).collect()),
        why: use_node_ref(),
    }
}

impl Inputs {
    fn read(&self) -> Typed {
        Typed {
            asks: *self.chosen,
            date: browser::value(&self.date),
            skips: *self.skips,
            strict: (*self.strict).clone(),
            reason: browser::value(&self.why),
        }
    }
}

/// The form. What is required of everybody at once is confirmed, with the number of people.
#[component]
pub(super) fn PlanPanel(props: &PlanPanelProps) -> Html {
    let texts = use_app().texts();
    let submit = use_submit(CredentialKind::Session);
    let inputs = use_inputs(&props.policy);
    let confirmed = use_state_eq(|| None::<Typed>);
    let send = {
        let (policy, ondone, submit) = (props.policy.clone(), props.ondone.clone(), submit.clone());
        Callback::from(move |typed: Typed| {
            let (policy, ondone) = (policy.clone(), ondone.clone());
            let task = move |app| save(app, policy.clone(), typed.clone(), ondone.clone());
            submit.on(task).emit(());
        })
    };
    let content = if let Some(typed) = (*confirmed).clone() {
        let onconfirm = send.reform(move |()| typed.clone());
        let oncancel = Callback::from(move |()| confirmed.set(None));
        confirmation(texts, &props.preview, &submit, [onconfirm, oncancel])
    } else {
        let inputs_then = inputs.clone();
        let is_required = props.policy.standing(clock::server_now()) == PolicyStanding::Required;
        let onsubmit = Callback::from(move |()| {
            let typed = inputs_then.read();
            if typed.asks == Asks::AtOnce && !is_required {
                confirmed.set(Some(typed));
            } else {
                send.emit(typed);
            }
        });
        form(texts, props, &inputs, &submit, onsubmit)
    };
    html! {
        <section class="panel stack" aria-labelledby="plan">
            <h2 id="plan">{ texts.policy.plan() }</h2>
            { content }
        </section>
    }
}

fn confirmation(
    texts: Texts,
    preview: &PolicyPreview,
    submit: &Submit,
    [onconfirm, oncancel]: [Callback<()>; 2],
) -> Html {
    html! {
        <Confirm
            question={texts.policy.require_title()}
            label={label(texts, TwoStepPolicy::Required, preview)}
            look={Look::Primary}
            busy={submit.is_sending()}
            failures={submit.state().failures()}
            {onconfirm}
            {oncancel}
        >
            { consequences(texts, TwoStepPolicy::Required, preview) }
            <FailureAlert submit={submit.clone()} />
        </Confirm>
    }
}

fn form(
    texts: Texts,
    props: &PlanPanelProps,
    inputs: &Inputs,
    submit: &Submit,
    onsubmit: Callback<()>,
) -> Html {
    let t = texts.policy;
    let from = props.policy.required_from.as_ref().map(|from| from.at);
    html! {
        <>
            <p>{ t.plan_lead() }</p>
            <Form {onsubmit} failures={submit.state().failures()}>
                { asks_select(texts, &inputs.chosen) }
                if *inputs.chosen == Asks::From {
                    <Field
                        name="required_from"
                        label={t.plan_date()}
                        hint={browser::time_zone().map(|zone| t.plan_zone(&zone))}
                        kind="datetime-local"
                        input={inputs.date.clone()}
                        initial={from.map(clock::minute).unwrap_or_default()}
                        error={submit.failure().and_then(|failure| wrong_instant(&failure))}
                    />
                    { skips_select(texts, &inputs.skips) }
                }
                { group_boxes(texts, &props.groups, &inputs.strict) }
                { reason_field(texts, "plan_reason", t.plan_reason_hint(), inputs.why.clone(), submit) }
                <FailureAlert submit={submit.clone()} />
                <SubmitButton submit={submit.clone()} look={Look::Secondary} label={t.plan_save()} />
            </Form>
        </>
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
            <p class="hint">{ texts.policy.plan_groups_hint() }</p>
            { for groups.iter().map(one) }
        </fieldset>
    }
}

/// What stands in the form.
#[derive(Clone, PartialEq)]
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
            Asks::From => Some(instant(&typed.date, policy.required_from.as_ref())?),
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

/// What is wrong with the instant: with its time, or with the zone of this computer.
fn wrong_instant(failure: &Failure) -> Option<FieldErrorCode> {
    let fields = ["required_from", "required_from.at", "required_from.zone"];
    fields.into_iter().find_map(|field| failure.field(field))
}

/// The instant of what was typed, in the zone of this computer. What was not touched stays as it stood, with its seconds
/// and its zone.
fn instant(date: &str, standing: Option<&RequiredFrom>) -> Result<RequiredFrom, Failure> {
    if let Some(from) = standing.filter(|from| clock::minute(from.at) == date) {
        return Ok(from.clone());
    }
    let missing = || Failure::Fields(vec![("required_from", FieldErrorCode::Required)]);
    let at = clock::instant(date).ok_or_else(missing)?;
    let zone = browser::time_zone().unwrap_or_else(|| "UTC".to_owned());
    Ok(RequiredFrom { at, zone })
}
