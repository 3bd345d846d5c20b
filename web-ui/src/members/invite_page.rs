//! The page "Invite a member".

use super::crumb::to_all_members;
use super::requests;
use super::role_form::role_select;
use crate::app::{App, Me, Notice, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::forms::{FailureAlert, FormTask, SubmitButton, use_submit};
use crate::i18n::Texts;
use crate::layout::console;
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::router::{self, Link};
use crate::ui::{Field, Form, Heading};
use shared_types::limits;
use shared_types::members::{CreateMemberRequest, ListMembersQuery, Role};
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
    let onsubmit = {
        let (email, name, role) = (email.clone(), name.clone(), *role);
        submit.on(move |app| {
            let body = CreateMemberRequest {
                email: browser::value(&email),
                display_name: browser::value(&name),
                role,
            };
            invite(app, body)
        })
    };
    let error = |field: &str| submit.failure().and_then(|failure| failure.field(field));
    let content = html! {
        <>
            { to_all_members(texts) }
            <Heading text={texts.members.invite()} leaves_focus=true />
            <p class="lead">{ texts.members.invite_lead() }</p>
            <section class="panel">
                <Form {onsubmit} failures={submit.state().failures()}>
                    <FailureAlert submit={submit.clone()}>
                        if error("email") == Some(FieldErrorCode::Taken) {
                            { holder(texts, &browser::value(&email)) }
                        }
                    </FailureAlert>
                    <Field
                        name="email"
                        label={texts.common.email_address()}
                        input={email.clone()}
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
                    { role_select(texts, &role) }
                    <SubmitButton submit={submit.clone()} label={texts.members.invite_button()} />
                </Form>
            </section>
        </>
    };
    console(&app, &props.me, content)
}

/// The link to the member who has the address already.
fn holder(texts: Texts, email: &str) -> Html {
    let found = ConsolePage::Members(ListMembersQuery {
        search: Some(email.trim().to_owned()),
        ..ListMembersQuery::default()
    });
    html! { <p><Link to={found}>{ texts.members.holder() }</Link></p> }
}

fn invite(app: App, body: CreateMemberRequest) -> FormTask {
    Box::pin(async move {
        require(&[("email", &body.email), ("display_name", &body.display_name)])?;
        with_reauthentication(&app, || requests::create_member(app.client(), &body)).await?;
        router::go_with_notice(
            &app,
            ConsolePage::all_members().into(),
            Some(Notice::Invited(body.email)),
        );
        Ok(())
    })
}
