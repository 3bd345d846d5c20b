//! How far the members are, as a picture: people would rather look than read.

use super::state::widths;
use crate::i18n::{self, use_texts};
use crate::route::Route;
use crate::router::Link;
use shared_types::members::{ListMembersQuery, MemberStatus, TwoStepState};
use shared_types::policy::PolicyPreview;
use yew::prelude::*;

/// The counts.
#[derive(Properties, PartialEq)]
pub(super) struct AdoptionProps {
    pub(super) preview: PolicyPreview,
}

/// One bar of three parts, and its legend, which leads to the people.
#[component]
pub(super) fn Adoption(props: &AdoptionProps) -> Html {
    let texts = use_texts();
    let t = texts.admin;
    let preview = &props.preview;
    let shown = |count| i18n::number(texts.locale, count);
    let (set_up, not_set_up) = (shown(preview.set_up), shown(preview.not_set_up));
    let invited = shown(preview.invited);
    let alt = t.adoption_alt(&set_up, &not_set_up, &invited);
    let active = |two_step| ListMembersQuery {
        two_step: Some(two_step),
        status: Some(MemberStatus::Active),
        ..ListMembersQuery::default()
    };
    let waiting = ListMembersQuery {
        status: Some(MemberStatus::Invited),
        ..ListMembersQuery::default()
    };
    html! {
        <section class="panel stack" aria-labelledby="adoption">
            <h2 id="adoption">{ t.adoption() }</h2>
            { bar(preview, &alt) }
            <ul class="legend">
                { entry("set-up", t.set_up(), set_up, active(TwoStepState::On)) }
                { entry("not-set-up", t.not_set_up(), not_set_up, active(TwoStepState::NotSetUp)) }
                { entry("invited", t.invited(), invited, waiting) }
            </ul>
        </section>
    }
}

fn bar(preview: &PolicyPreview, alt: &str) -> Html {
    const CLASSES: [&str; 3] = ["set-up", "not-set-up", "invited"];
    let mut x = 0;
    let parts = widths(preview).into_iter().zip(CLASSES).map(|(width, class)| {
        let start = x;
        x += width;
        html! { <rect class={class} x={start.to_string()} width={width.to_string()} height="24" /> }
    });
    html! {
        <svg
            class="adoption"
            viewBox="0 0 1000 24"
            preserveAspectRatio="none"
            role="img"
            aria-label={alt.to_owned()}
        >
            { for parts }
        </svg>
    }
}

fn entry(class: &'static str, name: &'static str, count: String, to: ListMembersQuery) -> Html {
    html! {
        <li class={class}>
            <Link to={Route::Members(to)}>
                <span class="count">{ count }</span>
                <span>{ name }</span>
            </Link>
        </li>
    }
}
