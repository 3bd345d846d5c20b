//! The page before the rule changes: whom it reaches, in numbers, and from when.

use super::requests;
use super::state::{Offer, Rule, offer};
use crate::client::use_client;
use crate::failure_alert::{FailureAlert, LoadFailure, SubmitButton};
use crate::i18n::{self, Texts, use_texts};
use crate::layout::{Console, Place, Waiting};
use crate::load::Loaded;
use crate::notice::{Notice, use_notices};
use crate::reauthentication::use_reauthentication;
use crate::route::Route;
use crate::router::{Link, Redirect, use_router};
use crate::session::{use_me, use_session, use_session_load, use_session_submit};
use crate::ui::{Form, Heading};
use shared_types::policy::{PolicyPreview, PutPolicyRequest, TwoStepPolicy};
use std::rc::Rc;
use yew::prelude::*;

/// The confirmation.
#[component]
pub fn ChangePage() -> Html {
    html! { <Console place={Place::Policy}><Change /></Console> }
}

#[component]
fn Change() -> Html {
    let own = use_me().two_step.state;
    let client = use_client();
    let load = use_session_load((), move |()| {
        let client = client.clone();
        async move { requests::find_rule(&client).await }
    });
    match load.state {
        Loaded::Loading => html! { <Waiting /> },
        Loaded::Failed(failure) => html! { <LoadFailure {failure} again={load.again} /> },
        Loaded::Ready(rule) => match offer(rule.policy.two_step, own) {
            Offer::OwnDeviceFirst => html! { <Redirect to={Route::Policy} /> },
            Offer::Require => html! {
                <Confirmation {rule} to={TwoStepPolicy::Required} again={load.again} />
            },
            Offer::Relax => html! {
                <Confirmation {rule} to={TwoStepPolicy::Optional} again={load.again} />
            },
        },
    }
}

#[derive(Properties, PartialEq)]
struct ConfirmationProps {
    rule: Rc<Rule>,
    to: TwoStepPolicy,
    again: Callback<()>,
}

#[component]
fn Confirmation(props: &ConfirmationProps) -> Html {
    let texts = use_texts();
    let t = texts.policy;
    let (client, notices, router) = (use_client(), use_notices(), use_router());
    let (session, sure) = (use_session(), use_reauthentication());
    let submit = use_session_submit();
    let onsubmit = {
        let (submit, again) = (submit.clone(), props.again.clone());
        let (two_step, version) = (props.to, props.rule.policy.version);
        move |()| {
            let (client, notices, router) = (client.clone(), notices.clone(), router.clone());
            let (session, sure, again) = (session.clone(), sure.clone(), again.clone());
            submit.run(async move {
                let body = PutPolicyRequest { two_step, version };
                let answer = sure.act(|| requests::put_policy(&client, &body)).await;
                if let Err(failure) = answer {
                    // Somebody else was faster: show what the rule is now.
                    again.emit(());
                    return Err(failure);
                }
                session.reload().await?;
                notices.leave(match two_step {
                    TwoStepPolicy::Required => Notice::PolicyRequired,
                    TwoStepPolicy::Optional => Notice::PolicyOptional,
                });
                router.replace(&Route::Policy);
                Ok(())
            });
        }
    };
    let title = match props.to {
        TwoStepPolicy::Required => t.require_title(),
        TwoStepPolicy::Optional => t.relax_title(),
    };
    html! {
        <>
            <Heading text={title} />
            <section class="panel stack">
                { consequences(texts, props.to, &props.rule.preview) }
                <p class="hint">{ t.at_once() }</p>
                <FailureAlert submit={submit.clone()} />
                <Form {onsubmit}>
                    <div class="row">
                        <SubmitButton {submit} label={label(texts, props.to, &props.rule.preview)} />
                        <Link to={Route::Policy} class="button">{ texts.common.cancel() }</Link>
                    </div>
                </Form>
            </section>
        </>
    }
}

fn consequences(texts: Texts, to: TwoStepPolicy, preview: &PolicyPreview) -> Html {
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
            if sessions > 0 {
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

fn label(texts: Texts, to: TwoStepPolicy, preview: &PolicyPreview) -> String {
    let t = texts.policy;
    match (to, preview.not_set_up) {
        (TwoStepPolicy::Optional, _) => t.relax_button().to_owned(),
        (TwoStepPolicy::Required, 0) => t.require_nobody().to_owned(),
        (TwoStepPolicy::Required, people) => {
            t.require_button(people, &i18n::number(texts.locale, people))
        }
    }
}
