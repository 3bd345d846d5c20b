//! The page "Enter your code", which a member sees at every sign-in.

use super::requests;
use crate::app::{App, FlowState, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::flow::{self, TimeLeft};
use crate::forms::{CodeForm, FormTask, Submit, use_submit};
use crate::i18n;
use crate::layout::card;
use crate::messages::MessageContext;
use crate::ui::{Button, Heading, Kind, Look, NewCode, alert, counting, ring, use_new_code};
use shared_types::address::ProgramName;
use shared_types::organizations::OrganizationKind;
use shared_types::sandboxes::FIXED_CODE;
use yew::prelude::*;

/// The sign-in attempt.
#[derive(Properties, PartialEq)]
pub struct CodePageProps {
    /// Its state.
    pub flow: FlowState,
}

/// Asks for a code of the app.
#[component]
pub fn CodePage(props: &CodePageProps) -> Html {
    let app = use_app();
    let t = app.texts().sign_in;
    let flow = &props.flow;
    let submit = use_submit(CredentialKind::Flow);
    let new_code = use_new_code(flow.next_code_at_ms());
    use_effect_with((), |()| browser::prefetch(ProgramName::Console));
    let send = {
        let app = app.clone();
        Callback::from(move |code| verify(app.clone(), code))
    };
    let number = flow
        .entry_number
        .map_or_else(String::new, |number| format!(" {number}"));
    let entry = format!("{} ({}{number})", flow.organization, account(&app, flow));
    let content = html! {
        <>
            <TimeLeft flow={flow.clone()} />
            <Heading text={t.code_title()} leaves_focus=true />
            <p id="where">
                { t.code_where() }{ " " }<strong>{ entry }</strong>{ "." }
            </p>
            { fixed_code(&app, flow) }
            if submit.failure().is_none() {
                { next_code(&app, flow, new_code) }
            }
            <CodeForm
                submit={submit.clone()}
                context={MessageContext::AppCode}
                {send}
                sends_when_complete=true
                described_by="where message"
                autofocus=true
            />
            { other_actions(&app, &submit) }
        </>
    };
    card(&app, content)
}

/// The address as the entry in the app has it, if it was typed here; after a reload the masked one.
fn account(app: &App, flow: &FlowState) -> String {
    let typed = app.read(|state| state.email.trim().to_owned());
    if typed.is_empty() {
        i18n::unbroken(&flow.member.email_masked)
    } else {
        typed
    }
}

/// In a test organization, the code that is always right.
fn fixed_code(app: &App, flow: &FlowState) -> Html {
    let view = app.read(|state| state.organization_view.clone());
    // Another tab may have opened the page of another organization.
    let view = view.filter(|view| view.name == flow.organization);
    let kind = view.map(|view| view.kind);
    match kind {
        Some(OrganizationKind::Test) => {
            html! { <p class="hint">{ app.texts().sign_in.code_fixed(FIXED_CODE) }</p> }
        }
        Some(OrganizationKind::Live) | None => Html::default(),
    }
}

fn verify(app: App, code: String) -> FormTask {
    Box::pin(async move {
        flow::accept(&app, requests::verify_code(app.client(), code).await?);
        Ok(())
    })
}

/// Says when the next code comes. Right after a set-up the code that the app shows was used
/// already, which would look like an error.
fn next_code(app: &App, flow: &FlowState, new_code: NewCode) -> Html {
    let t = app.texts().sign_in;
    match (flow.next_code_in_seconds, new_code) {
        (None | Some(0), _) | (_, NewCode::Past) => Html::default(),
        (Some(_), NewCode::Now) => alert(Kind::Success, html! { t.code_fresh_now() }),
        (Some(_), NewCode::In(seconds)) => {
            let text = counting(t.code_fresh(seconds), t.code_fresh_spoken());
            let text =
                html! { <span class="with-ring">{ ring(seconds) }<span>{ text }</span></span> };
            alert(Kind::Info, text)
        }
    }
}

/// The links to set up a new device and to cancel.
fn other_actions(app: &App, submit: &Submit) -> Html {
    let texts = app.texts();
    let new_device = submit.on(|app| {
        Box::pin(async move {
            flow::accept(&app, requests::start_new_device(app.client()).await?);
            Ok(())
        })
    });
    let cancel = {
        let app = app.clone();
        move |()| flow::cancel(&app)
    };
    html! {
        <p class="link-list">
            <Button look={Look::Link} onclick={new_device}>{ texts.sign_in.new_device() }</Button>
            <Button look={Look::Link} onclick={cancel}>{ texts.common.cancel() }</Button>
        </p>
    }
}
