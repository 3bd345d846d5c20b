//! The page "Sign in", for the agent console and for the Admin Center.

use super::console_name::use_console_name;
use super::requests;
use super::unknown_organization::unknown_organization;
use crate::app::{App, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::flow::{self, ReturnTo};
use crate::forms::{FailureAlert, FormTask, SubmitButton, use_submit};
use crate::handoff;
use crate::layout::{card, waiting};
use crate::messages::MessageContext;
use crate::notice_alert::notice_alert;
use crate::organization::{eyebrow, use_organization};
use crate::route::{ConsoleUrl, Route};
use crate::router::{self, Link};
use crate::session;
use crate::task::spawn;
use crate::ui::{Field, Form, Heading, PasswordField};
use shared_types::address::ProgramName;
use shared_types::limits;
use shared_types::secret::Secret;
use shared_types::sessions::Transport;
use shared_types::sign_in::SignInRequest;
use yew::prelude::*;

/// Where the sign-in is, and the page that follows it.
#[derive(Properties, PartialEq)]
pub struct PasswordPageProps {
    /// The short name of the organization, where the address has one.
    #[prop_or_default]
    pub organization: Option<AttrValue>,
    /// The page; the agent console when absent.
    pub next: Option<ConsoleUrl>,
}

/// Asks for e-mail address and password. Who is signed in already is led on: Back and a bookmark lead
/// here too. Not where the server sent somebody: back there, the browser would go round in circles.
#[component]
pub fn PasswordPage(props: &PasswordPageProps) -> Html {
    let app = use_app();
    let is_sent = props.next.as_ref().is_some_and(ConsoleUrl::is_of_server);
    let ontyping = use_prefetch();
    let is_asking = use_state_eq(|| !is_sent && session::may_live());
    {
        let (app, is_asking, next) = (app.clone(), is_asking.clone(), props.next.clone());
        use_effect_with((), move |()| {
            if *is_asking {
                spawn(Box::pin(async move {
                    if session::lives(&app).await {
                        let page = next.unwrap_or_else(ConsoleUrl::home);
                        router::replace(&app, Route::Console(page), None);
                    } else {
                        is_asking.set(false);
                    }
                }));
            }
        });
    }
    if *is_asking {
        card(&app, waiting(&app))
    } else {
        let organization = props.organization.clone();
        html! { <PasswordForm {organization} next={props.next.clone()} {ontyping} /> }
    }
}

#[derive(Properties, PartialEq)]
struct PasswordFormProps {
    organization: Option<AttrValue>,
    next: Option<ConsoleUrl>,
    ontyping: Callback<InputEvent>,
}

#[component]
fn PasswordForm(props: &PasswordFormProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let is_known = use_organization(props.organization.clone());
    let console = use_console_name(props.next.as_ref());
    let submit = use_submit(CredentialKind::None);
    let (email, password) = (use_node_ref(), use_node_ref());
    let expected = props.next.as_ref().and_then(ConsoleUrl::expected_person);
    let known_email = app.read(|state| state.email.clone());
    let known_email = AttrValue::from(expected.unwrap_or(known_email));
    let onsubmit = {
        let (email, password, next) = (email.clone(), password.clone(), props.next.clone());
        submit.on(move |app| {
            let typed = Credentials {
                email: browser::value(&email),
                password: browser::value(&password),
            };
            sign_in(app, typed, next.clone().unwrap_or_else(ConsoleUrl::home))
        })
    };
    if let (false, Some(name)) = (is_known, &props.organization) {
        return unknown_organization(&app, name, props.next.as_ref());
    }
    let error = |field: &str| submit.failure().and_then(|failure| failure.field(field));
    let content = html! {
        <>
            { title(&app, props.next.as_ref(), console.as_ref()) }
            { notice_alert(&app) }
            <FailureAlert submit={submit.clone()} context={MessageContext::Credentials} />
            <div oninput={props.ontyping.clone()}>
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
            </div>
            { other_pages(&app, props.next.as_ref()) }
        </>
    };
    card(&app, content)
}

/// To be called when somebody types. Who does so where nobody was signed in may be asked for a device next, which
/// another program sets up: its files are fetched meanwhile.
#[hook]
fn use_prefetch() -> Callback<InputEvent> {
    let is_done = use_mut_ref(session::may_live);
    Callback::from(move |_| {
        if !is_done.replace(true) {
            browser::prefetch(ProgramName::Credentials);
        }
    })
}

struct Credentials {
    email: String,
    password: String,
}

fn sign_in(app: App, typed: Credentials, page: ConsoleUrl) -> FormTask {
    Box::pin(async move {
        let Credentials { email, password } = typed;
        require(&[("email", &email), ("password", &password)])?;
        let organization = app.read(|state| state.organization.clone());
        let body = SignInRequest {
            organization: organization.map(|name| name.to_string()),
            email: email.clone(),
            password: Secret::new(password),
            transport: Transport::Cookie,
            time_zone: browser::time_zone(),
            audience: None,
        };
        let view = requests::sign_in(app.client(), &body).await?;
        let return_to = ReturnTo {
            page,
            from_session: false,
        };
        return_to.save();
        // A reload names the entry of this person, not of the one before in this tab.
        handoff::save_email(&email);
        app.update(|state| state.email = email);
        flow::accept(&app, view);
        Ok(())
    })
}

/// The heading, below the names of the organization and of what the sign-in leads to.
fn title(app: &App, next: Option<&ConsoleUrl>, console: Option<&AttrValue>) -> Html {
    let texts = app.texts();
    let destination = match console {
        Some(name) => Some(name.as_str()),
        None if is_admin(next) => Some(texts.common.admin_center()),
        // Its name is on its way.
        None if next.is_some_and(ConsoleUrl::is_of_server) => None,
        None => Some(texts.common.agent_console()),
    };
    html! {
        <div>
            { eyebrow(app, destination) }
            <Heading text={texts.sign_in.title()} leaves_focus=true />
        </div>
    }
}

/// The links for a forgotten password, to the sign-in of the other part of the console, and to the choice of
/// another organization.
fn other_pages(app: &App, next: Option<&ConsoleUrl>) -> Html {
    let t = app.texts().sign_in;
    let (to, label) = if is_admin(next) {
        (ConsoleUrl::home(), t.go_to_agent())
    } else {
        (ConsoleUrl::admin_center(), t.go_to_admin())
    };
    html! {
        <p class="link-list">
            <Link to={Route::ForgottenPassword}>{ app.texts().recovery.forgot() }</Link>
            <Link to={Route::Console(to).via_sign_in()}>{ label }</Link>
            { other_organization(app, next) }
        </p>
    }
}

/// For a member of another organization than the one that the page names, where there is any other.
fn other_organization(app: &App, next: Option<&ConsoleUrl>) -> Html {
    let view = app.read(|state| state.organization_view.clone());
    let Some(view) = view.filter(|view| !view.is_only) else {
        return Html::default();
    };
    let label = app.texts().sign_in.not_this_organization(&view.name);
    let to = Route::SignInElsewhere {
        next: next.cloned(),
    };
    html! { <Link {to}>{ label }</Link> }
}

fn is_admin(next: Option<&ConsoleUrl>) -> bool {
    next.is_some_and(ConsoleUrl::is_admin)
}
