//! The page "Choose a password".

use super::requests;
use crate::app::{App, Notice, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::forms::{FailureAlert, FormTask, SubmitButton, use_submit};
use crate::layout::card;
use crate::organization;
use crate::route::Route;
use crate::router;
use crate::ui::{Form, Heading, Kind, PasswordField, alert};
use shared_types::members::AcceptInvitationRequest;
use shared_types::secret::Secret;
use yew::prelude::*;

/// Removes the token from the address at once, and keeps it on this page only.
#[component]
pub fn InvitationPage() -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.setup;
    let submit = use_submit(CredentialKind::None);
    let password = use_node_ref();
    let token = use_memo((), |()| Secret::new(browser::take_fragment()));
    let is_open = !token.expose().is_empty();
    let onsubmit = {
        let password = password.clone();
        submit.on(move |app| accept(app, (*token).clone(), browser::value(&password)))
    };
    let content = html! {
        <>
            <Heading text={t.invitation_title()} leaves_focus={is_open} />
            if is_open {
                <p>{ t.invitation_lead() }</p>
                <FailureAlert submit={submit.clone()} />
                <Form {onsubmit} failures={submit.state().failures()}>
                    <PasswordField
                        name="password"
                        label={texts.common.password()}
                        hint={t.invitation_hint()}
                        input={password}
                        is_new=true
                        error={submit.failure().and_then(|failure| failure.field("password"))}
                        autofocus=true
                    />
                    <SubmitButton {submit} label={t.invitation_save()} />
                </Form>
            } else {
                { alert(Kind::Warning, html! { t.invitation_missing() }) }
            }
            <p class="hint">{ t.invitation_ask() }</p>
        </>
    };
    card(&app, content)
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
