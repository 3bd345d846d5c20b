//! The filters over the list; they live in the address, so that a filtered list can be sent on.

use super::state::{first_page, is_filtered};
use super::words;
use crate::browser;
use crate::i18n::{Texts, use_texts};
use crate::route::{Route, members};
use crate::router::{Link, use_router};
use crate::ui::{Button, Choice, Form, Look, Select};
use shared_types::limits;
use shared_types::members::ListMembersQuery;
use yew::prelude::*;

/// The filter that is on.
#[derive(Properties, PartialEq)]
pub(super) struct FiltersProps {
    pub(super) filter: ListMembersQuery,
}

/// Search and three choices.
#[component]
pub(super) fn Filters(props: &FiltersProps) -> Html {
    let texts = use_texts();
    let router = use_router();
    let search = use_node_ref();
    {
        let search = search.clone();
        use_effect_with(props.filter.search.clone(), move |text| {
            browser::set_value(&search, text.as_deref().unwrap_or_default());
        });
    }
    let onsubmit = {
        let (router, search, filter) = (router.clone(), search.clone(), props.filter.clone());
        move |()| {
            let text = browser::value(&search).trim().to_owned();
            router.push(&Route::Members(ListMembersQuery {
                search: (!text.is_empty()).then_some(text),
                ..first_page(&filter)
            }));
        }
    };
    html! {
        <div class="filters">
            <Form {onsubmit}>
                <div class="with-button field">
                    <label for="search" class="visually-hidden">{ texts.members.search() }</label>
                    <input
                        id="search"
                        name="search"
                        type="search"
                        ref={search}
                        placeholder={texts.members.search()}
                        maxlength={limits::SEARCH_LONGEST.to_string()}
                        autocomplete="off"
                    />
                    <Button submits=true look={Look::Secondary}>
                        { texts.members.search_button() }
                    </Button>
                </div>
            </Form>
            <Choices filter={props.filter.clone()} />
            if is_filtered(&props.filter) {
                <Link to={Route::all_members()}>{ texts.members.clear() }</Link>
            }
        </div>
    }
}

/// Two-step state, status and role.
#[component]
fn Choices(props: &FiltersProps) -> Html {
    let texts = use_texts();
    let t = texts.members;
    let router = use_router();
    let filter = &props.filter;
    let change = |apply: fn(&mut ListMembersQuery, &str)| {
        let (router, filter) = (router.clone(), first_page(filter));
        Callback::from(move |value: String| {
            let mut next = filter.clone();
            apply(&mut next, &value);
            router.push(&Route::Members(next));
        })
    };
    let states =
        members::STATES.map(|state| (members::state_name(state), words::state(texts, state)));
    let statuses = members::STATUSES
        .map(|status| (members::status_name(status), words::status(texts, status)));
    let roles = members::ROLES.map(|role| (members::role_name(role), words::role(texts, role)));
    html! {
        <div class="filter-choices">
            <Select
                name="two_step"
                label={t.filter_state()}
                choices={choices(texts, &states)}
                value={filter.two_step.map_or("", members::state_name)}
                onchange={change(|filter, value| filter.two_step = members::state(value))}
            />
            <Select
                name="status"
                label={t.filter_status()}
                choices={choices(texts, &statuses)}
                value={filter.status.map_or("", members::status_name)}
                onchange={change(|filter, value| filter.status = members::status(value))}
            />
            <Select
                name="role"
                label={t.filter_role()}
                choices={choices(texts, &roles)}
                value={filter.role.map_or("", members::role_name)}
                onchange={change(|filter, value| filter.role = members::role(value))}
            />
        </div>
    }
}

fn choices(texts: Texts, named: &[(&'static str, &'static str)]) -> Vec<Choice> {
    let all = Choice {
        value: AttrValue::from(""),
        label: AttrValue::from(texts.members.filter_all()),
    };
    let each = named.iter().map(|(value, label)| Choice {
        value: AttrValue::from(*value),
        label: AttrValue::from(*label),
    });
    std::iter::once(all).chain(each).collect()
}
