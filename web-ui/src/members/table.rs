//! The table of members; on a narrow screen each row is a card.

use super::labels;
use crate::i18n::{self, Texts};
use crate::route::ConsolePage;
use crate::router::Link;
use shared_types::members::MemberView;
use yew::prelude::*;

/// The table; each name links to the member's page.
pub(super) fn table(texts: Texts, members: &[MemberView]) -> Html {
    let t = texts.members;
    let columns = [
        t.member(),
        texts.common.role(),
        t.filter_status(),
        t.state(),
        t.last_used(),
    ];
    html! {
        <table class="list" aria-label={t.title()}>
            <thead>
                <tr>{ for columns.map(|name| html! { <th scope="col">{ name }</th> }) }</tr>
            </thead>
            <tbody>{ for members.iter().map(|member| row(texts, member)) }</tbody>
        </table>
    }
}

fn row(texts: Texts, member: &MemberView) -> Html {
    let t = texts.members;
    let last_used = match member.two_step.last_used_at {
        Some(at) => i18n::date_time(texts.locale, at),
        None => texts.common.never().to_owned(),
    };
    html! {
        <tr key={member.id.to_string()}>
            <th scope="row">
                <Link to={ConsolePage::Member(member.id)}>{ &member.display_name }</Link>
                <span class="sub">{ &member.email }</span>
            </th>
            <td data-label={texts.common.role()}>{ labels::role(texts, member.role) }</td>
            <td data-label={t.filter_status()}>{ labels::status_badge(texts, member.status) }</td>
            <td data-label={t.state()}>{ labels::state_badge(texts, member.two_step.state) }</td>
            <td data-label={t.last_used()}>{ last_used }</td>
        </tr>
    }
}
