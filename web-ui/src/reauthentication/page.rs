//! The page "Confirm that it is you".

use super::{cancel, confirm, requests};
use crate::app::use_app;
use crate::browser;
use crate::client::CredentialKind;
use crate::clock;
use crate::failure::{Failure, require};
use crate::forms::{FailureAlert, SubmitButton, use_submit};
use crate::layout::card;
use crate::messages::MessageContext;
use crate::ui::{
    Button, CodeField, Form, Heading, Look, PasswordField, hidden_username, is_about_code,
    typed_code,
};
use gloo_timers::callback::Timeout;
use shared_types::limits::FRESH_FOR;
use shared_types::me::ReauthenticateRequest;
use shared_types::members::TwoStepState;
use shared_types::secret::Secret;
use yew::prelude::*;

/// Asks for the password, and for a code where a device is set up.
#[component]
pub fn ReauthenticationPage() -> Html {
    let app = use_app();
    use_restored_focus();
    let texts = app.texts();
    let submit = use_submit(CredentialKind::Session);
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
                app.update(|state| state.confirmed_until_ms = Some(confirmed_until_ms()));
                confirm(&app);
                Ok(())
            })
        })
    };
    let oncancel = {
        let app = app.clone();
        move |()| cancel(&app)
    };
    let failure = submit.failure();
    let wrong_code = failure.as_ref().is_some_and(is_about_code);
    let content = html! {
        <>
            <Heading text={texts.me.confirm_title()} leaves_focus=true />
            <p>{ if asks_code { texts.me.confirm_why_code() } else { texts.me.confirm_why() } }</p>
            if let Some(me) = &me {
                <p>{ texts.me.confirm_account(&me.display_name, &me.email) }</p>
            }
            <FailureAlert submit={submit.clone()} context={MessageContext::Password} />
            <Form {onsubmit} failures={submit.state().failures()}>
                if let Some(me) = &me {
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
            <p class="link-list">
                <Button look={Look::Link} onclick={oncancel}>{ texts.common.cancel() }</Button>
            </p>
        </>
    };
    card(&app, content)
}

/// Until when sensitive acts are open that the server has just opened.
fn confirmed_until_ms() -> f64 {
    clock::now_ms() + FRESH_FOR.as_secs_f64() * 1000.0
}

/// Restores the title of the tab and the focus when this page closes.
#[hook]
fn use_restored_focus() {
    let before = use_memo((), |()| (browser::title(), browser::focused()));
    use_effect_with((), move |()| {
        move || {
            let (title, focused) = &*before;
            browser::set_title(title);
            if let Some(element) = focused.clone() {
                // Later, because a hidden element takes no focus and the page is still hidden now.
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
