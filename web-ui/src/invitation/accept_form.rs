//! The form that accepts an invitation: the first password, and the language of pages and mails.

use super::requests;
use crate::app::{App, Notice, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::forms::{FailureAlert, FormTask, SubmitButton, use_submit};
use crate::i18n::unbroken;
use crate::language;
use crate::organization;
use crate::route::Route;
use crate::router;
use crate::ui::{Form, Heading, PasswordField, hidden_username, select};
use shared_types::me::Locale;
use shared_types::members::{AcceptInvitationRequest, InvitationView};
use shared_types::secret::Secret;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties)]
pub(super) struct AcceptFormProps {
    pub(super) token: Secret,
    pub(super) invitation: Rc<InvitationView>,
}

impl PartialEq for AcceptFormProps {
    fn eq(&self, other: &Self) -> bool {
        self.token.expose() == other.token.expose() && self.invitation == other.invitation
    }
}

/// Asks for the password of an invitation that is good.
#[component]
pub(super) fn AcceptForm(props: &AcceptFormProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let (t, invitation) = (texts.setup, &props.invitation);
    let submit = use_submit(CredentialKind::None);
    let password = use_node_ref();
    let chosen = use_state_eq(|| None::<Locale>);
    let onsubmit = {
        let (password, token, chosen) = (password.clone(), props.token.clone(), *chosen);
        submit.on(move |app| accept(app, token.clone(), browser::value(&password), chosen))
    };
    let onchange = {
        let (app, chosen) = (app.clone(), chosen.clone());
        Callback::from(move |value: String| chosen.set(language::choose(&app, &value)))
    };
    let hint = texts
        .recovery
        .shortest(i64::from(invitation.shortest_password));
    let inviter = invitation.invited_by.as_deref();
    let inviter = inviter.unwrap_or(&invitation.organization);
    let address = unbroken(&invitation.email);
    html! {
        <>
            <Heading text={t.invitation_title()} leaves_focus=true />
            <p>{ t.invitation_lead(inviter, &address, &invitation.organization) }</p>
            <FailureAlert submit={submit.clone()} />
            <Form {onsubmit} failures={submit.state().failures()}>
                { hidden_username(&invitation.email) }
                <PasswordField
                    name="password"
                    label={texts.common.password()}
                    {hint}
                    input={password}
                    is_new=true
                    error={submit.failure().and_then(|failure| failure.field("password"))}
                    autofocus=true
                />
                {
                    select(
                        "locale",
                        texts.common.language(),
                        &language::choices(texts),
                        chosen.map_or("", Locale::as_str),
                        onchange,
                    )
                }
                <SubmitButton {submit} label={t.invitation_save()} />
            </Form>
            <p class="hint">{ t.invitation_ask() }</p>
        </>
    }
}

fn accept(app: App, token: Secret, password: String, locale: Option<Locale>) -> FormTask {
    Box::pin(async move {
        require(&[("password", &password)])?;
        let body = AcceptInvitationRequest {
            token,
            password: Secret::new(password),
            locale,
            time_zone: browser::time_zone(),
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
