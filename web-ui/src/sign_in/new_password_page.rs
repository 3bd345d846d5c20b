//! The page "Choose a longer password", for who chose a short one while a second step was asked for.

use super::code_page::CodePageProps;
use super::requests;
use crate::app::{App, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::flow::{self, TimeLeft};
use crate::forms::{FailureAlert, FormTask, SubmitButton, use_submit};
use crate::layout::card;
use crate::messages::MessageContext;
use crate::ui::{Button, Form, Heading, Look, PasswordField};
use shared_types::limits;
use yew::prelude::*;

/// Asks for the new password.
#[component]
pub fn NewPasswordPage(props: &CodePageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let submit = use_submit(CredentialKind::Flow);
    let password = use_node_ref();
    let onsubmit = {
        let password = password.clone();
        submit.on(move |app| replace(app, browser::value(&password)))
    };
    let cancel = {
        let app = app.clone();
        move |()| flow::cancel(&app)
    };
    let content = html! {
        <>
            <TimeLeft flow={props.flow.clone()} />
            <Heading text={texts.sign_in.longer_title()} leaves_focus=true />
            <p>{ texts.sign_in.longer_why(&props.flow.organization) }</p>
            <FailureAlert submit={submit.clone()} context={MessageContext::Form} />
            <Form {onsubmit} failures={submit.state().failures()}>
                <PasswordField
                    name="new_password"
                    label={texts.me.password_new()}
                    hint={texts.common.password_hint()}
                    shortest={limits::PASSWORD_SHORTEST_ALONE}
                    input={password}
                    is_new=true
                    error={submit.failure().and_then(|failure| failure.field("new_password"))}
                    autofocus=true
                />
                <SubmitButton {submit} label={texts.sign_in.longer_save()} />
            </Form>
            <p class="link-list">
                <Button look={Look::Link} onclick={cancel}>{ texts.common.cancel() }</Button>
            </p>
        </>
    };
    card(&app, content)
}

fn replace(app: App, password: String) -> FormTask {
    Box::pin(async move {
        require(&[("new_password", &password)])?;
        flow::accept(
            &app,
            requests::replace_password(app.client(), password).await?,
        );
        Ok(())
    })
}
