//! What would happen to each entry, or what happened.

use super::words;
use crate::i18n::{self, Texts};
use crate::ui::{Kind, alert, badge};
use shared_types::device_import::{ImportDevicesResponse, ImportRefusal, ImportedRow};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Whose entries somebody says that they are, by their rows.
pub(super) type Chosen = Rc<RefCell<BTreeMap<u32, String>>>;

/// The id of its heading, which has the focus when the entries were tried.
pub(super) const REPORT: &str = "report";

/// How many of them, and each of them. A member can be given to a row while nothing is imported.
pub(super) fn report(texts: Texts, report: &ImportDevicesResponse, chosen: &Chosen) -> Html {
    let t = texts.entries;
    let title = if report.dry_run {
        t.would_be()
    } else {
        t.was()
    };
    let number = |count: u32| i18n::number(texts.locale, i64::from(count));
    html! {
        <section class="stack" aria-labelledby={REPORT}>
            <h2 id={REPORT} tabindex="-1">{ title }</h2>
            if report.refused > 0 {
                { alert(Kind::Warning, html! { t.refused(i64::from(report.refused), &number(report.refused)) }) }
            }
            if report.missing_links > 0 {
                { alert(Kind::Warning, html! { t.missing_links(i64::from(report.missing_links)) }) }
            }
            { table(texts, report, chosen) }
        </section>
    }
}

fn table(texts: Texts, report: &ImportDevicesResponse, chosen: &Chosen) -> Html {
    let t = texts.entries;
    let columns = [t.line(), t.entry(), texts.members.member(), t.result()];
    let one = |row: &ImportedRow| one_row(texts, row, chosen, report.dry_run);
    html! {
        <table class="list" aria-labelledby="report">
            <thead>
                <tr>{ for columns.map(|name| html! { <th scope="col">{ name }</th> }) }</tr>
            </thead>
            <tbody>{ for report.rows.iter().map(one) }</tbody>
        </table>
    }
}

fn one_row(texts: Texts, row: &ImportedRow, chosen: &Chosen, dry_run: bool) -> Html {
    let t = texts.entries;
    let label = row.label.clone().unwrap_or_else(|| t.unnamed().to_owned());
    let (kind, result) = words::result(texts, row.result);
    let is_open = matches!(
        row.refusal,
        Some(ImportRefusal::UnknownMember | ImportRefusal::NotByLabel)
    );
    let why = row
        .refusal
        .map(|refusal| words::refusal(texts, refusal, dry_run));
    html! {
        <tr key={row.row}>
            <td data-label={t.line()}>{ row.line }</td>
            <th scope="row">{ label }</th>
            <td class="chosen" data-label={texts.members.member()}>
                if let Some(member) = &row.member {
                    { member.display_name.clone() }
                    <span class="sub">{ member.email.clone() }</span>
                }
                if dry_run && is_open {
                    { choose_member(texts, row, chosen) }
                }
            </td>
            <td data-label={t.result()}>
                { badge(kind, result) }
                if row.is_weak {
                    { " " }{ badge(Kind::Info, t.weak()) }
                }
                if let Some(why) = why {
                    <span class="sub">{ why }</span>
                }
            </td>
        </tr>
    }
}

/// The field for the member of a row. It has no name: what is typed here is not kept in the tab.
fn choose_member(texts: Texts, row: &ImportedRow, chosen: &Chosen) -> Html {
    let t = texts.entries;
    let (row, line) = (row.row, row.line);
    let typed = chosen.borrow().get(&row).cloned().unwrap_or_default();
    let chosen = chosen.clone();
    let oninput = move |event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        let text = input.map(|input| input.value()).unwrap_or_default();
        let mut chosen = chosen.borrow_mut();
        match text.trim() {
            "" => chosen.remove(&row),
            member => chosen.insert(row, member.to_owned()),
        };
    };
    html! {
        <input
            type="email"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-label={t.assign(&line.to_string())}
            placeholder={t.assign_hint()}
            value={typed}
            {oninput}
        />
    }
}
