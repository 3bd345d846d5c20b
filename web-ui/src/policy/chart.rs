//! How many members have set up two-step verification, as a chart.

use super::state::widths;
use super::{invited, not_set_up};
use crate::i18n::{self, Texts};
use crate::route::ConsolePage;
use crate::router::Link;
use shared_types::members::{ListMembersQuery, MemberStatus, TwoStepState};
use shared_types::policy::PolicyPreview;
use yew::prelude::*;

/// One bar of three parts, and its legend, which links to the members.
pub(super) fn adoption(texts: Texts, preview: &PolicyPreview) -> Html {
    let t = texts.admin;
    let counts = [preview.set_up, preview.not_set_up, preview.invited];
    let [set_up, missing, waiting] = counts.map(|count| i18n::number(texts.locale, count));
    let alt = t.adoption_alt(&set_up, &missing, &waiting);
    let on = ListMembersQuery {
        two_step: Some(TwoStepState::On),
        status: Some(MemberStatus::Active),
        ..ListMembersQuery::default()
    };
    html! {
        <section class="panel stack" aria-labelledby="adoption">
            <h2 id="adoption">{ t.adoption() }</h2>
            { bar(preview, alt) }
            <ul class="legend">
                { entry("set-up", t.set_up(), set_up, on) }
                { entry("not-set-up", t.not_set_up(), missing, not_set_up()) }
                { entry("invited", t.invited(), waiting, invited()) }
            </ul>
        </section>
    }
}

fn bar(preview: &PolicyPreview, alt: String) -> Html {
    const CLASSES: [&str; 3] = ["set-up", "not-set-up", "invited"];
    let mut x = 0;
    let parts = widths(preview)
        .into_iter()
        .zip(CLASSES)
        .map(|(width, class)| {
            let start = x;
            x += width;
            html! { <rect {class} x={start.to_string()} width={width.to_string()} height="24" /> }
        });
    html! {
        <svg
            class="adoption"
            viewBox="0 0 1000 24"
            preserveAspectRatio="none"
            role="img"
            aria-label={alt}
        >
            { for parts }
        </svg>
    }
}

fn entry(class: &'static str, name: &'static str, count: String, to: ListMembersQuery) -> Html {
    html! {
        <li {class}>
            <Link to={ConsolePage::Members(to)}>
                <span class="count">{ count }</span>
                <span>{ name }</span>
            </Link>
        </li>
    }
}
