//! The form for a new password.

use super::{MeProps, requests};
use crate::app::{App, Notice, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::forms::{FailureAlert, FormTask, SubmitButton, use_submit};
use crate::messages::MessageContext;
use crate::reauthentication::with_reauthentication;
use crate::session;
use crate::ui::{Form, Look, PasswordField, hidden_username};
use shared_types::limits::{PASSWORD_SHORTEST_ALONE, PASSWORD_SHORTEST_WITH_SECOND_STEP};
use shared_types::me::ChangePasswordRequest;
use shared_types::policy::TwoStepPolicy;
use shared_types::secret::Secret;
use yew::prelude::*;

/// Asks for the current password and the new one.
#[component]
pub(super) fn PasswordForm(props: &MeProps) -> Html {
    let texts = use_app().texts();
    let t = texts.me;
    let submit = use_submit(CredentialKind::Session);
    let (current, new) = (use_node_ref(), use_node_ref());
    let onsubmit = {
        let (current, new) = (current.clone(), new.clone());
        submit.on(move |app| change_password(app, current.clone(), new.clone()))
    };
    let error = |field: &str| submit.failure().and_then(|failure| failure.field(field));
    let (hint, shortest) = match props.me.policy {
        TwoStepPolicy::Optional => (texts.common.password_hint(), PASSWORD_SHORTEST_ALONE),
        TwoStepPolicy::Required => (
            texts.common.password_hint_short(),
            PASSWORD_SHORTEST_WITH_SECOND_STEP,
        ),
    };
    html! {
        <section class="panel stack" aria-labelledby="password">
            <h2 id="password">{ t.password() }</h2>
            <p>{ t.password_lead() }</p>
            <FailureAlert submit={submit.clone()} context={MessageContext::Password} />
            <Form {onsubmit} failures={submit.state().failures()}>
                { hidden_username(&props.me.email) }
                <PasswordField
                    name="current_password"
                    label={t.password_current()}
                    input={current}
                    error={error("current_password")}
                />
                <PasswordField
                    name="new_password"
                    label={t.password_new()}
                    input={new}
                    is_new=true
                    {hint}
                    {shortest}
                    error={error("new_password")}
                />
                <SubmitButton
                    submit={submit.clone()}
                    look={Look::Secondary}
                    label={t.password_save()}
                />
            </Form>
        </section>
    }
}

fn change_password(app: App, current: NodeRef, new: NodeRef) -> FormTask {
    Box::pin(async move {
        let (old_text, new_text) = (browser::value(&current), browser::value(&new));
        require(&[("current_password", &old_text), ("new_password", &new_text)])?;
        let body = ChangePasswordRequest {
            current_password: Secret::new(old_text),
            new_password: Secret::new(new_text),
        };
        with_reauthentication(&app, || requests::change_password(app.client(), &body)).await?;
        browser::set_value(&current, "");
        browser::set_value(&new, "");
        session::after_session_change(&app, Notice::PasswordChanged).await
    })
}
