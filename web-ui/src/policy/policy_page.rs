//! The page "Two-step verification": the current policy, and the button to change it.

use super::plan_panel::PlanPanel;
use super::recovery_panel::RecoveryPanel;
use super::state::{Offer, Rule, offer, who_is_asked};
use super::versions_panel::VersionsPanel;
use super::words::plan_words;
use super::{AdministratorProps, not_set_up, use_rule};
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::clock;
use crate::flow;
use crate::forms::{FailureAlert, Submit, use_submit};
use crate::i18n::{self, Texts};
use crate::layout::console;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{Button, Heading, Kind, alert, badge};
use shared_types::policy::{PolicyStanding, PolicyView};
use yew::prelude::*;

/// The current policy, what it means, and the button to change it.
#[component]
pub fn PolicyPage(props: &AdministratorProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let me = &props.me;
    let submit = use_submit(CredentialKind::Session);
    let load = use_rule();
    let content = html! {
        <>
            <Heading text={texts.policy.title()} />
            <p class="lead">{ texts.policy.lead() }</p>
            { load.show(|rule| html! {
                <>
                    <section class="panel stack" aria-labelledby="rule">
                        { current(texts, &rule.policy) }
                        { affected(texts, &rule) }
                        { change(texts, offer(rule.policy.two_step, me.two_step.state), &submit) }
                    </section>
                    if offer(rule.policy.two_step, me.two_step.state) != Offer::OwnDeviceFirst {
                        <PlanPanel
                            key={format!("plan {}", rule.policy.version)}
                            policy={rule.policy.clone()}
                            groups={rule.groups.clone()}
                            preview={rule.preview.clone()}
                            ondone={load.again.clone()}
                        />
                    }
                    <RecoveryPanel
                        key={rule.policy.version}
                        policy={rule.policy.clone()}
                        ondone={load.again.clone()}
                    />
                    <VersionsPanel policy={rule.policy.clone()} ondone={load.again.clone()} />
                </>
            }) }
        </>
    };
    console(&app, me, content)
}

fn current(texts: Texts, policy: &PolicyView) -> Html {
    let t = texts.policy;
    let (kind, short, word, means) = match policy.standing(clock::server_now()) {
        PolicyStanding::Planned => return planned(texts, policy),
        PolicyStanding::Required => (
            Kind::Success,
            texts.common.on(),
            t.is_required(),
            t.required_means(),
        ),
        PolicyStanding::ForGroups => (
            Kind::Info,
            texts.common.on(),
            t.is_for_groups(),
            t.groups_means(),
        ),
        PolicyStanding::Optional => (
            Kind::Info,
            texts.common.off(),
            t.is_optional(),
            t.optional_means(),
        ),
    };
    let at = i18n::date_time(texts.locale, policy.updated_at);
    html! {
        <>
            <div class="panel-head">
                <h2 id="rule">{ word }</h2>
                { badge(kind, short) }
            </div>
            <p>{ means }</p>
            if let Ok(count @ 1..) = i64::try_from(policy.plan().stricter_groups()) {
                <p>{ t.group_rules(count) }</p>
            }
            if let Some(name) = &policy.updated_by {
                <p class="hint">{ t.changed_by(&at, name) }</p>
            }
        </>
    }
}

/// A policy that is required from an instant on.
fn planned(texts: Texts, policy: &PolicyView) -> Html {
    let t = texts.policy;
    let at = i18n::date_time(texts.locale, policy.updated_at);
    html! {
        <>
            <div class="panel-head">
                <h2 id="rule">{ t.plan_from() }</h2>
                { badge(Kind::Info, t.soon()) }
            </div>
            <p><strong>{ plan_words(texts, &policy.plan()) }</strong></p>
            if policy.skips == 0 {
                <p>{ t.from_means() }</p>
            }
            if let Some(name) = &policy.updated_by {
                <p class="hint">{ t.changed_by(&at, name) }</p>
            }
        </>
    }
}

fn affected(texts: Texts, rule: &Rule) -> Html {
    let shown = i18n::number(texts.locale, rule.preview.not_set_up);
    let Some(sentence) = who_is_asked(texts, rule, &shown, clock::server_now()) else {
        return Html::default();
    };
    let people = ConsolePage::Members(not_set_up());
    html! { <p>{ sentence }{ " " }<Link to={people}>{ texts.policy.show_affected() }</Link></p> }
}

fn change(texts: Texts, offer: Offer, submit: &Submit) -> Html {
    let t = texts.policy;
    let (class, label) = match offer {
        Offer::OwnDeviceFirst => return own_device(texts, submit),
        Offer::Require => ("button button--primary", t.switch_on()),
        Offer::Relax => ("button", t.switch_off()),
    };
    html! { <p><Link to={ConsolePage::PolicyChange} {class}>{ label }</Link></p> }
}

/// Asks the administrator to set up their own device first; this page is opened again afterwards.
fn own_device(texts: Texts, submit: &Submit) -> Html {
    let onclick = submit.on(|app| {
        Box::pin(async move { flow::start_enrollment(&app, ConsolePage::Policy.into()).await })
    });
    html! {
        <>
            { alert(Kind::Info, html! { texts.policy.own_device_first() }) }
            <FailureAlert submit={submit.clone()} />
            <p>
                <Button busy={submit.is_sending()} {onclick}>{ texts.policy.own_device() }</Button>
            </p>
        </>
    }
}
