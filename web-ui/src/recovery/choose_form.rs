//! The form for a new password: with a code of the phone, or with one more step that says what follows
//! without it.

use super::requests;
use crate::app::{App, Notice, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::{Failure, require};
use crate::forms::{FailureAlert, FormTask, Submit, SubmitButton, use_submit};
use crate::i18n::Texts;
use crate::messages::MessageContext;
use crate::organization;
use crate::route::Route;
use crate::router;
use crate::ui::{CodeField, Confirm, Form, PasswordField, is_about_code, typed_code};
use shared_types::problem::ProblemCode;
use shared_types::recovery::{ConfirmPasswordResetRequest, PasswordResetView, RecoveryMode};
use shared_types::secret::Secret;
use yew::prelude::*;

/// The link, and what it is for.
#[derive(Properties, PartialEq)]
pub(super) struct ChooseFormProps {
    pub(super) token: String,
    pub(super) view: PasswordResetView,
}

/// Who saves without a code is told what follows before it is saved; what was typed stays meanwhile.
#[component]
pub(super) fn ChooseForm(props: &ChooseFormProps) -> Html {
    let texts = use_app().texts();
    let t = texts.recovery;
    let submit = use_submit(CredentialKind::None);
    let is_confirming = use_state_eq(|| false);
    let (password, code) = (use_node_ref(), use_node_ref());
    let view = &props.view;
    // Somebody used the link, or asked for a newer one, while the form was open.
    let has_ended =
        submit.failure().as_ref().and_then(Failure::code) == Some(ProblemCode::InvalidToken);
    {
        // What was refused stands at its field.
        let is_confirming = is_confirming.clone();
        use_effect_with(submit.state().failures(), move |_| is_confirming.set(false));
    }
    let save = {
        let (password, code, token) = (password.clone(), code.clone(), props.token.clone());
        submit.on(move |app| {
            let typed = Typed {
                password: browser::value(&password),
                code: browser::value(&code),
            };
            confirm(app, Secret::new(token.clone()), typed)
        })
    };
    let shortest = usize::try_from(view.shortest_password).unwrap_or(usize::MAX);
    let onsubmit = {
        let (password, code) = (password.clone(), code.clone());
        let (is_confirming, save) = (is_confirming.clone(), save.clone());
        move |()| {
            let is_without_code = browser::value(&code).trim().is_empty();
            // What is too short is refused before anything is asked.
            let is_long_enough = browser::value(&password).chars().count() >= shortest;
            if is_without_code && is_long_enough {
                is_confirming.set(true);
            } else {
                save.emit(());
            }
        }
    };
    let close = is_confirming.clone();
    html! {
        <>
            <p>{ t.choose_for(&view.email_masked, &view.organization) }</p>
            <FailureAlert submit={submit.clone()} context={MessageContext::PasswordReset} />
            <div hidden={*is_confirming || has_ended}>
                <Form {onsubmit} failures={submit.state().failures()}>
                    <PasswordField
                        name="new_password"
                        label={texts.me.password_new()}
                        hint={t.shortest(i64::from(view.shortest_password))}
                        input={password}
                        is_new=true
                        error={submit.failure().and_then(|failure| failure.field("new_password"))}
                        autofocus=true
                    />
                    if view.has_device {
                        { code_field(texts, &submit, code) }
                    }
                    <SubmitButton submit={submit.clone()} label={t.choose_save()} />
                </Form>
            </div>
            if *is_confirming {
                <Confirm
                    question={t.without_title()}
                    label={t.without_save()}
                    busy={submit.is_sending()}
                    failures={submit.state().failures()}
                    onconfirm={save}
                    oncancel={move |()| close.set(false)}
                >
                    <p>{ without_code(texts, view.recovery) }</p>
                </Confirm>
            }
        </>
    }
}

/// What follows without a code.
fn without_code(texts: Texts, recovery: RecoveryMode) -> &'static str {
    match recovery {
        RecoveryMode::Wait => texts.recovery.without_wait(),
        RecoveryMode::Approve => texts.recovery.without_approve(),
    }
}

fn code_field(texts: Texts, submit: &Submit, code: NodeRef) -> Html {
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
        let notice = match answer.recovery_hold {
            Some(hold) => Notice::PasswordResetHeld(hold.until),
            None => Notice::PasswordReset,
        };
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
