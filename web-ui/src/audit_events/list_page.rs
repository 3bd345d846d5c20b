//! The page "Audit".

use super::filters::Filters;
use crate::app::{Me, use_app};
use crate::audit_rows;
use crate::client::{CredentialKind, endpoint};
use crate::i18n::{self, Texts};
use crate::layout::console;
use crate::load::use_load;
use crate::route::{ConsolePage, audit, with_query};
use crate::router::Link;
use crate::ui::Heading;
use shared_types::audit_events::{AuditEventPage, ListAuditEventsQuery};
use yew::prelude::*;

/// Who reads, and the filter.
#[derive(Properties, PartialEq)]
pub struct AuditPageProps {
    /// The administrator.
    pub me: Me,
    /// The filter of the address.
    pub filter: ListAuditEventsQuery,
}

/// The record, filtered and paged.
#[component]
pub fn AuditPage(props: &AuditPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.audit;
    let filter = &props.filter;
    let load = use_load(CredentialKind::Session, filter.clone(), |app, filter| {
        Box::pin(async move { audit_rows::list_events(app.client(), &filter).await })
    });
    let content = html! {
        <>
            <Heading text={t.title()} />
            <p class="lead">{ t.lead() }</p>
            <Filters filter={filter.clone()} />
            { load.show(|page| one_page(texts, &page, filter)) }
            { exports(texts, filter) }
        </>
    };
    console(&app, &props.me, content)
}

fn one_page(texts: Texts, page: &AuditEventPage, filter: &ListAuditEventsQuery) -> Html {
    let t = texts.audit;
    let next = page.next_cursor.clone().map(|cursor| ListAuditEventsQuery {
        cursor: Some(cursor),
        ..filter.clone()
    });
    let time = |time| i18n::date_time(texts.locale, time);
    let sealed = t.sealed(&time(page.complete_until), &time(page.sealed_until));
    let signed = page.signed_until.map(|until| t.signed(&time(until)));
    html! {
        <>
            { audit_rows::broken_alert(texts, &page.items) }
            if page.items.is_empty() {
                <p role="status">{ if next.is_some() { t.further() } else { t.none() } }</p>
            } else {
                { audit_rows::table(texts, t.title(), &page.items, filter) }
            }
            <nav class="pager" aria-label={texts.common.pages()}>
                if filter.cursor.is_some() {
                    <Link to={ConsolePage::Audit(audit::first_page(filter))} class="button">
                        { t.newest() }
                    </Link>
                }
                if let Some(next) = next {
                    <Link to={ConsolePage::Audit(next)} class="button">{ t.older() }</Link>
                }
            </nav>
            <p class="hint">
                { sealed }
                if let Some(signed) = signed {
                    { " " }
                    { signed }
                }
            </p>
        </>
    }
}

/// The whole of what the filter finds, as a file.
fn exports(texts: Texts, filter: &ListAuditEventsQuery) -> Html {
    let t = texts.audit;
    let all = audit::query(&audit::first_page(filter));
    let link = |format: &str, label: &'static str| {
        let format = format!("format={format}");
        let query = if all.is_empty() {
            format
        } else {
            format!("{all}&{format}")
        };
        let href = endpoint(&with_query("/audit-events/export", &query));
        html! { <a class="button" {href} download="">{ label }</a> }
    };
    html! {
        <section class="panel stack" aria-labelledby="export">
            <h2 id="export">{ t.export() }</h2>
            <p class="row">{ link("ndjson", t.export_lines()) }{ link("csv", t.export_table()) }</p>
            <p class="hint">{ t.export_hint() }</p>
        </section>
    }
}
