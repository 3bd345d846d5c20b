//! The filter of the record by the API token that acted.

use super::requests;
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::i18n;
use crate::load::use_load;
use shared_types::api_tokens::{ApiTokenState, ApiTokenView};
use shared_types::audit_events::ListAuditEventsQuery;
use shared_types::ids::ApiTokenId;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The current filter.
#[derive(Properties, PartialEq)]
pub(super) struct ProgramFilterProps {
    pub(super) filter: ListAuditEventsQuery,
    pub(super) show: Callback<ListAuditEventsQuery>,
}

/// The selection of a token; nothing where the organization has none.
#[component]
pub(super) fn ProgramFilter(props: &ProgramFilterProps) -> Html {
    let texts = use_app().texts();
    let t = texts.audit;
    let load = use_load(CredentialKind::Session, (), |app, ()| {
        Box::pin(async move { requests::list_tokens(app.client()).await })
    });
    // Without the tokens the record can be read as well, and says itself if the server does not answer.
    let tokens = load.value().map_or(&[][..], |page| &page.items);
    if tokens.is_empty() {
        return Html::default();
    }
    let onchange = {
        let (show, filter) = (props.show.clone(), props.filter.clone());
        move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                let id = select.value().parse().ok();
                let actor = id.map(|ApiTokenId(id)| id);
                show.emit(ListAuditEventsQuery {
                    actor,
                    ..filter.clone()
                });
            }
        }
    };
    let actor = props.filter.actor;
    // Somebody else is chosen, a member or a token that is not listed any more: the part above says who.
    let other = actor.filter(|actor| !tokens.iter().any(|token| token.id.0 == *actor));
    let is_shared = |name: &str| tokens.iter().filter(|token| token.name == name).count() > 1;
    let option = |token: &ApiTokenView| {
        let is_chosen = Some(token.id.0) == actor;
        html! {
            <option value={token.id.to_string()} selected={is_chosen}>
                { &token.name }
                if is_shared(&token.name) {
                    { " " }{ t.made_program(&i18n::date(texts.locale, token.created_at)) }
                }
                if token.state == ApiTokenState::Expired {
                    { " " }{ t.ended_program(&i18n::date(texts.locale, token.expires_at)) }
                }
            </option>
        }
    };
    html! {
        <div class="field">
            <label for="program">{ t.by_program() }</label>
            <select id="program" name="program" {onchange}>
                <option value="" selected={actor.is_none()}>{ t.any() }</option>
                if let Some(other) = other {
                    <option value={other.to_string()} selected=true>{ t.other_actor() }</option>
                }
                { for tokens.iter().map(option) }
            </select>
        </div>
    }
}
