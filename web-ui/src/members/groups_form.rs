//! The groups of a member: as a form of their own.

use super::requests;
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::failure::Failure;
use crate::forms::{FailureAlert, SubmitButton, use_submit};
use crate::load::use_load;
use crate::messages;
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{Form, Look};
use shared_types::groups::GroupView;
use shared_types::limits::GROUPS_PER_MEMBER;
use shared_types::members::{MemberView, PatchMemberRequest};
use shared_types::problem::FieldErrorCode;
use std::collections::BTreeSet;
use yew::prelude::*;

/// The member whose groups are changed.
#[derive(Properties, PartialEq)]
pub(super) struct GroupsPanelProps {
    pub(super) member: MemberView,
    /// Called with what is said when they are changed.
    pub(super) ondone: Callback<String>,
}

/// The organization's groups, of which the member's are chosen.
#[component]
pub(super) fn GroupsPanel(props: &GroupsPanelProps) -> Html {
    let texts = use_app().texts();
    let t = texts.members;
    let load = use_load(CredentialKind::Session, (), |app, ()| {
        Box::pin(async move { requests::list_groups(app.client()).await })
    });
    let form = load.show(|page| {
        if page.items.is_empty() {
            return html! { <p class="hint">{ t.no_groups() }</p> };
        }
        let (member, ondone) = (props.member.clone(), props.ondone.clone());
        // A later version is drawn anew: its groups are chosen, and not those of the version before.
        let key = member.version.to_string();
        html! { <GroupsForm {key} {member} groups={page.items.clone()} {ondone} /> }
    });
    html! {
        <section class="panel stack" aria-labelledby="groups">
            <h2 id="groups">{ t.groups() }</h2>
            { form }
            <p><Link to={ConsolePage::Groups}>{ t.keep_groups() }</Link></p>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct GroupsFormProps {
    member: MemberView,
    groups: Vec<GroupView>,
    ondone: Callback<String>,
}

#[component]
fn GroupsForm(props: &GroupsFormProps) -> Html {
    let texts = use_app().texts();
    let t = texts.members;
    let submit = use_submit(CredentialKind::Session);
    let now: BTreeSet<String> = props.member.groups.iter().cloned().collect();
    let chosen = {
        let now = now.clone();
        use_state_eq(move || now)
    };
    let onsubmit = {
        let (member, ondone, chosen) = (props.member.clone(), props.ondone.clone(), chosen.clone());
        submit.on(move |app| {
            let (member, ondone) = (member.clone(), ondone.clone());
            // All the groups are set at once: what somebody else changed meanwhile is not undone.
            let body = PatchMemberRequest {
                groups: Some(chosen.iter().cloned().collect()),
                version: Some(member.version),
                ..PatchMemberRequest::default()
            };
            Box::pin(async move {
                if body
                    .groups
                    .as_ref()
                    .is_some_and(|groups| groups.len() > GROUPS_PER_MEMBER)
                {
                    return Err(Failure::Fields(vec![("groups", FieldErrorCode::TooLong)]));
                }
                let send = || requests::update_member(app.client(), member.id, &body);
                with_reauthentication(&app, send).await?;
                ondone.emit(app.texts().members.groups_saved(&member.display_name));
                Ok(())
            })
        })
    };
    let error = submit.failure().and_then(|failure| failure.field("groups"));
    let one = |group: &GroupView| {
        let (name, chosen) = (group.name.clone(), chosen.clone());
        let checked = chosen.contains(&name);
        let onchange = move |_: Event| {
            let mut next = (*chosen).clone();
            if !next.remove(&name) {
                next.insert(name.clone());
            }
            chosen.set(next);
        };
        html! {
            <label class="check" key={group.id.to_string()}>
                <input type="checkbox" name="groups" {checked} {onchange} />
                <span>{ &group.name }</span>
            </label>
        }
    };
    html! {
        <Form {onsubmit} failures={submit.state().failures()}>
            <fieldset class="field" aria-describedby="groups-help">
                <legend>{ t.in_groups(&props.member.display_name) }</legend>
                { for props.groups.iter().map(one) }
                <div id="groups-help" class="field-help">
                    if let Some(code) = error {
                        <p class="field-error">{ messages::field_text(texts, code) }</p>
                    }
                </div>
            </fieldset>
            <FailureAlert submit={submit.clone()} />
            if *chosen != now {
                <SubmitButton {submit} look={Look::Secondary} label={t.save_groups()} />
            }
        </Form>
    }
}
