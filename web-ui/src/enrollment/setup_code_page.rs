//! The dialog "Enter setup code".

use super::frame::{DialogProps, StepHeading, dialog};
use super::requests;
use crate::app::{App, use_app};
use crate::client::CredentialKind;
use crate::flow;
use crate::forms::{CodeForm, FormTask, use_submit};
use crate::messages::MessageContext;
use crate::route::{Dialog, Route};
use crate::router::Link;
use yew::prelude::*;

/// Asks for the first code of the app, which confirms the device.
#[component]
pub fn SetupCodePage(props: &DialogProps) -> Html {
    let app = use_app();
    let t = app.texts().enrollment;
    let submit = use_submit(CredentialKind::Flow);
    let send = {
        let app = app.clone();
        Callback::from(move |code| confirm(app.clone(), code))
    };
    let content = html! {
        <>
            <p id="what">{ t.setup_code_what() }</p>
            <CodeForm
                {submit}
                context={MessageContext::AppCode}
                {send}
                described_by="what message"
            />
            <p class="link-list">
                <Link to={Route::Dialog(Dialog::Connect)}>{ t.setup_code_back() }</Link>
            </p>
        </>
    };
    let heading = StepHeading {
        title: t.setup_code_title(),
        step: 4,
    };
    dialog(&app, &props.flow, heading, content)
}

fn confirm(app: App, code: String) -> FormTask {
    Box::pin(async move {
        flow::accept(&app, requests::confirm_device(app.client(), code).await?);
        Ok(())
    })
}
