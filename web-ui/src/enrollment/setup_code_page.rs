//! The dialog "Enter setup code".

use super::frame::SetupDialog;
use super::requests;
use crate::browser;
use crate::client::use_client;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::flow::{use_flow, use_flow_submit};
use crate::i18n::use_texts;
use crate::messages::Place;
use crate::route::{Dialog, Route};
use crate::router::Link;
use crate::ui::{CodeField, Form, is_about_code, typed_code};
use yew::prelude::*;

/// The first code of the app. It is sent with the button only: from here on the device counts.
#[component]
pub fn SetupCodePage() -> Html {
    let texts = use_texts();
    let t = texts.enrollment;
    let (client, flow) = (use_client(), use_flow());
    let submit = use_flow_submit();
    let code = use_node_ref();
    let onsubmit = {
        let (submit, code) = (submit.clone(), code.clone());
        move |()| {
            let typed = typed_code(&browser::value(&code));
            let (client, flow) = (client.clone(), flow.clone());
            submit.run(async move {
                flow.accept(requests::confirm_device(&client, typed?).await?);
                Ok(())
            });
        }
    };
    let onedit = {
        let submit = submit.clone();
        move |()| submit.edited()
    };
    html! {
        <SetupDialog title={t.setup_code_title()} step=4>
            <p id="what">{ t.setup_code_what() }</p>
            <FailureAlert submit={submit.clone()} place={Place::AppCode} id="message" />
            <Form {onsubmit} failures={submit.state().failures()}>
                <CodeField
                    input={code}
                    refusals={submit.state().failures()}
                    invalid={submit.failure().is_some_and(is_about_code)}
                    described_by="what message"
                    {onedit}
                />
                <SubmitButton {submit} />
            </Form>
            <p class="ways-out">
                <Link to={Route::Dialog(Dialog::Connect)}>{ t.setup_code_back() }</Link>
            </p>
        </SetupDialog>
    }
}
