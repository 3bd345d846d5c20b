//! What is known of a member.

use super::words;
use crate::i18n::{self, use_texts};
use crate::ui::{Fact, Facts};
use shared_types::members::MemberView;
use shared_types::time::Time;
use yew::prelude::*;

/// A member.
#[derive(Properties, PartialEq)]
pub(super) struct MemberFactsProps {
    pub(super) member: MemberView,
}

/// What is known of a member.
#[component]
pub(super) fn MemberFacts(props: &MemberFactsProps) -> Html {
    let texts = use_texts();
    let t = texts.members;
    let member = &props.member;
    let when = |at: Option<Time>| match at {
        Some(at) => i18n::date_time(texts.locale, at),
        None => texts.common.never().to_owned(),
    };
    html! {
        <Facts>
            <Fact name={texts.common.role()}>{ words::role(texts, member.role) }</Fact>
            <Fact name={t.filter_status()}>{ words::status_badge(texts, member.status) }</Fact>
            <Fact name={t.filter_state()}>
                { words::state_badge(texts, member.two_step.state) }
            </Fact>
            if let Some(until) = member.two_step.locked_until {
                <Fact name={t.locked_until()}>{ i18n::date_time(texts.locale, until) }</Fact>
            }
            if let Some(at) = member.two_step.enrolled_at {
                <Fact name={t.enrolled()}>{ i18n::date_time(texts.locale, at) }</Fact>
                <Fact name={t.last_used()}>{ when(member.two_step.last_used_at) }</Fact>
            }
            <Fact name={t.signed_in()}>{ when(member.last_signed_in_at) }</Fact>
            <Fact name={t.since()}>{ i18n::date(texts.locale, member.created_at) }</Fact>
        </Facts>
    }
}
