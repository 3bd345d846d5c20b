//! The filter of the record by a member, who is found by name or address first.

use super::requests;
use crate::app::{App, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::forms::{FailureAlert, FormTask, use_submit};
use crate::i18n::Texts;
use crate::ui::{Button, Form, Look, SearchField};
use shared_types::audit_events::ListAuditEventsQuery;
use shared_types::members::{ListMembersQuery, MemberView};
use shared_types::page::Page;
use std::rc::Rc;
use yew::prelude::*;

/// Members that are shown at most.
const SHOWN: u32 = 5;
/// The field in which another member is looked for.
pub(super) const PERSON: &str = "person";

/// The current filter.
#[derive(Properties, PartialEq)]
pub(super) struct PersonFilterProps {
    pub(super) filter: ListAuditEventsQuery,
    pub(super) show: Callback<ListAuditEventsQuery>,
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
    let choose = {
        let (person, found, show) = (person.clone(), found.clone(), props.show.clone());
        Callback::from(move |chosen: ListAuditEventsQuery| {
            // Who was chosen stands above from then on, and the buttons go away.
            browser::set_value(&person, "");
            browser::focus(&person);
            found.set(None);
            show.emit(chosen);
        })
    };
    let onsubmit = {
        let (person, found) = (person.clone(), found.clone());
        submit.on(move |app| find(app, browser::value(&person), found.clone()))
    };
    html! {
        <>
            <Form {onsubmit}>
                <FailureAlert submit={submit.clone()} />
                <SearchField
                    name={PERSON}
                    label={t.person()}
                    input={person}
                    button={t.find_person()}
                    busy={submit.is_sending()}
                    error={submit.failure().and_then(|failure| failure.field("search"))}
                />
            </Form>
            <p role="status" class="hint">
                if let Some(found) = &*found {
                    { how_many(texts, found) }
                }
            </p>
            if let Some(found) = &*found {
                { persons(texts, found, &props.filter, &choose) }
            }
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
            limit: Some(SHOWN),
            ..ListMembersQuery::default()
        };
        let page = requests::list_members(app.client(), &query).await?;
        found.set(Some(Rc::new(page)));
        Ok(())
    })
}

fn how_many(texts: Texts, found: &Page<MemberView>) -> String {
    let t = texts.audit;
    match (found.items.len(), &found.next_cursor) {
        (0, None) => t.nobody().to_owned(),
        // Where there are very many, a page of those that fit may be short.
        (shown, Some(_)) => t.first_found(shown),
        (shown, None) => t.found(i64::try_from(shown).unwrap_or(i64::MAX)),
    }
}

fn persons(
    texts: Texts,
    found: &Page<MemberView>,
    filter: &ListAuditEventsQuery,
    choose: &Callback<ListAuditEventsQuery>,
) -> Html {
    let t = texts.audit;
    let choosing = |chosen: ListAuditEventsQuery| {
        let choose = choose.clone();
        Callback::from(move |()| choose.emit(chosen.clone()))
    };
    let one = |member: &MemberView| {
        let about = choosing(ListAuditEventsQuery {
            member: Some(member.id),
            ..filter.clone()
        });
        let by = choosing(ListAuditEventsQuery {
            actor: Some(member.id.0),
            ..filter.clone()
        });
        html! {
            <li key={member.id.to_string()} class="act-row">
                <span>{ &member.display_name }<span class="sub">{ &member.email }</span></span>
                <span class="row">
                    <Button look={Look::Link} onclick={about}>
                        { t.events_about(&member.display_name) }
                    </Button>
                    <Button look={Look::Link} onclick={by}>
                        { t.events_by(&member.display_name) }
                    </Button>
                </span>
            </li>
        }
    };
    html! { <ul class="acts">{ for found.items.iter().map(one) }</ul> }
}
