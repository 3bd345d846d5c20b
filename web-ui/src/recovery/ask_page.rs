//! The page "Forgot your password?".

use super::requests;
use crate::app::{App, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::forms::{FailureAlert, FormTask, SubmitButton, use_submit};
use crate::i18n::Texts;
use crate::layout::card;
use crate::organization::{eyebrow, use_organization};
use crate::route::Route;
use crate::router::Link;
use crate::ui::{Field, Form, Heading, Kind, alert};
use shared_types::limits;
use shared_types::recovery::RequestPasswordResetRequest;
use shared_types::sessions::Transport;
use yew::prelude::*;

/// Asks for the address. The message afterwards is the same whether or not a member has it, so that
/// nobody can find out which addresses are known.
#[component]
pub fn AskPage() -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.recovery;
    let submit = use_submit(CredentialKind::None);
    use_organization(None);
    let email = use_node_ref();
    let sent_to = use_state_eq(|| None::<String>);
    let known_email = AttrValue::from(app.read(|state| state.email.clone()));
    let onsubmit = {
        let (email, sent_to) = (email.clone(), sent_to.clone());
        submit.on(move |app| ask(app, browser::value(&email), sent_to.clone()))
    };
    let label = match &*sent_to {
        Some(_) => t.ask_again(),
        None => t.ask_send(),
    };
    let content = html! {
        <>
            <div>
                { eyebrow(&app, Some(texts.common.product())) }
                <Heading text={t.ask_title()} leaves_focus=true />
            </div>
            if let Some(email) = &*sent_to {
                { alert(Kind::Success, html! { t.ask_sent(email) }) }
                { not_received(texts) }
            } else {
                <p>{ t.ask_lead() }</p>
            }
            <FailureAlert submit={submit.clone()} />
            <Form {onsubmit} failures={submit.state().failures()}>
                <Field
                    name="email"
                    label={texts.common.email_address()}
                    input={email}
                    kind="email"
                    autocomplete="username"
                    initial={known_email}
                    error={submit.failure().and_then(|failure| failure.field("email"))}
                    longest={limits::EMAIL_LONGEST}
                    autofocus=true
                />
                <SubmitButton {submit} label={label} />
            </Form>
            <p class="link-list">
                <Link to={Route::SignIn { next: None }}>{ t.back_to_sign_in() }</Link>
            </p>
        </>
    };
    card(&app, content)
}

fn ask(app: App, email: String, sent_to: UseStateHandle<Option<String>>) -> FormTask {
    Box::pin(async move {
        require(&[("email", &email)])?;
        let organization = app.read(|state| state.organization.clone());
        let body = RequestPasswordResetRequest {
            organization: organization.map(|name| name.to_string()),
            email: email.clone(),
            transport: Transport::Cookie,
        };
        requests::request_password_reset(app.client(), &body).await?;
        app.update(|state| state.email.clone_from(&email));
        sent_to.set(Some(email));
        Ok(())
    })
}

/// What to do if the e-mail does not arrive.
fn not_received(texts: Texts) -> Html {
    html! {
        <details>
            <summary>{ texts.enrollment.email_missing() }</summary>
            <ul>
                <li>{ texts.enrollment.email_missing_spam() }</li>
                <li>{ texts.enrollment.email_missing_delay() }</li>
                <li>{ texts.recovery.missing_address() }</li>
            </ul>
        </details>
    }
}
