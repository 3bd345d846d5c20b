//! The page that confirms a change of the policy: how many people it affects, and from when.

use super::reason::reason_field;
use super::state::{Offer, Rule, offer};
use super::{AdministratorProps, requests, use_rule};
use crate::app::{App, Notice, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::forms::{FailureAlert, FormTask, Submit, SubmitButton, use_submit};
use crate::i18n::{self, Texts};
use crate::layout::console;
use crate::route::ConsolePage;
use crate::router::{self, Link, Redirect};
use crate::session;
use crate::ui::{Form, Heading};
use shared_types::policy::{PolicyPlan, PolicyPreview, PutPolicyRequest, TwoStepPolicy};
use yew::prelude::*;

/// The confirmation.
#[component]
pub fn ChangePage(props: &AdministratorProps) -> Html {
    let app = use_app();
    let me = &props.me;
    let submit = use_submit(CredentialKind::Session);
    let load = use_rule();
    let content = load.show(|rule| {
        let to = match offer(rule.policy.two_step, me.two_step.state) {
            Offer::OwnDeviceFirst => return html! { <Redirect to={ConsolePage::Policy} /> },
            Offer::Require => TwoStepPolicy::Required,
            Offer::Relax => TwoStepPolicy::Optional,
        };
        html! { <Confirmation change={Change { to, rule: (*rule).clone() }} submit={submit.clone()} /> }
    });
    console(&app, me, content)
}

/// The change that is to be confirmed.
#[derive(Clone, PartialEq)]
struct Change {
    to: TwoStepPolicy,
    rule: Rule,
}

#[derive(Properties, PartialEq)]
struct ConfirmationProps {
    change: Change,
    submit: Submit,
}

#[component]
fn Confirmation(props: &ConfirmationProps) -> Html {
    let texts = use_app().texts();
    let (Change { to, rule }, submit) = (&props.change, &props.submit);
    let (to, t) = (*to, texts.policy);
    let why = use_node_ref();
    let onsubmit = {
        let (plan, version, why) = (plan(to, rule), rule.policy.version, why.clone());
        submit.on(move |app| {
            let reason = Some(browser::value(&why)).filter(|reason| !reason.is_empty());
            let body = PutPolicyRequest {
                reason,
                ..PutPolicyRequest::of_plan(plan.clone(), version)
            };
            put_policy(app, body)
        })
    };
    let title = match to {
        TwoStepPolicy::Required => t.require_title(),
        TwoStepPolicy::Optional => t.relax_title(),
    };
    html! {
        <>
            <Heading text={title} />
            <section class="panel stack">
                { consequences(texts, to, &rule.preview) }
                <p class="hint">{ t.at_once() }</p>
                <FailureAlert submit={submit.clone()} />
                <Form {onsubmit} failures={submit.state().failures()}>
                    if to == TwoStepPolicy::Optional {
                        { reason_field(texts, "reason", t.relax_reason_hint(), why, submit) }
                    }
                    <div class="row">
                        <SubmitButton
                            submit={submit.clone()}
                            label={label(texts, to, &rule.preview)}
                        />
                        <Link to={ConsolePage::Policy} class="button">{ texts.common.cancel() }</Link>
                    </div>
                </Form>
            </section>
        </>
    }
}

/// Optional asks nothing of any group; required keeps the groups of which more is asked.
fn plan(to: TwoStepPolicy, rule: &Rule) -> PolicyPlan {
    let groups = match to {
        TwoStepPolicy::Required => rule.policy.groups.clone(),
        TwoStepPolicy::Optional => Vec::new(),
    };
    PolicyPlan {
        two_step: to,
        groups,
        ..PolicyPlan::default()
    }
}

fn put_policy(app: App, body: PutPolicyRequest) -> FormTask {
    Box::pin(async move {
        let done = match body.two_step {
            TwoStepPolicy::Required => Notice::PolicyRequired,
            TwoStepPolicy::Optional => Notice::PolicyOptional,
        };
        // Where somebody else was first, this page would now offer the opposite change, so it closes.
        let notice = requests::put_policy(&app, &body, done).await?;
        session::reload_me(&app).await?;
        router::replace(&app, ConsolePage::Policy.into(), Some(notice));
        Ok(())
    })
}

/// What follows for people and their sessions.
pub(super) fn consequences(texts: Texts, to: TwoStepPolicy, preview: &PolicyPreview) -> Html {
    let t = texts.policy;
    if to == TwoStepPolicy::Optional {
        return html! { <p>{ t.relax_means() }</p> };
    }
    let number = |count| i18n::number(texts.locale, count);
    let (people, sessions) = (preview.not_set_up, preview.sessions_without_code);
    if people == 0 {
        return html! { <p>{ t.nobody_asked() }</p> };
    }
    html! {
        <>
            <p><strong>{ t.will_ask(people, &number(people)) }</strong></p>
            if preview.has_more_sessions_without_code {
                <p>{ t.more_sessions_end(&number(sessions)) }</p>
            } else if sessions > 0 {
                <p>{ t.sessions_end(sessions, &number(sessions)) }</p>
            }
            if !preview.first_affected.is_empty() {
                <div>
                    <p class="hint">{ t.first_affected() }</p>
                    <ul class="names">
                        { for preview.first_affected.iter().map(|name| html! { <li>{ name }</li> }) }
                    </ul>
                </div>
            }
        </>
    }
}

/// What the button says that confirms it.
pub(super) fn label(texts: Texts, to: TwoStepPolicy, preview: &PolicyPreview) -> String {
    let t = texts.policy;
    match (to, preview.not_set_up) {
        (TwoStepPolicy::Optional, _) => t.relax_button().to_owned(),
        (TwoStepPolicy::Required, 0) => t.require_nobody().to_owned(),
        (TwoStepPolicy::Required, people) => {
            t.require_button(people, &i18n::number(texts.locale, people))
        }
    }
}
