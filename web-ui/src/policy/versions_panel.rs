//! The versions of the policy: what each asked for, and putting one back.

use super::reason::reason_field;
use super::requests;
use super::words::{plan_words, recovery_words};
use crate::app::{App, Notice, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::forms::{FailureAlert, FormTask, use_submit};
use crate::i18n;
use crate::load::use_load;
use crate::route::ConsolePage;
use crate::router;
use crate::ui::{Button, Confirm, Look};
use shared_types::policy::{PolicyVersion, PolicyView, PutPolicyRequest};
use yew::prelude::*;

/// The version that stands.
#[derive(Properties, PartialEq)]
pub(super) struct VersionsPanelProps {
    pub(super) policy: PolicyView,
    /// Called when another one is put back.
    pub(super) ondone: Callback<()>,
}

/// The newest versions.
#[component]
pub(super) fn VersionsPanel(props: &VersionsPanelProps) -> Html {
    let texts = use_app().texts();
    let load = use_load(CredentialKind::Session, props.policy.version, |app, _| {
        Box::pin(async move { requests::list_versions(app.client()).await })
    });
    let (policy, ondone) = (props.policy.clone(), props.ondone.clone());
    let row = |one: &PolicyVersion| {
        let key = one.version;
        html! { <Version {key} shown={one.clone()} now={policy.clone()} ondone={ondone.clone()} /> }
    };
    html! {
        <section class="panel stack" aria-labelledby="versions">
            <h2 id="versions">{ texts.policy.versions() }</h2>
            { load.show(|page| html! {
                <ul class="acts">{ for page.items.iter().map(row) }</ul>
            }) }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct VersionProps {
    shown: PolicyVersion,
    now: PolicyView,
    ondone: Callback<()>,
}

#[component]
fn Version(props: &VersionProps) -> Html {
    let texts = use_app().texts();
    let t = texts.policy;
    let submit = use_submit(CredentialKind::Session);
    let is_confirming = use_state_eq(|| false);
    let why = use_node_ref();
    let shown = &props.shown;
    let number = shown.version.to_string();
    let at = i18n::date_time(texts.locale, shown.at);
    let name = shown.by.as_ref().and_then(|by| by.display_name.as_ref());
    let when = match name {
        Some(name) => t.version_at(&at, name),
        None => at,
    };
    let onconfirm = {
        let (version, now, ondone) = (shown.clone(), props.now.version, props.ondone.clone());
        let why = why.clone();
        submit.on(move |app| {
            let reason = browser::value(&why);
            put_back(app, request(&version, now, reason), ondone.clone())
        })
    };
    let (open, close) = (is_confirming.clone(), is_confirming.clone());
    html! {
        <li class="act-row">
            if *is_confirming {
                <Confirm
                    question={t.put_back_question(&number)}
                    label={t.put_back()}
                    look={Look::Primary}
                    busy={submit.is_sending()}
                    failures={submit.state().failures()}
                    {onconfirm}
                    oncancel={move |()| close.set(false)}
                >
                    { reason_field(texts, "put_back_reason", t.plan_reason_hint(), why, &submit) }
                    <FailureAlert {submit} />
                </Confirm>
            } else {
                <div>
                    <p><strong>{ t.version(&number) }</strong>{ " " }<span class="hint">{ when }</span></p>
                    <p>{ plan_words(texts, &shown.plan) }</p>
                    <p>{ recovery_words(texts, shown.recovery) }</p>
                    if let Some(reason) = &shown.reason {
                        <p class="hint">{ reason }</p>
                    }
                </div>
                if differs(shown, &props.now) {
                    <Button look={Look::Secondary} onclick={move |()| open.set(true)}>
                        { t.put_back() }
                    </Button>
                }
            }
        </li>
    }
}

/// Whether putting a version back changes anything.
fn differs(version: &PolicyVersion, now: &PolicyView) -> bool {
    let chosen = (!now.recovery_is_default).then_some(now.recovery);
    version.plan != now.plan() || version.recovery != chosen
}

fn request(version: &PolicyVersion, now: i64, reason: String) -> PutPolicyRequest {
    PutPolicyRequest {
        puts_back: Some(version.version),
        recovery: version.recovery,
        reason: Some(reason).filter(|reason| !reason.is_empty()),
        ..PutPolicyRequest::of_plan(version.plan.clone(), now)
    }
}

fn put_back(app: App, body: PutPolicyRequest, ondone: Callback<()>) -> FormTask {
    Box::pin(async move {
        let notice = requests::put_policy(&app, &body, Notice::PlanSaved).await?;
        router::replace(&app, ConsolePage::Policy.into(), Some(notice));
        ondone.emit(());
        Ok(())
    })
}
