//! The page "Invite a member".

use super::holder::{Holder, find_holder};
use super::requests;
use super::role_form::role_select;
use crate::app::{App, Me, Notice, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::forms::{FailureAlert, FormTask, SubmitButton, use_submit};
use crate::layout::{back_link, console};
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::router;
use crate::ui::{Field, Form, Heading};
use shared_types::limits;
use shared_types::members::{CreateMemberRequest, Role};
use shared_types::problem::FieldErrorCode;
use yew::prelude::*;

/// Who invites.
#[derive(Properties, PartialEq)]
pub struct InvitePageProps {
    /// The administrator.
    pub me: Me,
}

/// The form for a new member.
#[component]
pub fn InvitePage(props: &InvitePageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let submit = use_submit(CredentialKind::Session);
    let (email, name) = (use_node_ref(), use_node_ref());
    let role = use_state_eq(|| Role::Agent);
    let holder = use_state_eq(|| None::<Holder>);
    let onsubmit = {
        let (email, name, role) = (email.clone(), name.clone(), *role);
        let holder = holder.clone();
        submit.on(move |app| {
            let body = CreateMemberRequest {
                locale: None,
                email: browser::value(&email),
                display_name: browser::value(&name),
                role,
                groups: Vec::new(),
            };
            invite(app, body, holder.clone())
        })
    };
    let error = |field: &str| submit.failure().and_then(|failure| failure.field(field));
    let is_taken = error("email") == Some(FieldErrorCode::Taken);
    let holder = holder.as_ref().filter(|_| is_taken);
    let content = html! {
        <>
            { back_link(ConsolePage::all_members(), texts.members.all()) }
            <Heading text={texts.members.invite()} leaves_focus=true />
            <p class="lead">{ texts.members.invite_lead() }</p>
            <section class="panel">
                <Form {onsubmit} failures={submit.state().failures()}>
                    <FailureAlert submit={submit.clone()}>
                        if let Some(holder) = holder {
                            { holder.link(texts) }
                        }
                    </FailureAlert>
                    <Field
                        name="email"
                        label={texts.common.email_address()}
                        input={email.clone()}
                        kind="email"
                        error={error("email")}
                        problem={holder.map(|holder| holder.problem(texts))}
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
                    { role_select(texts, &role) }
                    <SubmitButton submit={submit.clone()} label={texts.members.invite_button()} />
                </Form>
            </section>
        </>
    };
    console(&app, &props.me, content)
}

fn invite(app: App, body: CreateMemberRequest, holder: UseStateHandle<Option<Holder>>) -> FormTask {
    Box::pin(async move {
        holder.set(None);
        require(&[("email", &body.email), ("display_name", &body.display_name)])?;
        let sent = with_reauthentication(&app, || requests::create_member(app.client(), &body));
        if let Err(failure) = sent.await {
            holder.set(find_holder(&app, &failure, &body.email).await);
            return Err(failure);
        }
        router::go_with_notice(
            &app,
            ConsolePage::all_members().into(),
            Some(Notice::Invited(body.email)),
        );
        Ok(())
    })
}
