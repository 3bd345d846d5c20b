//! The page "Confirm that it is you".

use super::requests;
use crate::browser;
use crate::client::use_client;
use crate::failure::{Failure, require};
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::i18n::use_texts;
use crate::layout::CardPage;
use crate::messages::Place;
use crate::session::{use_session, use_session_submit};
use crate::ui::{Button, CodeField, Form, Heading, Look, PasswordField, is_about_code, typed_code};
use shared_types::me::ReauthenticateRequest;
use shared_types::members::TwoStepState;
use shared_types::secret::Secret;
use yew::prelude::*;

/// The question.
#[derive(Properties, PartialEq)]
pub(super) struct ReauthenticationPageProps {
    /// Whether it was answered.
    pub(super) onanswer: Callback<bool>,
}

/// Asks for the password, and for a code where a device is set up.
#[component]
pub(super) fn ReauthenticationPage(props: &ReauthenticationPageProps) -> Html {
    let texts = use_texts();
    let client = use_client();
    let submit = use_session_submit();
    let (password, code) = (use_node_ref(), use_node_ref());
    let state = use_session().me().map(|me| me.two_step.state);
    let asks_code = matches!(state, Some(TwoStepState::On | TwoStepState::Locked));
    let onsubmit = {
        let (submit, answer) = (submit.clone(), props.onanswer.clone());
        let (password, code) = (password.clone(), code.clone());
        move |()| {
            let typed = read(&password, asks_code.then_some(&code));
            let (client, answer) = (client.clone(), answer.clone());
            submit.run(async move {
                requests::reauthenticate(&client, &typed?).await?;
                answer.emit(true);
                Ok(())
            });
        }
    };
    let cancel = props.onanswer.reform(|()| false);
    let failure = submit.failure();
    let wrong_code = failure.is_some_and(is_about_code);
    html! {
        <CardPage>
            <Heading text={texts.me.confirm_title()} leaves_focus=true />
            <p>{ texts.me.confirm_why() }</p>
            <FailureAlert submit={submit.clone()} place={Place::Password} id="message" />
            <Form {onsubmit} failures={submit.state().failures()}>
                <PasswordField
                    name="password"
                    label={texts.common.password()}
                    input={password}
                    error={failure.and_then(|failure| failure.field("password"))}
                    autofocus=true
                />
                if asks_code {
                    <CodeField
                        input={code}
                        refusals={if wrong_code { submit.state().failures() } else { 0 }}
                        invalid={wrong_code}
                        described_by="message"
                    />
                }
                <SubmitButton submit={submit.clone()} />
            </Form>
            <p class="ways-out">
                <Button look={Look::Link} onclick={cancel}>{ texts.common.cancel() }</Button>
            </p>
        </CardPage>
    }
}

fn read(password: &NodeRef, code: Option<&NodeRef>) -> Result<ReauthenticateRequest, Failure> {
    let password = browser::value(password);
    require(&[("password", &password)])?;
    let code = code
        .map(|code| typed_code(&browser::value(code)))
        .transpose()?;
    Ok(ReauthenticateRequest {
        password: Secret::new(password),
        code: code.map(Secret::new),
    })
}
