//! The filter of the list by group.

use super::requests;
use super::state::first_page;
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::load::use_load;
use shared_types::groups::GroupView;
use shared_types::members::ListMembersQuery;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The current filter.
#[derive(Properties, PartialEq)]
pub(super) struct GroupFilterProps {
    pub(super) filter: ListMembersQuery,
    pub(super) show: Callback<ListMembersQuery>,
}

/// The selection of a group; nothing where the organization has none.
#[component]
pub(super) fn GroupFilter(props: &GroupFilterProps) -> Html {
    let load = use_load(CredentialKind::Session, (), |app, ()| {
        Box::pin(async move { requests::list_groups(app.client()).await })
    });
    // Without the groups the list works as well, and says itself if the server does not answer.
    let groups = load.value().map_or(&[][..], |page| &page.items);
    let names = names(groups, props.filter.group.as_deref());
    if names.is_empty() {
        return Html::default();
    }
    html! { <GroupSelect filter={props.filter.clone()} show={&props.show} {names} /> }
}

#[derive(Properties, PartialEq)]
struct GroupSelectProps {
    filter: ListMembersQuery,
    show: Callback<ListMembersQuery>,
    names: Vec<String>,
}

#[component]
fn GroupSelect(props: &GroupSelectProps) -> Html {
    let t = use_app().texts().members;
    let chosen = props.filter.group.clone().unwrap_or_default();
    let onchange = {
        let (show, filter) = (props.show.clone(), first_page(&props.filter));
        move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                let name = select.value();
                let next = ListMembersQuery {
                    group: (!name.is_empty()).then_some(name),
                    ..filter.clone()
                };
                show.emit(next);
            }
        }
    };
    let option = |name: &String| {
        html! { <option value={name.clone()} selected={*name == chosen}>{ name }</option> }
    };
    html! {
        <div class="field">
            <label for="group">{ t.filter_group() }</label>
            <select id="group" name="group" {onchange}>
                <option value="" selected={chosen.is_empty()}>{ t.filter_all() }</option>
                { for props.names.iter().map(option) }
            </select>
        </div>
    }
}

/// The names to choose from. One of the address that no group has stays, so that the selection says by what the
/// list is filtered.
fn names(groups: &[GroupView], chosen: Option<&str>) -> Vec<String> {
    let mut names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    if let Some(chosen) = chosen.filter(|chosen| !names.iter().any(|name| name == chosen)) {
        names.push(chosen.to_owned());
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::ids::GroupId;
    use shared_types::time::Time;

    #[test]
    fn the_group_of_the_address_can_always_be_seen() {
        let id: GroupId = "0197b5d0-6a4e-7d2c-8000-000000000001"
            .parse()
            .expect("the id is well-formed");
        let groups = [GroupView {
            id,
            name: "Night shift".to_owned(),
            members: 0,
            created_at: Time::from_micros(0),
        }];
        assert_eq!(names(&groups, None), ["Night shift"]);
        assert_eq!(names(&groups, Some("Night shift")), ["Night shift"]);
        assert_eq!(names(&groups, Some("Gone")), ["Night shift", "Gone"]);
        assert!(names(&[], None).is_empty());
    }
}
