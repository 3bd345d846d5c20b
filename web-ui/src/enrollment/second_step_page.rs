//! The dialog "Add a second step to your sign-in".

use super::frame::SetupDialog;
use super::requests;
use crate::client::use_client;
use crate::failure_alert::{FailureAlert, SubmitButton};
use crate::flow::{use_flow, use_flow_submit, use_standing};
use crate::i18n::use_texts;
use crate::ui::Form;
use yew::prelude::*;

/// Says why, and sends the e-mail.
#[component]
pub fn SecondStepPage() -> Html {
    let texts = use_texts();
    let t = texts.enrollment;
    let standing = use_standing();
    let (client, flow) = (use_client(), use_flow());
    let submit = use_flow_submit();
    let onsubmit = {
        let submit = submit.clone();
        move |()| {
            let (client, flow) = (client.clone(), flow.clone());
            submit.run(async move {
                flow.accept(requests::send_email(&client).await?);
                Ok(())
            });
        }
    };
    let why = if standing.replaces_device {
        t.replace_why().to_owned()
    } else {
        t.second_step_why(&standing.organization)
    };
    html! {
        <SetupDialog title={t.second_step_title()} step=1>
            <p>{ why }</p>
            <p>{ t.mail_follows(&standing.member.email_masked) }</p>
            <FailureAlert submit={submit.clone()} />
            <Form {onsubmit}><SubmitButton {submit} /></Form>
        </SetupDialog>
    }
}
