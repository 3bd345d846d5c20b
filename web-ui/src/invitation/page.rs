//! The page "Choose a password".

use super::requests;
use crate::app::{App, Notice, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::{Failure, require};
use crate::forms::{FailureAlert, FormTask, SubmitButton, use_submit};
use crate::layout::card;
use crate::load::use_load;
use crate::organization;
use crate::route::Route;
use crate::router;
use crate::ui::{Form, Heading, Kind, PasswordField, alert};
use shared_types::members::{AcceptInvitationRequest, InvitationView};
use shared_types::problem::ProblemCode;
use shared_types::secret::Secret;
use yew::prelude::*;

/// Removes the token from the address at once, and keeps it on this page only.
#[component]
pub fn InvitationPage() -> Html {
    let app = use_app();
    let t = app.texts().setup;
    let token = use_memo((), |()| browser::take_fragment());
    let is_open = !token.is_empty();
    let content = html! {
        <>
            <Heading text={t.invitation_title()} leaves_focus={is_open} />
            if is_open {
                <Opened token={(*token).clone()} />
            } else {
                { alert(Kind::Warning, html! { t.invitation_missing() }) }
            }
            <p class="hint">{ t.invitation_ask() }</p>
        </>
    };
    card(&app, content)
}

#[derive(Properties, PartialEq)]
struct OpenedProps {
    token: String,
}

/// What the invitation is for, asked before anything is typed (B10).
#[component]
fn Opened(props: &OpenedProps) -> Html {
    let texts = use_app().texts();
    let load = use_load(CredentialKind::None, props.token.clone(), |app, token| {
        Box::pin(
            async move { requests::inspect_invitation(app.client(), Secret::new(token)).await },
        )
    });
    if load.failure().and_then(Failure::code) == Some(ProblemCode::InvalidToken) {
        return alert(Kind::Warning, html! { texts.problems.invalid_token() });
    }
    load.show(|view| html! { <AcceptForm token={props.token.clone()} view={(*view).clone()} /> })
}

#[derive(Properties, PartialEq)]
struct AcceptFormProps {
    token: String,
    view: InvitationView,
}

#[component]
fn AcceptForm(props: &AcceptFormProps) -> Html {
    let texts = use_app().texts();
    let t = texts.setup;
    let view = &props.view;
    let submit = use_submit(CredentialKind::None);
    let password = use_node_ref();
    let onsubmit = {
        let (password, token) = (password.clone(), props.token.clone());
        submit.on(move |app| accept(app, Secret::new(token.clone()), browser::value(&password)))
    };
    html! {
        <>
            <p>{ t.invitation_lead(&view.organization, &view.email_masked) }</p>
            <FailureAlert submit={submit.clone()} />
            <Form {onsubmit} failures={submit.state().failures()}>
                <PasswordField
                    name="password"
                    label={texts.common.password()}
                    hint={texts.recovery.shortest(i64::from(view.shortest_password))}
                    input={password}
                    is_new=true
                    error={submit.failure().and_then(|failure| failure.field("password"))}
                    autofocus=true
                />
                <SubmitButton {submit} label={t.invitation_save()} />
            </Form>
        </>
    }
}

fn accept(app: App, token: Secret, password: String) -> FormTask {
    Box::pin(async move {
        require(&[("password", &password)])?;
        let body = AcceptInvitationRequest {
            token,
            password: Secret::new(password),
        };
        let answer = requests::accept_invitation(app.client(), &body).await?;
        app.update(|state| state.email = answer.email);
        organization::enter(&app, &answer.organization);
        router::replace(
            &app,
            Route::SignIn { next: None },
            Some(Notice::PasswordChosen),
        );
        Ok(())
    })
}
