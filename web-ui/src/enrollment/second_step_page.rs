//! The dialog "Add a second step to your sign-in".

use super::frame::{DialogProps, StepHeading, dialog};
use super::requests;
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::flow::{self, ReturnTo};
use crate::forms::{FailureAlert, SubmitButton, use_submit};
use crate::i18n;
use crate::messages::MessageContext;
use crate::ui::Form;
use yew::prelude::*;

/// Explains why, and sends the e-mail.
#[component]
pub fn SecondStepPage(props: &DialogProps) -> Html {
    let app = use_app();
    let t = app.texts().enrollment;
    let flow = &props.flow;
    let submit = use_submit(CredentialKind::Flow);
    let onsubmit = submit.on(|app| {
        Box::pin(async move {
            flow::accept(&app, requests::send_email(app.client()).await?);
            Ok(())
        })
    });
    let (title, why) = if flow.device_is_overdue {
        (t.replace_title(), t.overdue_why(&flow.organization))
    } else if flow.replaces_device {
        (t.replace_title(), t.replace_why().to_owned())
    } else if ReturnTo::recall().from_session {
        // From one's own pages: nobody asked for it.
        (t.second_step_title(), t.own_wish_why().to_owned())
    } else {
        (t.second_step_title(), t.second_step_why(&flow.organization))
    };
    let content = html! {
        <>
            <p>{ why }</p>
            <p>{ t.mail_follows(&i18n::unbroken(&flow.member.email_masked)) }</p>
            <FailureAlert submit={submit.clone()} context={MessageContext::FirstEmail} />
            <Form {onsubmit}><SubmitButton {submit} /></Form>
        </>
    };
    let heading = StepHeading { title, step: 1 };
    dialog(&app, flow, heading, content)
}
