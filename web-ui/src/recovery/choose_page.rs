//! The page "Choose a new password", which the link of the e-mail opens.

use super::requests;
use crate::app::{App, Notice, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::{Failure, require};
use crate::forms::{FailureAlert, FormTask, Submit, SubmitButton, use_submit};
use crate::i18n::Texts;
use crate::layout::card;
use crate::messages::MessageContext;
use crate::organization;
use crate::route::Route;
use crate::router::{self, Link};
use crate::ui::{CodeField, Form, Heading, Kind, PasswordField, alert, is_about_code, typed_code};
use shared_types::recovery::ConfirmPasswordResetRequest;
use shared_types::secret::Secret;
use yew::prelude::*;

/// Removes the token from the address at once, and keeps it on this page only.
#[component]
pub fn ChoosePage() -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.recovery;
    let submit = use_submit(CredentialKind::None);
    let (password, code) = (use_node_ref(), use_node_ref());
    let token = use_memo((), |()| Secret::new(browser::take_fragment()));
    let is_open = !token.expose().is_empty();
    let onsubmit = {
        let (password, code) = (password.clone(), code.clone());
        submit.on(move |app| {
            let typed = Typed {
                password: browser::value(&password),
                code: browser::value(&code),
            };
            confirm(app, (*token).clone(), typed)
        })
    };
    let content = html! {
        <>
            <Heading text={t.choose_title()} leaves_focus={is_open} />
            if is_open {
                <FailureAlert submit={submit.clone()} context={MessageContext::PasswordReset} />
                <Form {onsubmit} failures={submit.state().failures()}>
                    <PasswordField
                        name="new_password"
                        label={texts.me.password_new()}
                        hint={texts.setup.invitation_hint()}
                        input={password}
                        is_new=true
                        error={submit.failure().and_then(|failure| failure.field("new_password"))}
                        autofocus=true
                    />
                    { optional_code(texts, &submit, code) }
                    <SubmitButton {submit} label={t.choose_save()} />
                </Form>
            } else {
                { alert(Kind::Warning, html! { t.choose_missing() }) }
            }
            <p class="link-list">
                <Link to={Route::ForgottenPassword}>{ t.ask_anew() }</Link>
            </p>
        </>
    };
    card(&app, content)
}

/// With a code the reset is complete; without one, no new device can be set up by e-mail for some
/// days. The page must not tell whether the account has a device, so it always has the field.
fn optional_code(texts: Texts, submit: &Submit, code: NodeRef) -> Html {
    let t = texts.recovery;
    html! {
        <fieldset class="stack">
            <legend>{ t.code_title() }</legend>
            <p id="code-why" class="hint">{ t.code_why() }</p>
            <CodeField
                input={code}
                refusals={submit.state().failures()}
                invalid={submit.failure().as_ref().is_some_and(is_about_code)}
                described_by="code-why message"
                onedit={submit.on_edit()}
            />
        </fieldset>
    }
}

struct Typed {
    password: String,
    code: String,
}

fn confirm(app: App, token: Secret, typed: Typed) -> FormTask {
    Box::pin(async move {
        let Typed { password, code } = typed;
        require(&[("new_password", &password)])?;
        let body = ConfirmPasswordResetRequest {
            token,
            new_password: Secret::new(password),
            code: optional(&code)?,
        };
        let answer = requests::confirm_password_reset(app.client(), &body).await?;
        app.update(|state| state.email = answer.email);
        organization::enter(&app, &answer.organization);
        let notice = Notice::PasswordReset(answer.recovery_hold_until);
        router::replace(&app, Route::SignIn { next: None }, Some(notice));
        Ok(())
    })
}

fn optional(code: &str) -> Result<Option<Secret>, Failure> {
    if code.trim().is_empty() {
        return Ok(None);
    }
    typed_code(code).map(|code| Some(Secret::new(code)))
}
