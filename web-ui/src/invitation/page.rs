//! The page "Choose a password".

use super::requests;
use crate::browser;
use crate::client::use_client;
use crate::failure::require;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::i18n::use_texts;
use crate::layout::CardPage;
use crate::notice::{Notice, use_notices};
use crate::route::Route;
use crate::router::use_router;
use crate::submit::use_submit;
use crate::ui::{Alert, Form, Heading, Kind, PasswordField};
use shared_types::members::AcceptInvitationRequest;
use shared_types::secret::Secret;
use yew::prelude::*;

/// Takes the token out of the address at once, and keeps it on this page only.
#[component]
pub fn InvitationPage() -> Html {
    let texts = use_texts();
    let token = use_memo((), |()| Secret::new(browser::take_fragment()));
    html! {
        <CardPage>
            <Heading
                text={texts.setup.invitation_title()}
                leaves_focus={!token.expose().is_empty()}
            />
            if token.expose().is_empty() {
                <Alert kind={Kind::Warning}>{ texts.setup.invitation_missing() }</Alert>
            } else {
                <p>{ texts.setup.invitation_lead() }</p>
                <PasswordForm token={token.expose().to_owned()} />
            }
            <p class="hint">{ texts.setup.invitation_ask() }</p>
        </CardPage>
    }
}

#[derive(Properties, PartialEq)]
struct PasswordFormProps {
    token: AttrValue,
}

#[component]
fn PasswordForm(props: &PasswordFormProps) -> Html {
    let texts = use_texts();
    let (client, notices, router) = (use_client(), use_notices(), use_router());
    let submit = use_submit();
    let password = use_node_ref();
    let onsubmit = {
        let (submit, password, token) = (submit.clone(), password.clone(), props.token.clone());
        move |()| {
            let typed = browser::value(&password);
            let token = Secret::new(token.to_string());
            let (client, notices, router) = (client.clone(), notices.clone(), router.clone());
            submit.run(async move {
                require(&[("password", &typed)])?;
                let body = AcceptInvitationRequest {
                    token,
                    password: Secret::new(typed),
                };
                let answer = requests::accept_invitation(&client, &body).await?;
                notices.remember_email(answer.email);
                notices.leave(Notice::PasswordChosen);
                router.replace(&Route::SignIn { next: None });
                Ok(())
            });
        }
    };
    html! {
        <>
            <FailureAlert submit={submit.clone()} />
            <Form {onsubmit} failures={submit.state().failures()}>
                <PasswordField
                    name="password"
                    label={texts.common.password()}
                    hint={texts.setup.invitation_hint()}
                    input={password}
                    is_new=true
                    error={submit.failure().and_then(|failure| failure.field("password"))}
                    autofocus=true
                />
                <SubmitButton {submit} label={texts.setup.invitation_save()} />
            </Form>
        </>
    }
}
