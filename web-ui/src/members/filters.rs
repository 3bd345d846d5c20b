//! The filters of the list. They are part of the address, so that a filtered list can be linked.

use super::group_filter::GroupFilter;
use super::labels;
use super::state::{first_page, is_filtered};
use crate::app::use_app;
use crate::browser;
use crate::i18n::Texts;
use crate::route::{ConsolePage, members};
use crate::router::{self, Link};
use crate::ui::{Choice, Form, SearchField, select};
use shared_types::limits::SEARCH_LONGEST;
use shared_types::members::ListMembersQuery;
use shared_types::problem::FieldErrorCode;
use yew::prelude::*;

/// The current filter.
#[derive(Properties, PartialEq)]
pub(super) struct FiltersProps {
    pub(super) filter: ListMembersQuery,
}

/// A search field and five selections.
#[component]
pub(super) fn Filters(props: &FiltersProps) -> Html {
    let app = use_app();
    let t = app.texts().members;
    let search = use_node_ref();
    {
        let search = search.clone();
        use_effect_with(props.filter.search.clone(), move |text| {
            browser::set_value(&search, text.as_deref().unwrap_or_default());
        });
    }
    let searched = props.filter.search.as_ref();
    let is_long = searched.is_some_and(|text| text.chars().count() > SEARCH_LONGEST);
    // What is typed counts, whichever part of the filter was changed.
    let show = {
        let (app, search) = (app.clone(), search.clone());
        Callback::from(move |filter: ListMembersQuery| {
            let text = browser::value(&search).trim().to_owned();
            let filtered = ConsolePage::Members(ListMembersQuery {
                search: (!text.is_empty()).then_some(text),
                ..filter
            });
            router::go(&app, filtered.into());
        })
    };
    let onsubmit = {
        let (show, filter) = (show.clone(), first_page(&props.filter));
        move |()| show.emit(filter.clone())
    };
    html! {
        <div class="filters">
            <Form {onsubmit}>
                <SearchField
                    name="search"
                    label={t.search()}
                    input={search}
                    button={t.search_button()}
                    error={is_long.then_some(FieldErrorCode::TooLong)}
                />
            </Form>
            { choices(app.texts(), &props.filter, &show) }
            if is_filtered(&props.filter) {
                <p><Link to={ConsolePage::all_members()}>{ t.clear() }</Link></p>
            }
        </div>
    }
}

/// Two-step state, status, role, held recovery and group.
fn choices(texts: Texts, filter: &ListMembersQuery, show: &Callback<ListMembersQuery>) -> Html {
    let t = texts.members;
    let change = |apply: fn(&mut ListMembersQuery, &str)| {
        let (show, filter) = (show.clone(), first_page(filter));
        Callback::from(move |value: String| {
            let mut next = filter.clone();
            apply(&mut next, &value);
            show.emit(next);
        })
    };
    let with_all = |named: &[Choice]| {
        let mut choices = vec![("", t.filter_all())];
        choices.extend_from_slice(named);
        choices
    };
    let by_state = select(
        "two_step",
        t.filter_state(),
        &with_all(&members::STATES.map(|it| (members::state_name(it), labels::state(texts, it)))),
        filter.two_step.map_or("", members::state_name),
        change(|filter, value| filter.two_step = members::state(value)),
    );
    let by_status = select(
        "status",
        t.filter_status(),
        &with_all(
            &members::STATUSES.map(|it| (members::status_name(it), labels::status(texts, it))),
        ),
        filter.status.map_or("", members::status_name),
        change(|filter, value| filter.status = members::status(value)),
    );
    let by_role = select(
        "role",
        t.filter_role(),
        &with_all(&members::ROLES.map(|it| (members::role_name(it), labels::role(texts, it)))),
        filter.role.map_or("", members::role_name),
        change(|filter, value| filter.role = members::role(value)),
    );
    let by_hold = select(
        "held",
        t.filter_held(),
        &with_all(&[(members::HELD, t.held_only())]),
        members::held_name(filter.held).unwrap_or_default(),
        change(|filter, value| filter.held = members::held(value)),
    );
    html! {
        <div class="filter-choices">
            { by_state }{ by_status }{ by_role }{ by_hold }
            <GroupFilter filter={filter.clone()} {show} />
        </div>
    }
}
