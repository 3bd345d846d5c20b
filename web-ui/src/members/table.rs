//! The table of members; on a narrow screen each row becomes a small card.

use super::words;
use crate::i18n::{self, Texts, use_texts};
use crate::route::Route;
use crate::router::Link;
use shared_types::members::MemberView;
use shared_types::page::Page;
use std::rc::Rc;
use yew::prelude::*;

/// A page of members.
#[derive(Properties, PartialEq)]
pub(super) struct TableProps {
    pub(super) page: Rc<Page<MemberView>>,
}

/// The table; each name leads to the member's own page.
#[component]
pub(super) fn Table(props: &TableProps) -> Html {
    let texts = use_texts();
    let t = texts.members;
    html! {
        <table class="list" aria-label={t.title()}>
            <thead>
                <tr>
                    <th scope="col">{ t.member() }</th>
                    <th scope="col">{ texts.common.role() }</th>
                    <th scope="col">{ t.filter_status() }</th>
                    <th scope="col">{ t.state() }</th>
                    <th scope="col">{ t.last_used() }</th>
                </tr>
            </thead>
            <tbody>{ for props.page.items.iter().map(|member| row(texts, member)) }</tbody>
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
                <Link to={Route::Member(member.id)}>{ &member.display_name }</Link>
                <span class="sub">{ &member.email }</span>
            </th>
            <td data-label={texts.common.role()}>{ words::role(texts, member.role) }</td>
            <td data-label={t.filter_status()}>{ words::status_badge(texts, member.status) }</td>
            <td data-label={t.state()}>{ words::state_badge(texts, member.two_step.state) }</td>
            <td data-label={t.last_used()}>{ last_used }</td>
        </tr>
    }
}
