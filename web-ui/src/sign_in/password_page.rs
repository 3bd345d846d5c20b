//! The page "Sign in", with both front doors.

use super::requests;
use crate::browser;
use crate::client::Lane;
use crate::failure::require;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::flow::Aim;
use crate::handle::{App, use_app};
use crate::layout::card;
use crate::messages::Place;
use crate::route::{Behind, Route};
use crate::router::Link;
use crate::submit::{Act, use_submit};
use crate::ui::{Field, Form, Heading, PasswordField};
use shared_types::limits;
use yew::prelude::*;

/// The page, and where it leads.
#[derive(Properties, PartialEq)]
pub struct PasswordPageProps {
    /// The page behind the chosen front door; the agent console when absent.
    pub next: Option<Behind>,
}

/// E-mail address and password.
#[component]
pub fn PasswordPage(props: &PasswordPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let submit = use_submit(Lane::Open);
    let (email, password) = (use_node_ref(), use_node_ref());
    let known_email = AttrValue::from(app.read(|state| state.email.clone()));
    let onsubmit = {
        let (email, password, next) = (email.clone(), password.clone(), props.next.clone());
        submit.on(move |app| {
            let typed = (browser::value(&email), browser::value(&password));
            sign_in(app, typed, next.clone().unwrap_or_else(Behind::home))
        })
    };
    let error = |field: &str| submit.failure().and_then(|failure| failure.field(field));
    let content = html! {
        <>
            { front_door(&app, props.next.as_ref()) }
            { app.notice() }
            <FailureAlert submit={submit.clone()} place={Place::Credentials} />
            <Form {onsubmit} failures={submit.state().failures()}>
                <Field
                    name="email"
                    label={texts.common.email_address()}
                    input={email}
                    kind="email"
                    autocomplete="username"
                    initial={known_email.clone()}
                    error={error("email")}
                    longest={limits::EMAIL_LONGEST}
                    autofocus={known_email.is_empty()}
                />
                <PasswordField
                    name="password"
                    label={texts.common.password()}
                    input={password}
                    error={error("password")}
                    autofocus={!known_email.is_empty()}
                />
                <SubmitButton submit={submit.clone()} />
            </Form>
            { other_door(&app, props.next.as_ref()) }
        </>
    };
    card(&app, content)
}

fn sign_in(app: App, (email, password): (String, String), behind: Behind) -> Act {
    Box::pin(async move {
        require(&[("email", &email), ("password", &password)])?;
        let view = requests::sign_in(app.client(), email.clone(), password).await?;
        let aim = Aim {
            behind,
            from_session: false,
        };
        aim.keep();
        app.update(|state| state.email = email);
        app.accept_flow(view);
        Ok(())
    })
}

/// The chosen front door, above the heading.
fn front_door(app: &App, next: Option<&Behind>) -> Html {
    let texts = app.texts();
    let door = if is_admin(next) {
        texts.common.admin_center()
    } else {
        texts.common.agent_console()
    };
    html! {
        <div>
            <p class="eyebrow">{ door }</p>
            <Heading text={texts.sign_in.title()} leaves_focus=true />
        </div>
    }
}

/// The ways out: a forgotten password, and the other front door.
fn other_door(app: &App, next: Option<&Behind>) -> Html {
    let t = app.texts().sign_in;
    let (to, words) = if is_admin(next) {
        (Behind::home(), t.go_to_agent())
    } else {
        (Behind::admin_center(), t.go_to_admin())
    };
    html! {
        <p class="ways-out">
            <Link to={Route::ForgottenPassword}>{ app.texts().recovery.forgot() }</Link>
            <Link to={Route::Behind(to).behind_sign_in()}>{ words }</Link>
        </p>
    }
}

fn is_admin(next: Option<&Behind>) -> bool {
    next.is_some_and(Behind::is_admin)
}
