//! The page "Sign in", with both front doors.

use super::requests;
use crate::browser;
use crate::client::use_client;
use crate::failure::require;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::flow::{Aim, use_flow};
use crate::i18n::use_texts;
use crate::layout::CardPage;
use crate::messages::Place;
use crate::notice::{NoticeAlert, use_notices};
use crate::route::Route;
use crate::router::Link;
use crate::submit::use_submit;
use crate::ui::{Field, Form, Heading, PasswordField};
use shared_types::limits;
use yew::prelude::*;

/// The page, and where it leads.
#[derive(Properties, PartialEq)]
pub struct PasswordPageProps {
    /// The page behind the chosen front door; the agent console when absent.
    pub next: Option<Route>,
}

/// E-mail address and password.
#[component]
pub fn PasswordPage(props: &PasswordPageProps) -> Html {
    let texts = use_texts();
    let (client, flow, notices) = (use_client(), use_flow(), use_notices());
    let submit = use_submit();
    let (email, password) = (use_node_ref(), use_node_ref());
    let known_email = AttrValue::from(notices.email().to_owned());
    let onsubmit = {
        let (submit, email, password) = (submit.clone(), email.clone(), password.clone());
        let route = props.next.clone().unwrap_or(Route::Home);
        move |()| {
            let (email, password) = (browser::value(&email), browser::value(&password));
            let (client, flow, notices) = (client.clone(), flow.clone(), notices.clone());
            let aim = Aim {
                route: route.clone(),
                from_session: false,
            };
            submit.run(async move {
                require(&[("email", &email), ("password", &password)])?;
                notices.remember_email(email.clone());
                let view = requests::sign_in(&client, email, password).await?;
                aim.keep();
                flow.accept(view);
                Ok(())
            });
        }
    };
    let error = |field: &str| submit.failure().and_then(|failure| failure.field(field));
    html! {
        <CardPage>
            <FrontDoor next={props.next.clone()} />
            <NoticeAlert />
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
            <OtherDoor next={props.next.clone()} />
        </CardPage>
    }
}

/// The chosen front door, above the heading.
#[component]
fn FrontDoor(props: &PasswordPageProps) -> Html {
    let texts = use_texts();
    let door = if is_admin(props.next.as_ref()) {
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

/// The way to the other front door.
#[component]
fn OtherDoor(props: &PasswordPageProps) -> Html {
    let texts = use_texts();
    let (to, words) = if is_admin(props.next.as_ref()) {
        (Route::Home, texts.sign_in.go_to_agent())
    } else {
        (Route::Overview, texts.sign_in.go_to_admin())
    };
    html! { <p class="ways-out"><Link to={to.behind_sign_in()}>{ words }</Link></p> }
}

fn is_admin(next: Option<&Route>) -> bool {
    next.is_some_and(Route::is_admin)
}
