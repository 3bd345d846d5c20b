//! A table of events; on a narrow screen each row is a card.

use super::labels;
use crate::i18n::{self, Texts};
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{Kind, alert};
use shared_types::audit_events::{AuditEventView, AuditSeal, ListAuditEventsQuery};
use yew::prelude::*;

/// The events; what was done links to the event's page, and that back to the list of this filter.
pub fn table(
    texts: Texts,
    label: &'static str,
    events: &[AuditEventView],
    list: &ListAuditEventsQuery,
) -> Html {
    let t = texts.audit;
    let columns = [t.what(), t.when(), t.who(), t.whom(), t.outcome()];
    html! {
        <table class="list" aria-label={label}>
            <thead>
                <tr>{ for columns.map(|name| html! { <th scope="col">{ name }</th> }) }</tr>
            </thead>
            <tbody>{ for events.iter().map(|event| row(texts, event, list)) }</tbody>
        </table>
    }
}

fn row(texts: Texts, event: &AuditEventView, list: &ListAuditEventsQuery) -> Html {
    let t = texts.audit;
    let to = ConsolePage::AuditEvent(event.id, list.clone());
    html! {
        <tr key={event.id.to_string()}>
            <th scope="row">
                <Link {to}>{ labels::what(texts, event) }</Link>
                if let Some(result) = labels::why(texts, event) {
                    <span class="sub">{ result }</span>
                }
            </th>
            <td data-label={t.when()}>{ i18n::exact_date_time(texts.locale, event.at) }</td>
            <td class="chosen" data-label={t.who()}>{ labels::who(texts, event) }</td>
            <td class="chosen" data-label={t.whom()}>{ labels::whom(texts, event) }</td>
            <td data-label={t.outcome()}>{ labels::outcome_badge(texts, event) }</td>
        </tr>
    }
}

/// Says so where an event is not as it was sealed.
pub fn broken_alert(texts: Texts, events: &[AuditEventView]) -> Html {
    if events.iter().any(|event| event.seal == AuditSeal::Broken) {
        return alert(Kind::Danger, html! { texts.audit.broken_alert() });
    }
    Html::default()
}
