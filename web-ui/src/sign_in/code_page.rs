//! The page "Enter your code": the one that an agent sees forty times a week.

use super::requests;
use crate::browser;
use crate::client::use_client;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::flow::{use_flow, use_flow_submit, use_standing};
use crate::i18n::use_texts;
use crate::layout::CardPage;
use crate::messages::Place;
use crate::submit::Submit;
use crate::ui::{
    Alert, Button, CodeField, Counting, Form, Heading, Kind, Look, is_about_code, typed_code,
    use_seconds_until,
};
use yew::prelude::*;

/// A code of the app. The sixth digit sends it.
#[component]
pub fn CodePage() -> Html {
    let texts = use_texts();
    let standing = use_standing();
    let (client, flow) = (use_client(), use_flow());
    let submit = use_flow_submit();
    let code = use_node_ref();
    let send = {
        let (submit, code) = (submit.clone(), code.clone());
        Callback::from(move |()| {
            let typed = typed_code(&browser::value(&code));
            let (client, flow) = (client.clone(), flow.clone());
            submit.run(async move {
                let view = requests::verify_code(&client, typed?).await?;
                flow.accept(view);
                Ok(())
            });
        })
    };
    let onedit = {
        let submit = submit.clone();
        move |()| submit.edited()
    };
    let invalid = submit.failure().is_some_and(is_about_code);
    html! {
        <CardPage>
            <Heading text={texts.sign_in.code_title()} leaves_focus=true />
            <p id="where">
                { texts.sign_in.code_where() }{ " " }
                <strong class="entry">
                    { format!("{} ({})", standing.organization, standing.member.email_masked) }
                </strong>
                { "." }
            </p>
            if submit.failure().is_none() {
                <NextCode until_ms={standing.next_code_at_ms()} />
            }
            <FailureAlert submit={submit.clone()} place={Place::AppCode} id="message" />
            <Form onsubmit={send.clone()} failures={submit.state().failures()}>
                <CodeField
                    input={code}
                    refusals={submit.state().failures()}
                    {invalid}
                    described_by="where message"
                    autofocus=true
                    {onedit}
                    oncomplete={send}
                />
                <SubmitButton submit={submit.clone()} />
            </Form>
            <WaysOut {submit} />
        </CardPage>
    }
}

/// The moment of the next code.
#[derive(Properties, PartialEq)]
struct NextCodeProps {
    until_ms: Option<f64>,
}

/// Right after a set-up: the code that the app shows is spent, and nobody should think that it is
/// broken.
#[component]
fn NextCode(props: &NextCodeProps) -> Html {
    let texts = use_texts();
    let seconds = use_seconds_until(props.until_ms);
    let counted = use_mut_ref(|| false);
    if seconds > 0 {
        *counted.borrow_mut() = true;
        return html! {
            <Alert><Counting text={texts.sign_in.code_fresh(seconds)} running=true /></Alert>
        };
    }
    if *counted.borrow() {
        return html! { <Alert kind={Kind::Success}>{ texts.sign_in.code_fresh_now() }</Alert> };
    }
    Html::default()
}

/// The form that the ways out belong to.
#[derive(Properties, PartialEq)]
struct WaysOutProps {
    submit: Submit,
}

/// A new phone, or not now.
#[component]
fn WaysOut(props: &WaysOutProps) -> Html {
    let texts = use_texts();
    let (client, flow) = (use_client(), use_flow());
    let new_device = {
        let (flow, submit) = (flow.clone(), props.submit.clone());
        move |()| {
            let (client, flow) = (client.clone(), flow.clone());
            submit.run(async move {
                flow.accept(requests::start_new_device(&client).await?);
                Ok(())
            });
        }
    };
    html! {
        <p class="ways-out">
            <Button look={Look::Link} onclick={new_device}>{ texts.sign_in.new_device() }</Button>
            <Button look={Look::Link} onclick={move |()| flow.cancel()}>
                { texts.common.cancel() }
            </Button>
        </p>
    }
}
