//! The filter of the record by a member, who is found by name or address first.

use super::requests;
use crate::app::{App, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::forms::{FailureAlert, FormTask, use_submit};
use crate::i18n::Texts;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{Button, Form, Look};
use shared_types::audit_events::ListAuditEventsQuery;
use shared_types::limits;
use shared_types::members::{ListMembersQuery, MemberView};
use shared_types::page::Page;
use std::rc::Rc;
use yew::prelude::*;

/// Members that are shown at most.
const SHOWN: usize = 5;
/// The field in which another member is looked for.
pub(super) const PERSON: &str = "person";

/// The current filter.
#[derive(Properties, PartialEq)]
pub(super) struct PersonFilterProps {
    pub(super) filter: ListAuditEventsQuery,
}

type Found = UseStateHandle<Option<Rc<Page<MemberView>>>>;

/// A search, and whom it found: each with the events about them and by them.
#[component]
pub(super) fn PersonFilter(props: &PersonFilterProps) -> Html {
    let texts = use_app().texts();
    let t = texts.audit;
    let submit = use_submit(CredentialKind::Session);
    let person = use_node_ref();
    let found: Found = use_state_eq(|| None);
    {
        // Who was chosen stands above from then on.
        let (person, found) = (person.clone(), found.clone());
        use_effect_with(props.filter.clone(), move |_| {
            if found.is_some() {
                browser::set_value(&person, "");
                browser::focus(&person);
                found.set(None);
            }
        });
    }
    let onsubmit = {
        let (person, found) = (person.clone(), found.clone());
        submit.on(move |app| find(app, browser::value(&person), found.clone()))
    };
    html! {
        <>
            <Form {onsubmit}>
                <FailureAlert submit={submit.clone()} />
                <div class="field">
                    <label for={PERSON}>{ t.person() }</label>
                    <div class="with-button">
                        <input
                            id={PERSON}
                            name={PERSON}
                            type="search"
                            ref={person}
                            maxlength={limits::SEARCH_LONGEST.to_string()}
                            autocomplete="off"
                        />
                        <Button submits=true look={Look::Secondary} busy={submit.is_sending()}>
                            { t.find_person() }
                        </Button>
                    </div>
                </div>
            </Form>
            <div role="status">
                if let Some(found) = &*found {
                    { persons(texts, found, &props.filter) }
                }
            </div>
        </>
    }
}

fn find(app: App, typed: String, found: Found) -> FormTask {
    Box::pin(async move {
        let search = typed.trim().to_owned();
        if search.is_empty() {
            found.set(None);
            return Ok(());
        }
        let query = ListMembersQuery {
            search: Some(search),
            ..ListMembersQuery::default()
        };
        let page = requests::list_members(app.client(), &query).await?;
        found.set(Some(Rc::new(page)));
        Ok(())
    })
}

fn persons(texts: Texts, found: &Page<MemberView>, filter: &ListAuditEventsQuery) -> Html {
    let t = texts.audit;
    if found.items.is_empty() {
        return html! { <p>{ t.nobody() }</p> };
    }
    let one = |member: &MemberView| {
        let about = ListAuditEventsQuery {
            member: Some(member.id),
            ..filter.clone()
        };
        let by = ListAuditEventsQuery {
            actor: Some(member.id.0),
            ..filter.clone()
        };
        html! {
            <li key={member.id.to_string()} class="act-row">
                <span>{ &member.display_name }<span class="sub">{ &member.email }</span></span>
                <span class="row">
                    <Link to={ConsolePage::Audit(about)}>
                        { t.events_about(&member.display_name) }
                    </Link>
                    <Link to={ConsolePage::Audit(by)}>{ t.events_by(&member.display_name) }</Link>
                </span>
            </li>
        }
    };
    html! {
        <>
            <ul class="acts">{ for found.items.iter().take(SHOWN).map(one) }</ul>
            if found.items.len() > SHOWN || found.next_cursor.is_some() {
                <p class="hint">{ t.first_found(SHOWN) }</p>
            }
        </>
    }
}
