//! The page "Groups".

use super::acts::{Act, ActForm};
use super::make_form::MakeForm;
use super::requests;
use crate::app::{Me, use_app};
use crate::client::CredentialKind;
use crate::i18n::{self, Texts};
use crate::layout::console;
use crate::load::use_load;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{Done, Heading, Kind};
use shared_types::groups::GroupView;
use shared_types::members::ListMembersQuery;
use yew::prelude::*;

/// Whose page it is.
#[derive(Properties, PartialEq)]
pub struct GroupsPageProps {
    /// The administrator.
    pub me: Me,
}

/// The list of groups, with what can be done with each, and the form for a new one.
#[component]
pub fn GroupsPage(props: &GroupsPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.groups;
    let chosen = use_state_eq(|| None::<(Act, GroupView)>);
    let done = use_state_eq(Done::default);
    let load = use_load(CredentialKind::Session, (), |app, ()| {
        Box::pin(async move { requests::list_groups(app.client()).await })
    });
    let choose = {
        let (chosen, done) = (chosen.clone(), done.clone());
        Callback::from(move |act| {
            done.set(done.unsaid());
            chosen.set(Some(act));
        })
    };
    let told = {
        let (chosen, done, again) = (chosen.clone(), done.clone(), load.again.clone());
        Callback::from(move |(kind, said): (Kind, String)| {
            done.set(done.and_said(kind, said));
            chosen.set(None);
            again.emit(());
        })
    };
    let ondone = told.reform(|said| (Kind::Success, said));
    let ongone = told.reform(|said| (Kind::Warning, said));
    let onstart = {
        let done = done.clone();
        Callback::from(move |()| done.set(done.unsaid()))
    };
    let oncancel = {
        let chosen = chosen.clone();
        Callback::from(move |()| chosen.set(None))
    };
    let confirmation = chosen.as_ref().map(|(act, group)| {
        let (act, group, ondone) = (*act, group.clone(), ondone.clone());
        let ongone = ongone.clone();
        let key = format!("{act:?} {}", group.id);
        html! { <ActForm {key} {act} {group} {ondone} {ongone} {oncancel} /> }
    });
    let content = html! {
        <>
            <Heading text={t.title()} />
            <p class="lead">{ t.lead() }</p>
            { done.show() }
            // One node whether it is there or not: else the heading would be drawn anew and take the focus.
            { confirmation.unwrap_or_default() }
            { load.show(|page| {
                if page.items.is_empty() {
                    html! { <p class="hint">{ t.none() }</p> }
                } else {
                    table(texts, &page.items, &choose)
                }
            }) }
            <MakeForm {onstart} {ondone} acts={done.acts()} />
        </>
    };
    console(&app, &props.me, content)
}

fn table(texts: Texts, groups: &[GroupView], choose: &Callback<(Act, GroupView)>) -> Html {
    let t = texts.groups;
    let columns = [t.name(), t.members(), t.made_at()];
    html! {
        <table class="list" aria-label={t.title()}>
            <thead>
                <tr>
                    { for columns.map(|name| html! { <th scope="col">{ name }</th> }) }
                    <td />
                </tr>
            </thead>
            <tbody>{ for groups.iter().map(|group| row(texts, group, choose)) }</tbody>
        </table>
    }
}

fn row(texts: Texts, group: &GroupView, choose: &Callback<(Act, GroupView)>) -> Html {
    let t = texts.groups;
    let button = |act: Act| {
        let (choose, of) = (choose.clone(), group.clone());
        let onclick = move |_: MouseEvent| choose.emit((act, of.clone()));
        html! {
            <button
                type="button"
                class="button button--small"
                aria-label={act.spoken(texts, &group.name)}
                {onclick}
            >
                { act.label(texts) }
            </button>
        }
    };
    let members = ConsolePage::Members(ListMembersQuery {
        group: Some(group.name.clone()),
        ..ListMembersQuery::default()
    });
    html! {
        <tr key={group.id.to_string()}>
            <th scope="row"><Link to={members}>{ &group.name }</Link></th>
            <td data-label={t.members()}>{ i18n::number(texts.locale, group.members) }</td>
            <td data-label={t.made_at()}>{ i18n::date(texts.locale, group.created_at) }</td>
            <td class="act">{ button(Act::Rename) }{ button(Act::Delete) }</td>
        </tr>
    }
}
