//! What would happen to the rows of a file, or what happened: the numbers, and each row.

use super::words;
use crate::i18n::{self, Texts};
use crate::ui::{Kind, alert, badge};
use shared_types::member_batch::{BatchResponse, BatchRow, BatchState};
use yew::prelude::*;

/// The id of its heading, which has the focus when a file was tried.
pub(super) const REPORT: &str = "report";

/// More rows than these without a problem are folded.
const FINE_SHOWN: usize = 20;

/// The numbers, and each row.
pub(super) fn report(texts: Texts, report: &BatchResponse) -> Html {
    let t = texts.imports;
    let title = if report.applied {
        t.was()
    } else {
        t.would_be()
    };
    let number = |count: u32| i18n::number(texts.locale, i64::from(count));
    html! {
        <section class="stack" aria-labelledby={REPORT}>
            <h2 id={REPORT} tabindex="-1" aria-describedby="report-numbers">{ title }</h2>
            <div id="report-numbers" class="stack">
                if report.unchanged > 0 {
                    <p>{ t.unchanged(i64::from(report.unchanged), &number(report.unchanged)) }</p>
                }
                if report.duplicate > 0 {
                    <p>{ t.duplicates(i64::from(report.duplicate), &number(report.duplicate)) }</p>
                }
                if report.refused > 0 {
                    { alert(Kind::Warning, html! { t.refused(i64::from(report.refused), &number(report.refused)) }) }
                } else {
                    <p>{ t.none_refused() }</p>
                }
            </div>
            { rows(texts, report) }
        </section>
    }
}

/// The refused rows, and the others, which are opened by who wants to see them where they are many.
fn rows(texts: Texts, report: &BatchResponse) -> Html {
    let (refused, fine): (Vec<&BatchRow>, Vec<&BatchRow>) = report
        .rows
        .iter()
        .partition(|row| row.state == BatchState::Refused);
    let count = i64::try_from(fine.len()).unwrap_or(i64::MAX);
    let name = texts
        .imports
        .fine(count, &i18n::number(texts.locale, count));
    html! {
        <>
            if !refused.is_empty() {
                { table(texts, texts.imports.is_refused(), &refused) }
            }
            if !fine.is_empty() {
                <details open={fine.len() <= FINE_SHOWN}>
                    <summary>{ name.clone() }</summary>
                    { table(texts, name, &fine) }
                </details>
            }
        </>
    }
}

fn table(texts: Texts, name: impl Into<AttrValue>, rows: &[&BatchRow]) -> Html {
    let t = texts.imports;
    let columns = [t.line(), t.email(), texts.entries.result()];
    html! {
        <table class="list" aria-label={name.into()}>
            <thead>
                <tr>{ for columns.map(|name| html! { <th scope="col">{ name }</th> }) }</tr>
            </thead>
            <tbody>{ for rows.iter().map(|row| one_row(texts, row)) }</tbody>
        </table>
    }
}

fn one_row(texts: Texts, row: &BatchRow) -> Html {
    let t = texts.imports;
    let email = row.email.clone().unwrap_or_default();
    let (kind, state) = words::state(texts, row);
    let flaws = row.errors.iter().map(|error| words::flaw(texts, error));
    html! {
        <tr key={row.index}>
            <td data-label={t.line()}>{ row.line }</td>
            <th scope="row">{ email }</th>
            <td data-label={texts.entries.result()}>
                { badge(kind, state) }
                { for flaws.map(|flaw| html! { <span class="sub">{ flaw }</span> }) }
                if let Some(cause) = words::cause(texts, row) {
                    <span class="sub">{ cause }</span>
                }
            </td>
        </tr>
    }
}
