//! What ends a hold of recovery by e-mail: the choice of the organization.

use super::requests;
use crate::app::{App, Notice, use_app};
use crate::client::CredentialKind;
use crate::forms::{FailureAlert, FormTask, SubmitButton, use_submit};
use crate::route::ConsolePage;
use crate::router;
use crate::ui::{Form, Kind, Look, alert, select};
use shared_types::policy::{PolicyView, PutPolicyRequest};
use shared_types::recovery::RecoveryMode;
use yew::prelude::*;

/// The policy as it stands.
#[derive(Properties, PartialEq)]
pub(super) struct RecoveryPanelProps {
    pub(super) policy: PolicyView,
    /// Called when it is changed.
    pub(super) ondone: Callback<()>,
}

/// The choice, what it means, and who could not be helped.
#[component]
pub(super) fn RecoveryPanel(props: &RecoveryPanelProps) -> Html {
    let texts = use_app().texts();
    let t = texts.policy;
    let submit = use_submit(CredentialKind::Session);
    let policy = &props.policy;
    let chosen = use_state_eq(|| policy.recovery);
    let means = match *chosen {
        RecoveryMode::Wait => t.recovery_wait_means(),
        RecoveryMode::Approve => t.recovery_approve_means(),
    };
    let choices = [
        (RecoveryMode::Wait.as_str(), t.recovery_wait()),
        (RecoveryMode::Approve.as_str(), t.recovery_approve()),
    ];
    let onchange = {
        let chosen = chosen.clone();
        Callback::from(move |name: String| {
            if let Ok(mode) = RecoveryMode::try_from(name) {
                chosen.set(mode);
            }
        })
    };
    let onsubmit = {
        let ondone = props.ondone.clone();
        let body = PutPolicyRequest {
            recovery: Some(*chosen),
            ..PutPolicyRequest::of_plan(policy.plan(), policy.version)
        };
        submit.on(move |app| save(app, body.clone(), ondone.clone()))
    };
    html! {
        <section class="panel stack" aria-labelledby="recovery">
            <h2 id="recovery">{ t.recovery() }</h2>
            <p>{ t.recovery_lead() }</p>
            if policy.administrators < 2 {
                { alert(Kind::Warning, html! { t.recovery_one_admin() }) }
            }
            <Form {onsubmit}>
                { select("recovery", t.recovery(), &choices, chosen.as_str(), onchange) }
                <p class="hint">{ means }</p>
                if policy.recovery_is_default {
                    <p class="hint">{ t.recovery_default() }</p>
                }
                <FailureAlert submit={submit.clone()} />
                if policy.recovery_is_default || *chosen != policy.recovery {
                    <SubmitButton {submit} look={Look::Secondary} label={texts.common.save()} />
                }
            </Form>
        </section>
    }
}

fn save(app: App, body: PutPolicyRequest, ondone: Callback<()>) -> FormTask {
    Box::pin(async move {
        let notice = requests::put_policy(&app, &body, Notice::RecoveryChosen).await?;
        router::replace(&app, ConsolePage::Policy.into(), Some(notice));
        ondone.emit(());
        Ok(())
    })
}
