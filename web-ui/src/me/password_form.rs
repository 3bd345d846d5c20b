//! The form for a new password.

use super::requests;
use crate::browser;
use crate::client::use_client;
use crate::failure::require;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::i18n::use_texts;
use crate::messages::Place;
use crate::notice::Notice;
use crate::reauthentication::use_reauthentication;
use crate::session::{use_me, use_session, use_session_submit};
use crate::ui::{Form, Look, PasswordField};
use shared_types::me::ChangePasswordRequest;
use shared_types::policy::TwoStepPolicy;
use shared_types::secret::Secret;
use yew::prelude::*;

/// The password until now and the one from now on.
#[component]
pub(super) fn PasswordForm() -> Html {
    let texts = use_texts();
    let t = texts.me;
    let me = use_me();
    let (client, session, sure) = (use_client(), use_session(), use_reauthentication());
    let submit = use_session_submit();
    let (current, new) = (use_node_ref(), use_node_ref());
    let onsubmit = {
        let (submit, current, new) = (submit.clone(), current.clone(), new.clone());
        move |()| {
            let (client, session, sure) = (client.clone(), session.clone(), sure.clone());
            let (current, new) = (current.clone(), new.clone());
            submit.run(async move {
                let (old_text, new_text) = (browser::value(&current), browser::value(&new));
                require(&[("current_password", &old_text), ("new_password", &new_text)])?;
                let body = ChangePasswordRequest {
                    current_password: Secret::new(old_text),
                    new_password: Secret::new(new_text),
                };
                sure.act(|| requests::change_password(&client, &body))
                    .await?;
                browser::set_value(&current, "");
                browser::set_value(&new, "");
                session.outlive(Notice::PasswordChanged).await
            });
        }
    };
    let error = |field: &str| submit.failure().and_then(|failure| failure.field(field));
    let hint = match me.policy {
        TwoStepPolicy::Optional => texts.common.password_hint(),
        TwoStepPolicy::Required => texts.common.password_hint_short(),
    };
    html! {
        <section class="panel stack" aria-labelledby="password">
            <h2 id="password">{ t.password() }</h2>
            <p>{ t.password_lead() }</p>
            <FailureAlert submit={submit.clone()} place={Place::Password} />
            <Form {onsubmit} failures={submit.state().failures()}>
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
