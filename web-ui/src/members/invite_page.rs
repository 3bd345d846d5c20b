//! The page "Invite a member".

use super::requests;
use super::role_form::RoleSelect;
use crate::browser;
use crate::client::use_client;
use crate::failure::require;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::i18n::use_texts;
use crate::layout::{Console, Place};
use crate::notice::{Notice, use_notices};
use crate::reauthentication::use_reauthentication;
use crate::route::Route;
use crate::router::{Link, use_router};
use crate::session::use_session_submit;
use crate::ui::{Field, Form, Heading};
use shared_types::limits;
use shared_types::members::{CreateMemberRequest, Role};
use yew::prelude::*;

/// The form for a new member.
#[component]
pub fn InvitePage() -> Html {
    let texts = use_texts();
    html! {
        <Console place={Place::Members}>
            <p class="crumb"><Link to={Route::all_members()}>{ texts.members.title() }</Link></p>
            <Heading text={texts.members.invite()} leaves_focus=true />
            <p class="lead">{ texts.members.invite_lead() }</p>
            <section class="panel stack"><InviteForm /></section>
        </Console>
    }
}

#[component]
fn InviteForm() -> Html {
    let texts = use_texts();
    let (client, notices, router) = (use_client(), use_notices(), use_router());
    let sure = use_reauthentication();
    let submit = use_session_submit();
    let (email, name) = (use_node_ref(), use_node_ref());
    let role = use_state_eq(|| Role::Agent);
    let onsubmit = {
        let (submit, email, name, role) = (submit.clone(), email.clone(), name.clone(), *role);
        move |()| {
            let (client, notices, router) = (client.clone(), notices.clone(), router.clone());
            let (sure, email, display_name) =
                (sure.clone(), browser::value(&email), browser::value(&name));
            submit.run(async move {
                require(&[("email", &email), ("display_name", &display_name)])?;
                let body = CreateMemberRequest {
                    email,
                    display_name,
                    role,
                };
                sure.act(|| requests::create_member(&client, &body)).await?;
                notices.leave(Notice::Invited(body.email.clone()));
                router.push(&Route::all_members());
                Ok(())
            });
        }
    };
    let error = |field: &str| submit.failure().and_then(|failure| failure.field(field));
    html! {
        <Form {onsubmit} failures={submit.state().failures()}>
            <FailureAlert submit={submit.clone()} />
            <Field
                name="email"
                label={texts.common.email_address()}
                input={email}
                kind="email"
                error={error("email")}
                longest={limits::EMAIL_LONGEST}
                autofocus=true
            />
            <Field
                name="display_name"
                label={texts.common.name()}
                input={name}
                error={error("display_name")}
                longest={limits::NAME_LONGEST}
            />
            <RoleSelect role={*role} onchange={move |chosen| role.set(chosen)} />
            <SubmitButton submit={submit.clone()} label={texts.members.invite_button()} />
        </Form>
    }
}
