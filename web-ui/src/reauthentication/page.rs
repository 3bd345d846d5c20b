//! The page "Confirm that it is you".

use super::requests;
use crate::browser;
use crate::client::Lane;
use crate::failure::{Failure, require};
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::handle::use_app;
use crate::layout::card;
use crate::messages::Place;
use crate::submit::use_submit;
use crate::ui::{
    Button, CodeField, Form, Heading, Look, PasswordField, hidden_username, is_about_code,
    typed_code,
};
use gloo_timers::callback::Timeout;
use shared_types::me::ReauthenticateRequest;
use shared_types::members::TwoStepState;
use shared_types::secret::Secret;
use yew::prelude::*;

/// Asks for the password, and for a code where a device is set up.
#[component]
pub fn ReauthenticationPage() -> Html {
    let app = use_app();
    use_way_back();
    let texts = app.texts();
    let submit = use_submit(Lane::Session);
    let (password, code) = (use_node_ref(), use_node_ref());
    let me = app.me();
    let state = me.as_ref().map(|me| me.two_step.state);
    let asks_code = matches!(state, Some(TwoStepState::On | TwoStepState::Locked));
    let onsubmit = {
        let (password, code) = (password.clone(), code.clone());
        submit.on(move |app| {
            let typed = read(&password, asks_code.then_some(&code));
            Box::pin(async move {
                requests::reauthenticate(app.client(), &typed?).await?;
                app.answer(true);
                Ok(())
            })
        })
    };
    let cancel = {
        let app = app.clone();
        move |()| app.answer(false)
    };
    let failure = submit.failure();
    let wrong_code = failure.as_ref().is_some_and(is_about_code);
    let content = html! {
        <>
            <Heading text={texts.me.confirm_title()} leaves_focus=true />
            <p>{ texts.me.confirm_why() }</p>
            <FailureAlert submit={submit.clone()} place={Place::Password} />
            <Form {onsubmit} failures={submit.state().failures()}>
                if let Some(me) = me {
                    { hidden_username(&me.email) }
                }
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
        </>
    };
    card(&app, content)
}

/// Leaves the tab's name and the focus as they were.
#[hook]
fn use_way_back() {
    let before = use_memo((), |()| (browser::title(), browser::focused()));
    use_effect_with((), move |()| {
        move || {
            let (title, focused) = &*before;
            browser::set_title(title);
            if let Some(element) = focused.clone() {
                // A moment later: only then the page behind is shown again and takes the focus.
                Timeout::new(0, move || drop(element.focus())).forget();
            }
        }
    });
}

fn read(password: &NodeRef, code: Option<&NodeRef>) -> Result<ReauthenticateRequest, Failure> {
    let password = browser::value(password);
    require(&[("password", &password)])?;
    let code = code.map(|code| typed_code(&browser::value(code)));
    Ok(ReauthenticateRequest {
        password: Secret::new(password),
        code: code.transpose()?.map(Secret::new),
    })
}
