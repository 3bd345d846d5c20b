//! The overview of the Admin Center: progress and advice.

use super::advice::{Advice, Own, advice, held};
use super::chart::adoption;
use super::sign_in_address::sign_in_address;
use super::{AdministratorProps, invited, not_set_up, use_rule};
use crate::app::use_app;
use crate::clock;
use crate::i18n::{self, Texts};
use crate::layout::console;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::Heading;
use shared_types::members::ListMembersQuery;
use yew::prelude::*;

/// How many members have set up two-step verification, and what to do next.
#[component]
pub fn OverviewPage(props: &AdministratorProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let me = &props.me;
    let own = Own {
        two_step: me.two_step.state,
        is_held: me.recovery_hold.is_some(),
    };
    let load = use_rule();
    let content = html! {
        <>
            <Heading text={texts.admin.overview()} />
            { load.show(|rule| html! {
                <>
                    { adoption(texts, &rule.preview) }
                    { next(texts, &advice(&rule, own, clock::server_now())) }
                </>
            }) }
            { sign_in_address(texts, &me.organization.sign_in_url) }
        </>
    };
    console(&app, me, content)
}

fn next(texts: Texts, advice: &[Advice]) -> Html {
    html! {
        <section class="panel stack" aria-labelledby="next">
            <h2 id="next">{ texts.admin.next() }</h2>
            if advice.is_empty() {
                <p>{ texts.admin.all_done() }</p>
            } else {
                <ul class="advice">
                    { for advice.iter().map(|advice| line(texts, *advice)) }
                </ul>
            }
        </section>
    }
}

fn line(texts: Texts, advice: Advice) -> Html {
    let t = texts.admin;
    let shown = |count| i18n::number(texts.locale, count);
    let (to, label, why) = match advice {
        Advice::Held(count) => (
            ConsolePage::Members(held()),
            t.next_held(count, &shown(count)),
            t.next_held_why(),
        ),
        Advice::Invite => (
            ConsolePage::Invite,
            t.next_invite().to_owned(),
            t.next_invite_why(),
        ),
        Advice::OneAdministrator => (
            ConsolePage::Members(ListMembersQuery::default()),
            t.next_administrator().to_owned(),
            t.next_administrator_why(),
        ),
        Advice::OwnDevice => (
            ConsolePage::Policy,
            t.next_own_device().to_owned(),
            t.next_own_device_why(),
        ),
        Advice::Require => (
            ConsolePage::Policy,
            t.next_policy().to_owned(),
            t.next_policy_why(),
        ),
        Advice::NotSetUp(count) => (
            ConsolePage::Members(not_set_up()),
            t.next_remind(count, &shown(count)),
            t.next_remind_why(),
        ),
        Advice::Invitations(count) => (
            ConsolePage::Members(invited()),
            t.next_invitations(count, &shown(count)),
            t.next_invitations_why(),
        ),
    };
    html! {
        <li>
            <Link {to}>{ label }</Link>
            <span class="sub">{ why }</span>
        </li>
    }
}
