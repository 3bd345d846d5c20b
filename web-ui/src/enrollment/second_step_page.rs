//! The dialog "Add a second step to your sign-in".

use super::frame::{DialogProps, dialog};
use super::requests;
use crate::client::Lane;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::handle::use_app;
use crate::submit::use_submit;
use crate::ui::Form;
use yew::prelude::*;

/// Says why, and sends the e-mail.
#[component]
pub fn SecondStepPage(props: &DialogProps) -> Html {
    let app = use_app();
    let t = app.texts().enrollment;
    let standing = &props.standing;
    let submit = use_submit(Lane::Flow);
    let onsubmit = submit.on(|app| {
        Box::pin(async move {
            app.accept_flow(requests::send_email(app.client()).await?);
            Ok(())
        })
    });
    let why = if standing.replaces_device {
        t.replace_why().to_owned()
    } else {
        t.second_step_why(&standing.organization)
    };
    let content = html! {
        <>
            <p>{ why }</p>
            <p>{ t.mail_follows(&standing.member.email_masked) }</p>
            <FailureAlert submit={submit.clone()} />
            <Form {onsubmit}><SubmitButton {submit} /></Form>
        </>
    };
    dialog(&app, standing, (t.second_step_title(), 1), content)
}
