//! The facts about a member.

use super::labels;
use crate::i18n::{self, Texts};
use crate::ui::{fact, facts};
use shared_types::members::{ImportedDevice, MemberView};
use shared_types::time::Time;
use yew::prelude::*;

/// The facts about a member.
pub(super) fn member_facts(texts: Texts, member: &MemberView) -> Html {
    let t = texts.members;
    let when = |at: Option<Time>| match at {
        Some(at) => i18n::date_time(texts.locale, at),
        None => texts.common.never().to_owned(),
    };
    let two_step = &member.two_step;
    facts(html! {
        <>
            { fact(texts.common.role(), labels::role(texts, member.role)) }
            { fact(t.filter_status(), labels::status_badge(texts, member.status)) }
            { fact(t.filter_state(), labels::state_badge(texts, two_step.state)) }
            if !member.groups.is_empty() {
                { fact(t.groups(), member.groups.join(", ")) }
            }
            if two_step.locked_until.is_some() {
                { fact(t.locked_until(), when(two_step.locked_until)) }
            }
            if two_step.enrolled_at.is_some() {
                { fact(t.enrolled(), when(two_step.enrolled_at)) }
                { fact(t.last_used(), when(two_step.last_used_at)) }
            }
            if let Some(imported) = two_step.imported {
                { fact(t.imported(), imported_words(texts, imported)) }
            }
            if member.exempt_until.is_some() {
                { fact(t.exempt_until(), when(member.exempt_until)) }
            }
            if member.due_at.is_some() {
                { fact(t.due_at(), due_words(texts, member, &when(member.due_at))) }
            }
            { fact(t.signed_in(), when(member.last_signed_in_at)) }
            { fact(t.since(), i18n::date(texts.locale, member.created_at)) }
        </>
    })
}

/// From when on the policy asks, and how often the member may put it off.
fn due_words(texts: Texts, member: &MemberView, at: &str) -> String {
    match member.skips_left {
        Some(left @ 1..) => format!("{at}; {}", texts.members.later(i64::from(left))),
        Some(0) | None => at.to_owned(),
    }
}

/// Whether anybody knows that the member has the entry, and until when it is good enough.
fn imported_words(texts: Texts, imported: ImportedDevice) -> String {
    let until = i18n::date(texts.locale, imported.replace_by);
    if imported.is_proven {
        texts.members.imported_proven(&until)
    } else {
        texts.members.imported_unproven(&until)
    }
}
