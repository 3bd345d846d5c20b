//! The selection of a role: as a form of its own, and as a part of the invitation.

use super::acts::Act;
use super::hand_over::{HandOver, Offers};
use super::labels;
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::forms::{FailureAlert, SubmitButton, use_submit};
use crate::i18n::Texts;
use crate::reauthentication::with_reauthentication;
use crate::route::members;
use crate::ui::{Form, Look, select};
use shared_types::members::{MemberView, Role};
use yew::prelude::*;

/// The selection of a role, with the meaning of the selected one.
pub(super) fn role_select(texts: Texts, role: &UseStateHandle<Role>) -> Html {
    let choices = members::ROLES.map(|role| (members::role_name(role), labels::role(texts, role)));
    let onchange = {
        let role = role.clone();
        Callback::from(move |name: String| {
            if let Some(chosen) = members::role(&name) {
                role.set(chosen);
            }
        })
    };
    let meaning = match **role {
        Role::Agent => texts.members.role_agent_means(),
        Role::Helpdesk => texts.members.role_helpdesk_means(),
        Role::Admin => texts.members.role_admin_means(),
    };
    let chosen = members::role_name(**role);
    html! {
        <div>
            { select("role", texts.common.role(), &choices, chosen, onchange) }
            <p class="hint">{ meaning }</p>
        </div>
    }
}

/// The member whose role is changed.
#[derive(Properties, PartialEq)]
pub(super) struct RoleFormProps {
    pub(super) member: MemberView,
    /// Called when the role is changed.
    pub(super) ondone: Callback<Act>,
}

/// The form for the role of a member.
#[component]
pub(super) fn RoleForm(props: &RoleFormProps) -> Html {
    let texts = use_app().texts();
    let submit = use_submit(CredentialKind::Session);
    let role = use_state_eq(|| props.member.role);
    let offers = use_state_eq(Offers::default);
    let onsubmit = {
        let (member, done) = (props.member.clone(), props.ondone.clone());
        let (act, offers) = (Act::ChangeRole(*role), offers.clone());
        submit.on(move |app| {
            let (member, done) = (member.clone(), done.clone());
            let offers = (*offers).clone();
            Box::pin(async move {
                // Offered first: if that fails, nothing has stopped.
                let request = || async {
                    offers.send(app.client()).await?;
                    act.request(app.client(), &member, "").await
                };
                with_reauthentication(&app, request).await?;
                done.emit(act);
                Ok(())
            })
        })
    };
    let stops_tokens = Act::ChangeRole(*role).ends_tokens(props.member.role);
    html! {
        <Form {onsubmit}>
            { role_select(texts, &role) }
            if stops_tokens {
                <HandOver member={props.member.clone()} form="role" offers={offers.clone()} />
            }
            <FailureAlert submit={submit.clone()} />
            if *role != props.member.role && (!stops_tokens || offers.is_known) {
                <SubmitButton
                    {submit}
                    look={Look::Secondary}
                    label={texts.common.save()}
                />
            }
        </Form>
    }
}
