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
use shared_types::ids::MemberId;
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
    let holder = use_state_eq(|| None::<Holder>);
    let onsubmit = {
        let (email, name, role) = (email.clone(), name.clone(), *role);
        let holder = holder.clone();
        submit.on(move |app| {
            let body = CreateMemberRequest {
                email: browser::value(&email),
                display_name: browser::value(&name),
                role,
            };
            invite(app, body, holder.clone())
        })
    };
    let error = |field: &str| submit.failure().and_then(|failure| failure.field(field));
    let is_taken = error("email") == Some(FieldErrorCode::Taken);
    let content = html! {
        <>
            { to_all_members(texts) }
            <Heading text={texts.members.invite()} leaves_focus=true />
            <p class="lead">{ texts.members.invite_lead() }</p>
            <section class="panel">
                <Form {onsubmit} failures={submit.state().failures()}>
                    <FailureAlert submit={submit.clone()}>
                        if let Some(holder) = holder.as_ref().filter(|_| is_taken) {
                            { holder_link(texts, holder) }
                        }
                    </FailureAlert>
                    <Field
                        name="email"
                        label={texts.common.email_address()}
                        input={email.clone()}
                        kind="email"
                        error={error("email")}
                        problem={
                            holder.as_ref().filter(|_| is_taken).map(|holder| {
                                AttrValue::from(texts.members.holder(&holder.display_name))
                            })
                        }
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

/// The member of the same organization who has the address already.
#[derive(Clone, PartialEq)]
struct Holder {
    id: MemberId,
    display_name: String,
}

fn holder_link(texts: Texts, holder: &Holder) -> Html {
    html! { <p><Link to={ConsolePage::Member(holder.id)}>{ texts.members.open() }</Link></p> }
}

/// Who has the address, if the list of members tells.
async fn find_holder(app: &App, email: &str) -> Option<Holder> {
    let query = ListMembersQuery {
        search: Some(email.trim().to_owned()),
        ..ListMembersQuery::default()
    };
    let found = requests::list_members(app.client(), &query).await.ok()?;
    let mut items = found.items.into_iter();
    let same = items.find(|one| one.email.eq_ignore_ascii_case(email.trim()))?;
    Some(Holder {
        id: same.id,
        display_name: same.display_name,
    })
}

fn invite(app: App, body: CreateMemberRequest, holder: UseStateHandle<Option<Holder>>) -> FormTask {
    Box::pin(async move {
        holder.set(None);
        require(&[("email", &body.email), ("display_name", &body.display_name)])?;
        let sent = with_reauthentication(&app, || requests::create_member(app.client(), &body));
        if let Err(failure) = sent.await {
            if failure.field("email") == Some(FieldErrorCode::Taken) {
                holder.set(find_holder(&app, &body.email).await);
            }
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
