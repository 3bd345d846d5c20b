//! The page of one event, with its whole sign-in attempt.

use super::details::details;
use super::verification::Verification;
use crate::app::{Me, use_app};
use crate::audit_rows;
use crate::client::CredentialKind;
use crate::failure::Failure;
use crate::i18n::{self, Texts};
use crate::layout::{back_link, console};
use crate::load::use_load;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{Heading, fact, facts};
use serde_json::Value;
use shared_types::audit_events::{AuditEventStory, AuditEventView, ListAuditEventsQuery};
use shared_types::ids::VerificationId;
use shared_types::problem::ProblemCode;
use yew::prelude::*;

/// Who reads, and which event.
#[derive(Properties, PartialEq)]
pub struct AuditEventPageProps {
    /// The administrator.
    pub me: Me,
    /// The event.
    pub id: i64,
    /// The filter of the list that it was opened from.
    pub list: ListAuditEventsQuery,
}

/// One event.
#[component]
pub fn AuditEventPage(props: &AuditEventPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let load = use_load(CredentialKind::Session, props.id, |app, id| {
        Box::pin(async move { audit_rows::show_event(app.client(), id).await })
    });
    let is_gone = load.failure().and_then(Failure::code) == Some(ProblemCode::NotFound);
    let event = if is_gone {
        html! { <Heading text={texts.audit.no_event()} /> }
    } else {
        load.show(|story| story_of(texts, &story, &props.list))
    };
    let content = html! {
        <>
            { back_link(ConsolePage::Audit(props.list.clone()), texts.audit.all()) }
            { event }
        </>
    };
    console(&app, &props.me, content)
}

fn story_of(texts: Texts, story: &AuditEventStory, list: &ListAuditEventsQuery) -> Html {
    let t = texts.audit;
    let event = &story.event;
    let verification = event.details.get("verification").and_then(Value::as_str);
    let verification = verification.and_then(|id| id.parse::<VerificationId>().ok());
    html! {
        <>
            <Heading text={audit_rows::what(texts, event)} />
            <p class="lead">{ i18n::exact_date_time(texts.locale, event.at) }</p>
            { audit_rows::broken_alert(texts, std::slice::from_ref(event)) }
            <section class="panel">{ facts_of(texts, event) }</section>
            if let Some(id) = verification {
                <Verification {id} />
            }
            if !story.flow.is_empty() {
                <section class="stack" aria-labelledby="flow">
                    <h2 id="flow">{ t.flow() }</h2>
                    { audit_rows::table(texts, t.flow(), &story.flow, list) }
                </section>
            }
        </>
    }
}

fn facts_of(texts: Texts, event: &AuditEventView) -> Html {
    let t = texts.audit;
    let about = event.member.as_ref().map(|member| {
        let to = ConsolePage::Audit(ListAuditEventsQuery {
            member: Some(member.id),
            ..ListAuditEventsQuery::default()
        });
        let all = html! { <Link {to}>{ t.trail_all() }</Link> };
        html! { <>{ audit_rows::whom(texts, event) }{ " " }{ all }</> }
    });
    let by = event.actor.id.map(|id| {
        let to = ConsolePage::Audit(ListAuditEventsQuery {
            actor: Some(id),
            ..ListAuditEventsQuery::default()
        });
        html! { <>{ " " }<Link {to}>{ t.by_actor() }</Link></> }
    });
    let result = audit_rows::why(texts, event);
    let request = event.request_id.map(|id| id.to_string());
    facts(html! {
        <>
            { fact(t.who(), html! { <>{ audit_rows::who(texts, event) }{ by.unwrap_or_default() }</> }) }
            { for about.map(|about| fact(t.whom(), about)) }
            { fact(t.outcome(), audit_rows::outcome_badge(texts, event)) }
            { for result.map(|result| fact(t.result(), result)) }
            { details(texts, &event.details) }
            if !event.network.is_empty() {
                { fact(t.network(), event.network.clone()) }
            }
            { for request.map(|request| fact(t.request(), request)) }
            { fact(t.position(), event.id.to_string()) }
            { fact(t.seal(), audit_rows::seal(texts, event.seal)) }
        </>
    })
}
