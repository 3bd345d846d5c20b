//! The page "Enter your code": the one that an agent sees forty times a week.

use super::requests;
use crate::browser;
use crate::client::Lane;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::flow::Standing;
use crate::handle::{App, use_app};
use crate::layout::card;
use crate::messages::Place;
use crate::submit::{Submit, use_submit};
use crate::ui::{
    Button, CodeField, Form, Heading, Kind, Look, alert, counting, is_about_code, typed_code,
    use_seconds_until,
};
use yew::prelude::*;

/// The attempt.
#[derive(Properties, PartialEq)]
pub struct CodePageProps {
    /// Where it stands.
    pub standing: Standing,
}

/// A code of the app. The sixth digit sends it.
#[component]
pub fn CodePage(props: &CodePageProps) -> Html {
    let app = use_app();
    let t = app.texts().sign_in;
    let standing = &props.standing;
    let submit = use_submit(Lane::Flow);
    let code = use_node_ref();
    let seconds = use_seconds_until(standing.next_code_at_ms());
    use_effect_with((), |()| browser::run_script("/prefetch.js"));
    let send = {
        let code = code.clone();
        submit.on(move |app| {
            let typed = typed_code(&browser::value(&code));
            Box::pin(async move {
                app.accept_flow(requests::verify_code(app.client(), typed?).await?);
                Ok(())
            })
        })
    };
    let failure = submit.failure();
    let entry = format!(
        "{} ({})",
        standing.organization, standing.member.email_masked
    );
    let content = html! {
        <>
            <Heading text={t.code_title()} leaves_focus=true />
            <p id="where">
                { t.code_where() }{ " " }<strong>{ entry }</strong>{ "." }
            </p>
            if failure.is_none() {
                { next_code(&app, standing, seconds) }
            }
            <FailureAlert submit={submit.clone()} place={Place::AppCode} />
            <Form onsubmit={send.clone()} failures={submit.state().failures()}>
                <CodeField
                    input={code}
                    refusals={submit.state().failures()}
                    invalid={failure.as_ref().is_some_and(is_about_code)}
                    described_by="where message"
                    autofocus=true
                    onedit={submit.on_edit()}
                    oncomplete={send}
                />
                <SubmitButton submit={submit.clone()} />
            </Form>
            { ways_out(&app, &submit) }
        </>
    };
    card(&app, content)
}

/// Right after a set-up the code that the app shows is spent, and nobody should think that it is
/// broken.
fn next_code(app: &App, standing: &Standing, seconds: u32) -> Html {
    let t = app.texts().sign_in;
    match (standing.next_code_in_seconds, seconds) {
        (None | Some(0), _) => Html::default(),
        (Some(_), 0) => alert(Kind::Success, html! { t.code_fresh_now() }),
        (Some(_), seconds) => {
            let words = counting(t.code_fresh(seconds), t.code_fresh_spoken());
            alert(Kind::Info, words)
        }
    }
}

/// A new phone, or not now.
fn ways_out(app: &App, submit: &Submit) -> Html {
    let texts = app.texts();
    let new_device = submit.on(|app| {
        Box::pin(async move {
            app.accept_flow(requests::start_new_device(app.client()).await?);
            Ok(())
        })
    });
    let cancel = {
        let app = app.clone();
        move |()| app.cancel_flow()
    };
    html! {
        <p class="ways-out">
            <Button look={Look::Link} onclick={new_device}>{ texts.sign_in.new_device() }</Button>
            <Button look={Look::Link} onclick={cancel}>{ texts.common.cancel() }</Button>
        </p>
    }
}
