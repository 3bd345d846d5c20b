//! The page "Welcome to Twostep".

use super::requests;
use crate::browser;
use crate::client::use_client;
use crate::failure::{Failure, require};
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::i18n::use_texts;
use crate::layout::CardPage;
use crate::notice::{Notice, use_notices};
use crate::route::Route;
use crate::router::use_router;
use crate::submit::{Submit, use_submit};
use crate::ui::{Field, Form, Heading, PasswordField};
use shared_types::limits;
use shared_types::secret::Secret;
use shared_types::setup::SetupRequest;
use yew::prelude::*;

/// The inputs of the form.
#[derive(Clone, Default, PartialEq)]
struct Inputs {
    token: NodeRef,
    organization: NodeRef,
    name: NodeRef,
    email: NodeRef,
    password: NodeRef,
}

impl Inputs {
    fn read(&self) -> Result<SetupRequest, Failure> {
        let token = browser::value(&self.token);
        let organization = browser::value(&self.organization);
        let display_name = browser::value(&self.name);
        let email = browser::value(&self.email);
        let password = browser::value(&self.password);
        require(&[
            ("setup_token", &token),
            ("organization", &organization),
            ("display_name", &display_name),
            ("email", &email),
            ("password", &password),
        ])?;
        Ok(SetupRequest {
            setup_token: Secret::new(token.trim()),
            organization,
            email,
            display_name,
            password: Secret::new(password),
        })
    }
}

/// The first page that a new installation shows.
#[component]
pub fn SetupPage() -> Html {
    let texts = use_texts();
    let (client, notices, router) = (use_client(), use_notices(), use_router());
    let submit = use_submit();
    let inputs = (*use_memo((), |()| Inputs::default())).clone();
    let onsubmit = {
        let (submit, inputs) = (submit.clone(), inputs.clone());
        move |()| {
            let typed = inputs.read();
            let (client, notices, router) = (client.clone(), notices.clone(), router.clone());
            submit.run(async move {
                let typed = typed?;
                requests::set_up(&client, &typed).await?;
                notices.remember_email(typed.email);
                notices.leave(Notice::OrganizationReady);
                router.replace(&Route::Overview.behind_sign_in());
                Ok(())
            });
        }
    };
    html! {
        <CardPage>
            <Heading text={texts.setup.title()} leaves_focus=true />
            <p>{ texts.setup.lead() }</p>
            <FailureAlert submit={submit.clone()} />
            <Form {onsubmit} failures={submit.state().failures()}>
                <SetupFields {inputs} submit={submit.clone()} />
                <SubmitButton {submit} label={texts.setup.create()} />
            </Form>
        </CardPage>
    }
}

#[derive(Properties, PartialEq)]
struct SetupFieldsProps {
    inputs: Inputs,
    submit: Submit,
}

#[component]
fn SetupFields(props: &SetupFieldsProps) -> Html {
    let texts = use_texts();
    let t = texts.setup;
    let inputs = props.inputs.clone();
    let failure = props.submit.failure();
    let error = |field: &str| failure.and_then(|failure| failure.field(field));
    html! {
        <>
            <Field
                name="setup_token"
                label={t.token()}
                hint={t.token_hint()}
                input={inputs.token}
                error={error("setup_token")}
                autofocus=true
            />
            <Field
                name="organization"
                label={t.organization()}
                hint={t.organization_hint()}
                input={inputs.organization}
                autocomplete="organization"
                error={error("organization")}
                longest={limits::NAME_LONGEST}
            />
            <Field
                name="display_name"
                label={t.name()}
                input={inputs.name}
                autocomplete="name"
                error={error("display_name")}
                longest={limits::NAME_LONGEST}
            />
            <Field
                name="email"
                label={texts.common.email_address()}
                input={inputs.email}
                kind="email"
                autocomplete="username"
                error={error("email")}
                longest={limits::EMAIL_LONGEST}
            />
            <PasswordField
                name="password"
                label={texts.common.password()}
                hint={texts.common.password_hint()}
                input={inputs.password}
                is_new=true
                error={error("password")}
            />
        </>
    }
}
