//! The choice of a role, alone and in the invitation.

use super::{requests, words};
use crate::client::use_client;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::i18n::{Texts, use_texts};
use crate::reauthentication::use_reauthentication;
use crate::route::members;
use crate::session::use_session_submit;
use crate::ui::{Choice, Form, Look, Select};
use shared_types::members::{MemberView, PatchMemberRequest, Role};
use yew::prelude::*;

/// A role that is chosen.
#[derive(Properties, PartialEq)]
pub(super) struct RoleSelectProps {
    pub(super) role: Role,
    pub(super) onchange: Callback<Role>,
}

/// The three roles, and what the chosen one means.
#[component]
pub(super) fn RoleSelect(props: &RoleSelectProps) -> Html {
    let texts = use_texts();
    let choices = members::ROLES.map(|role| Choice {
        value: AttrValue::from(members::role_name(role)),
        label: AttrValue::from(words::role(texts, role)),
    });
    let onchange = {
        let chosen = props.onchange.clone();
        move |name: String| {
            if let Some(role) = members::role(&name) {
                chosen.emit(role);
            }
        }
    };
    html! {
        <div>
            <Select
                name="role"
                label={texts.common.role()}
                choices={choices.to_vec()}
                value={members::role_name(props.role)}
                {onchange}
            />
            <p class="hint">{ meaning(texts, props.role) }</p>
        </div>
    }
}

fn meaning(texts: Texts, role: Role) -> &'static str {
    match role {
        Role::Agent => texts.members.role_agent_means(),
        Role::Helpdesk => texts.members.role_helpdesk_means(),
        Role::Admin => texts.members.role_admin_means(),
    }
}

/// A member whose role may change.
#[derive(Properties, PartialEq)]
pub(super) struct RoleFormProps {
    pub(super) member: MemberView,
    /// It is saved.
    pub(super) onsaved: Callback<()>,
}

/// The role of a member.
#[component]
pub(super) fn RoleForm(props: &RoleFormProps) -> Html {
    let texts = use_texts();
    let (client, sure) = (use_client(), use_reauthentication());
    let submit = use_session_submit();
    let role = use_state_eq(|| props.member.role);
    let onchange = {
        let role = role.clone();
        move |chosen| role.set(chosen)
    };
    let onsubmit = {
        let (submit, saved) = (submit.clone(), props.onsaved.clone());
        let (id, role) = (props.member.id, *role);
        move |()| {
            let (client, sure, saved) = (client.clone(), sure.clone(), saved.clone());
            submit.run(async move {
                let body = PatchMemberRequest {
                    role: Some(role),
                    ..PatchMemberRequest::default()
                };
                sure.act(|| requests::update_member(&client, id, &body))
                    .await?;
                saved.emit(());
                Ok(())
            });
        }
    };
    html! {
        <Form {onsubmit}>
            <RoleSelect role={*role} {onchange} />
            <FailureAlert submit={submit.clone()} />
            if *role != props.member.role {
                <SubmitButton {submit} look={Look::Secondary} label={texts.common.save()} />
            }
        </Form>
    }
}
