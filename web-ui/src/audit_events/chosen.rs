//! Whom the list is limited to, each with the way to limit it no longer.

use super::person_filter::PERSON;
use super::requests;
use crate::app::use_app;
use crate::browser;
use crate::client::CredentialKind;
use crate::load::use_load;
use crate::route::ConsolePage;
use crate::router::Link;
use shared_types::audit_events::ListAuditEventsQuery;
use shared_types::ids::MemberId;
use yew::prelude::*;

/// The current filter.
#[derive(Properties, PartialEq)]
pub(super) struct ChosenProps {
    pub(super) filter: ListAuditEventsQuery,
}

/// The member whom it is about, and who did it.
#[component]
pub(super) fn Chosen(props: &ChosenProps) -> Html {
    let filter = &props.filter;
    if filter.member.is_none() && filter.actor.is_none() {
        return Html::default();
    }
    let about = filter.member.map(|id| {
        let rest = ListAuditEventsQuery {
            member: None,
            ..filter.clone()
        };
        html! { <Part key="about" {id} acts=false {rest} /> }
    });
    let by = filter.actor.map(|id| {
        let rest = ListAuditEventsQuery {
            actor: None,
            ..filter.clone()
        };
        html! { <Part key="by" id={MemberId(id)} acts=true {rest} /> }
    });
    // The one that was removed is gone: the focus goes to where another is chosen.
    let onclick = |_: MouseEvent| browser::focus_later(PERSON);
    html! { <ul class="chosen-parts" {onclick}>{ for about }{ for by }</ul> }
}

#[derive(Properties, PartialEq)]
struct PartProps {
    /// Who.
    id: MemberId,
    /// Whether they did it, or it is about them.
    acts: bool,
    /// The filter without it.
    rest: ListAuditEventsQuery,
}

#[component]
fn Part(props: &PartProps) -> Html {
    let t = use_app().texts().audit;
    let load = use_load(CredentialKind::Session, props.id, |app, id| {
        Box::pin(async move { requests::find_name(app.client(), id).await })
    });
    let name = match (load.value(), load.failure()) {
        (Some(Some(name)), _) => name.clone(),
        (Some(None), _) => t.gone().to_owned(),
        (None, Some(_)) => props.id.to_string(),
        // A moment.
        (None, None) => return Html::default(),
    };
    let said = if props.acts {
        t.only_by(&name)
    } else {
        t.only_about(&name)
    };
    html! {
        <li>
            <Link to={ConsolePage::Audit(props.rest.clone())} class="button button--small">
                { said }
                <span class="visually-hidden">{ ", " }{ t.remove() }</span>
                <span class="cross" aria-hidden="true">{ "×" }</span>
            </Link>
        </li>
    }
}
