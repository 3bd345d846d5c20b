//! What would happen to the rows of a file, or what happened: those with a problem, and the numbers of the others.

use crate::i18n::{self, Texts};
use crate::messages;
use crate::ui::{Kind, alert};
use shared_types::member_batch::{BatchResponse, BatchRow, BatchState};
use yew::prelude::*;

/// The numbers, and each refused row.
pub(super) fn report(texts: Texts, report: &BatchResponse) -> Html {
    let t = texts.imports;
    let title = if report.applied {
        t.was()
    } else {
        t.would_be()
    };
    let number = |count: u32| i18n::number(texts.locale, i64::from(count));
    html! {
        <section class="stack" aria-labelledby="report">
            <h2 id="report" tabindex="-1">{ title }</h2>
            if report.unchanged > 0 {
                <p>{ t.unchanged(i64::from(report.unchanged), &number(report.unchanged)) }</p>
            }
            if report.refused > 0 {
                { alert(Kind::Warning, html! { t.refused(i64::from(report.refused), &number(report.refused)) }) }
                { table(texts, report) }
            } else {
                <p>{ t.none_refused() }</p>
            }
        </section>
    }
}

fn table(texts: Texts, report: &BatchResponse) -> Html {
    let t = texts.imports;
    let columns = [t.line(), t.email(), t.problem()];
    let refused = report.rows.iter();
    let refused = refused.filter(|row| row.state == BatchState::Refused);
    html! {
        <table class="list" aria-labelledby="report">
            <thead>
                <tr>{ for columns.map(|name| html! { <th scope="col">{ name }</th> }) }</tr>
            </thead>
            <tbody>{ for refused.map(|row| one_row(texts, row)) }</tbody>
        </table>
    }
}

fn one_row(texts: Texts, row: &BatchRow) -> Html {
    let t = texts.imports;
    let email = row.email.clone().unwrap_or_default();
    let why = row.errors.iter().map(|error| {
        let text = messages::field_text(texts, error.code);
        html! { <span class="sub"><code>{ error.field.clone() }</code>{ ": " }{ text }</span> }
    });
    html! {
        <tr key={row.index}>
            <td data-label={t.line()}>{ row.line }</td>
            <th scope="row">{ email }</th>
            <td data-label={t.problem()}>
                if row.errors.is_empty() {
                    { t.later() }
                } else {
                    { for why }
                }
            </td>
        </tr>
    }
}
