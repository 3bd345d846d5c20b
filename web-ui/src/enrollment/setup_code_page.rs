//! The dialog "Enter setup code".

use super::frame::{DialogProps, dialog};
use super::requests;
use crate::browser;
use crate::client::Lane;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::handle::use_app;
use crate::messages::Place;
use crate::route::{Dialog, Route};
use crate::router::Link;
use crate::submit::use_submit;
use crate::ui::{CodeField, Form, is_about_code, typed_code};
use yew::prelude::*;

/// The first code of the app. It is sent with the button only: from here on the device counts.
#[component]
pub fn SetupCodePage(props: &DialogProps) -> Html {
    let app = use_app();
    let t = app.texts().enrollment;
    let submit = use_submit(Lane::Flow);
    let code = use_node_ref();
    let onsubmit = {
        let code = code.clone();
        submit.on(move |app| {
            let typed = typed_code(&browser::value(&code));
            Box::pin(async move {
                app.accept_flow(requests::confirm_device(app.client(), typed?).await?);
                Ok(())
            })
        })
    };
    let content = html! {
        <>
            <p id="what">{ t.setup_code_what() }</p>
            <FailureAlert submit={submit.clone()} place={Place::AppCode} />
            <Form {onsubmit} failures={submit.state().failures()}>
                <CodeField
                    input={code}
                    refusals={submit.state().failures()}
                    invalid={submit.failure().as_ref().is_some_and(is_about_code)}
                    described_by="what message"
                    onedit={submit.on_edit()}
                />
                <SubmitButton {submit} />
            </Form>
            <p class="ways-out">
                <Link to={Route::Dialog(Dialog::Connect)}>{ t.setup_code_back() }</Link>
            </p>
        </>
    };
    dialog(&app, &props.standing, (t.setup_code_title(), 4), content)
}
