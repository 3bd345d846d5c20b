//! The filters of the record. They are part of the address, so that a filtered list can be linked.

use super::action_groups::action_groups;
use super::chosen::Chosen;
use super::person_filter::PersonFilter;
use super::program_filter::ProgramFilter;
use crate::app::use_app;
use crate::audit_rows;
use crate::i18n::Texts;
use crate::route::{ConsolePage, audit};
use crate::router::{self, Link};
use crate::ui::{Button, Field, Form, Look, grouped_select, select};
use crate::{browser, clock};
use shared_types::audit_events::ListAuditEventsQuery;
use shared_types::limits;
use shared_types::problem::FieldErrorCode;
use yew::prelude::*;

/// The current filter.
#[derive(Properties, PartialEq)]
pub(super) struct FiltersProps {
    pub(super) filter: ListAuditEventsQuery,
}

/// Who, what, how it ended, a text and two days.
#[component]
pub(super) fn Filters(props: &FiltersProps) -> Html {
    let app = use_app();
    let t = app.texts().audit;
    let filter = audit::first_page(&props.filter);
    let (text, from, to) = (use_node_ref(), use_node_ref(), use_node_ref());
    {
        let (text, from, to) = (text.clone(), from.clone(), to.clone());
        let first_day = filter.from.map(clock::day).unwrap_or_default();
        let last_day = filter.until.map(clock::day_before).unwrap_or_default();
        let shown = (filter.text.clone(), first_day, last_day);
        use_effect_with(shown, move |(shown, first_day, last_day)| {
            browser::set_value(&text, shown.as_deref().unwrap_or_default());
            browser::set_value(&from, first_day);
            browser::set_value(&to, last_day);
        });
    }
    // How often the last day came before the first one: each time the focus goes to it.
    let refusals = use_state_eq(|| 0_u32);
    let is_refused = use_state_eq(|| false);
    let is_wrong = *is_refused || audit::is_backwards(&filter);
    let letters = filter.text.as_ref().map_or(0, |text| text.chars().count());
    let is_long = letters > limits::SEARCH_LONGEST;
    // What is typed counts, whichever part of the filter was changed.
    let show = {
        let app = app.clone();
        let (refusals, is_refused) = (refusals.clone(), is_refused.clone());
        let (text, from, to) = (text.clone(), from.clone(), to.clone());
        Callback::from(move |filter: ListAuditEventsQuery| {
            let text = browser::value(&text).trim().to_owned();
            let filtered = ListAuditEventsQuery {
                text: (!text.is_empty()).then_some(text),
                from: clock::start_of_day(&browser::value(&from), 0),
                until: clock::start_of_day(&browser::value(&to), 1),
                ..filter
            };
            is_refused.set(audit::is_backwards(&filtered));
            if audit::is_backwards(&filtered) {
                refusals.set(*refusals + 1);
            } else {
                router::go(&app, ConsolePage::Audit(filtered).into());
            }
        })
    };
    let onsubmit = {
        let (show, filter) = (show.clone(), filter.clone());
        move |()| show.emit(filter.clone())
    };
    html! {
        <div class="filters">
            <Chosen filter={filter.clone()} show={show.clone()} />
            <PersonFilter filter={filter.clone()} show={show.clone()} />
            { choices(app.texts(), &filter, &show) }
            <Form {onsubmit} failures={*refusals}>
                <div class="filter-choices">
                    <Field
                        name="text"
                        label={t.text()}
                        kind="search"
                        input={text}
                        error={is_long.then_some(FieldErrorCode::TooLong)}
                        longest={limits::SEARCH_LONGEST}
                    />
                    <Field name="from" label={t.from()} kind="date" input={from} />
                    <Field
                        name="to"
                        label={t.to()}
                        kind="date"
                        input={to}
                        problem={is_wrong.then_some(t.wrong_days())}
                    />
                </div>
                <Button submits=true look={Look::Secondary}>{ t.apply() }</Button>
            </Form>
            if filter != ListAuditEventsQuery::default() {
                <p><Link to={ConsolePage::all_events()}>{ t.clear() }</Link></p>
            }
        </div>
    }
}

/// Action, outcome and program.
fn choices(
    texts: Texts,
    filter: &ListAuditEventsQuery,
    show: &Callback<ListAuditEventsQuery>,
) -> Html {
    let t = texts.audit;
    let change = |apply: fn(&mut ListAuditEventsQuery, String)| {
        let (show, filter) = (show.clone(), filter.clone());
        Callback::from(move |value: String| {
            let mut next = filter.clone();
            apply(&mut next, value);
            show.emit(next);
        })
    };
    let by_action = grouped_select(
        "action",
        t.what(),
        &action_groups(texts),
        filter.action.as_deref().unwrap_or_default(),
        change(|filter, value| filter.action = (!value.is_empty()).then_some(value)),
    );
    let outcomes = audit::OUTCOMES.iter();
    let outcomes = outcomes.map(|one| (one.as_str(), audit_rows::outcome(texts, *one)));
    let outcomes: Vec<_> = [("", t.any())].into_iter().chain(outcomes).collect();
    let by_outcome = select(
        "outcome",
        t.outcome(),
        &outcomes,
        filter.outcome.map_or("", |outcome| outcome.as_str()),
        change(|filter, value| filter.outcome = audit::outcome(&value)),
    );
    html! {
        <div class="filter-choices">
            { by_action }{ by_outcome }
            <ProgramFilter filter={filter.clone()} {show} />
        </div>
    }
}
