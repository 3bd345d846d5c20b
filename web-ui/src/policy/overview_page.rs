//! The front page of the Admin Center: how far, and what next.

use super::chart::Adoption;
use super::requests;
use super::state::{Advice, Rule, advice};
use crate::client::use_client;
use crate::failure_alert::LoadFailure;
use crate::i18n::{self, Texts, use_texts};
use crate::layout::{Console, Place, Waiting};
use crate::load::Loaded;
use crate::route::Route;
use crate::router::Link;
use crate::session::{use_me, use_session_load};
use crate::ui::Heading;
use shared_types::members::{ListMembersQuery, MemberStatus, TwoStepState};
use std::rc::Rc;
use yew::prelude::*;

/// How far the members are, and what to do next.
#[component]
pub fn OverviewPage() -> Html {
    let texts = use_texts();
    html! {
        <Console place={Place::Overview}>
            <Heading text={texts.admin.overview()} />
            <Overview />
        </Console>
    }
}

#[component]
fn Overview() -> Html {
    let client = use_client();
    let load = use_session_load((), move |()| {
        let client = client.clone();
        async move { requests::find_rule(&client).await }
    });
    match load.state {
        Loaded::Loading => html! { <Waiting /> },
        Loaded::Failed(failure) => html! { <LoadFailure {failure} again={load.again} /> },
        Loaded::Ready(rule) => html! {
            <>
                <Adoption preview={rule.preview.clone()} />
                <Next {rule} />
            </>
        },
    }
}

#[derive(Properties, PartialEq)]
struct NextProps {
    rule: Rc<Rule>,
}

#[component]
fn Next(props: &NextProps) -> Html {
    let texts = use_texts();
    let own = use_me().two_step.state;
    let advice = advice(&props.rule, own);
    html! {
        <section class="panel stack" aria-labelledby="next">
            <h2 id="next">{ texts.admin.next() }</h2>
            if advice.is_empty() {
                <p>{ texts.admin.all_done() }</p>
            } else {
                <ul class="advice">{ for advice.into_iter().map(|advice| line(texts, advice)) }</ul>
            }
        </section>
    }
}

fn line(texts: Texts, advice: Advice) -> Html {
    let t = texts.admin;
    let shown = |count| i18n::number(texts.locale, count);
    let (to, words, why) = match advice {
        Advice::Invite => (
            Route::Invite,
            t.next_invite().to_owned(),
            t.next_invite_why(),
        ),
        Advice::OwnDevice => (
            Route::Policy,
            t.next_own_device().to_owned(),
            t.next_own_device_why(),
        ),
        Advice::Require => (
            Route::Policy,
            t.next_policy().to_owned(),
            t.next_policy_why(),
        ),
        Advice::NotSetUp(count) => (
            members(Some(TwoStepState::NotSetUp), MemberStatus::Active),
            t.next_remind(count, &shown(count)),
            t.next_remind_why(),
        ),
        Advice::Invitations(count) => (
            members(None, MemberStatus::Invited),
            t.next_invitations(count, &shown(count)),
            t.next_invitations_why(),
        ),
    };
    html! {
        <li>
            <Link {to}>{ words }</Link>
            <span class="sub">{ why }</span>
        </li>
    }
}

fn members(two_step: Option<TwoStepState>, status: MemberStatus) -> Route {
    Route::Members(ListMembersQuery {
        two_step,
        status: Some(status),
        ..ListMembersQuery::default()
    })
}
