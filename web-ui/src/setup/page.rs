//! The page "Welcome to Twostep".

use super::requests;
use crate::app::{App, Notice, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::{Failure, require};
use crate::forms::{FailureAlert, SubmitButton, use_submit};
use crate::layout::card;
use crate::organization;
use crate::route::{ConsoleUrl, Route};
use crate::router;
use crate::ui::{Field, Form, Heading, PasswordField};
use shared_types::limits;
use shared_types::secret::Secret;
use shared_types::setup::SetupRequest;
use std::rc::Rc;
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
            time_zone: browser::time_zone(),
        })
    }
}

/// The page that a new installation shows first.
#[component]
pub fn SetupPage() -> Html {
    let app = use_app();
    let t = app.texts().setup;
    let submit = use_submit(CredentialKind::None);
    let inputs = use_memo((), |()| Inputs::default());
    let onsubmit = {
        let inputs = Rc::clone(&inputs);
        submit.on(move |app| {
            let typed = inputs.read();
            Box::pin(async move {
                let typed = typed?;
                let made = requests::set_up(app.client(), &typed).await?;
                app.update(|state| state.email = typed.email);
                organization::enter(&app, &made.organization);
                let notice = Some(Notice::OrganizationReady);
                let page = Route::Console(ConsoleUrl::admin_center());
                router::replace(&app, page.via_sign_in(), notice);
                Ok(())
            })
        })
    };
    let content = html! {
        <>
            <Heading text={t.title()} leaves_focus=true />
            <p>{ t.lead() }</p>
            <FailureAlert submit={submit.clone()} />
            <Form {onsubmit} failures={submit.state().failures()}>
                { fields(&app, &inputs, submit.failure().as_ref()) }
                <SubmitButton {submit} label={t.create()} />
            </Form>
        </>
    };
    card(&app, content)
}

fn fields(app: &App, inputs: &Inputs, failure: Option<&Failure>) -> Html {
    let texts = app.texts();
    let t = texts.setup;
    let inputs = inputs.clone();
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
                shortest={limits::PASSWORD_SHORTEST_ALONE}
                input={inputs.password}
                is_new=true
                error={error("password")}
            />
        </>
    }
}
