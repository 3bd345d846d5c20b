//! Whom the list is limited to, each with the way to limit it no longer.

use super::person_filter::PERSON;
use super::requests::{self, Whom};
use crate::app::use_app;
use crate::browser;
use crate::client::CredentialKind;
use crate::load::use_load;
use shared_types::audit_events::ListAuditEventsQuery;
use yew::prelude::*;

/// The current filter.
#[derive(Properties, PartialEq)]
pub(super) struct ChosenProps {
    pub(super) filter: ListAuditEventsQuery,
    pub(super) show: Callback<ListAuditEventsQuery>,
}

/// The member whom it is about, and who did it.
#[component]
pub(super) fn Chosen(props: &ChosenProps) -> Html {
    let filter = &props.filter;
    if filter.member.is_none() && filter.actor.is_none() {
        return Html::default();
    }
    let without = |rest: ListAuditEventsQuery| {
        let show = props.show.clone();
        Callback::from(move |_: MouseEvent| {
            // The button is gone then: the focus goes to where another is chosen.
            browser::focus_later(PERSON);
            show.emit(rest.clone());
        })
    };
    let about = filter.member.map(|id| {
        let onclick = without(ListAuditEventsQuery {
            member: None,
            ..filter.clone()
        });
        html! { <Part key="about" whom={Whom::Member(id)} {onclick} /> }
    });
    let by = filter.actor.map(|id| {
        let onclick = without(ListAuditEventsQuery {
            actor: None,
            ..filter.clone()
        });
        html! { <Part key="by" whom={Whom::Actor(id)} {onclick} /> }
    });
    html! { <ul class="chosen-parts">{ for about }{ for by }</ul> }
}

#[derive(Properties, PartialEq)]
struct PartProps {
    whom: Whom,
    /// Removes it from the filter.
    onclick: Callback<MouseEvent>,
}

#[component]
fn Part(props: &PartProps) -> Html {
    let t = use_app().texts().audit;
    let load = use_load(CredentialKind::Session, props.whom, |app, whom| {
        Box::pin(async move { requests::find_name(app.client(), whom).await })
    });
    let name: Option<String> = match (load.value(), load.failure()) {
        (Some(name), _) => name.clone(),
        (None, Some(_)) => Some(match props.whom {
            Whom::Member(id) => id.to_string(),
            Whom::Actor(id) => id.to_string(),
        }),
        // A moment.
        (None, None) => return Html::default(),
    };
    let said = match (props.whom, name) {
        (Whom::Member(_), Some(name)) => t.only_about(&name),
        (Whom::Member(_), None) => t.only_about_gone().to_owned(),
        (Whom::Actor(_), Some(name)) => t.only_by(&name),
        (Whom::Actor(_), None) => t.only_by_gone().to_owned(),
    };
    html! {
        <li>
            <button type="button" class="button button--small" onclick={props.onclick.clone()}>
                { said }
                <span class="visually-hidden">{ ", " }{ t.remove() }</span>
                <span class="cross" aria-hidden="true">{ "×" }</span>
            </button>
        </li>
    }
}
