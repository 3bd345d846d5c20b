//! The program for pages without a session: sign-in, set-up of a device, invitations, recovery.

use super::resume_flow::ResumeFlow;
use crate::app::{App, FlowState, Program};
use crate::enrollment::{AppPage, ConnectPage, EmailPage, OnPage, SecondStepPage, SetupCodePage};
use crate::flow;
use crate::invitation::InvitationPage;
use crate::layout::not_found_page;
use crate::recovery::{AskPage, ChoosePage};
use crate::route::{Dialog, Route};
use crate::router::Redirect;
use crate::setup::SetupPage;
use crate::sign_in::{CodePage, ElsewherePage, NewPasswordPage, PasswordPage};
use yew::prelude::*;

/// The program.
pub static PROGRAM: Program = Program {
    owns: |route| !route.needs_session() && *route != Route::Challenge,
    draw,
    intercept: flow::intercept,
    on_locale_chosen: |_, _| {},
};

fn draw(app: &App) -> Html {
    match app.route() {
        Route::SignIn { next } => html! { <PasswordPage {next} /> },
        Route::SignInAt { organization, next } => {
            html! { <PasswordPage organization={AttrValue::from(organization)} {next} /> }
        }
        Route::SignInElsewhere { next } => html! { <ElsewherePage {next} /> },
        Route::Setup => html! { <SetupPage /> },
        Route::Invitation => html! { <InvitationPage /> },
        Route::ForgottenPassword => html! { <AskPage /> },
        Route::NewPassword => html! { <ChoosePage /> },
        // The challenge is a program of its own, which the server starts at its address.
        Route::NotFound | Route::Challenge => not_found_page(app),
        Route::Dialog(dialog) => match app.flow_state() {
            Some(flow) if flow.allows(dialog) => dialog_page(dialog, flow),
            Some(flow) => html! { <Redirect to={Route::Dialog(flow.dialog)} /> },
            None => html! { <ResumeFlow /> },
        },
        // At an address of the console the server starts this program if there is no session.
        page @ Route::Console(_) => html! { <Redirect to={page.via_sign_in()} /> },
    }
}

fn dialog_page(dialog: Dialog, flow: FlowState) -> Html {
    match dialog {
        Dialog::SecondStep => html! { <SecondStepPage {flow} /> },
        Dialog::Email => html! { <EmailPage {flow} /> },
        Dialog::App => html! { <AppPage {flow} /> },
        Dialog::Connect => html! { <ConnectPage {flow} /> },
        Dialog::SetupCode => html! { <SetupCodePage {flow} /> },
        Dialog::On => html! { <OnPage {flow} /> },
        Dialog::Code => html! { <CodePage {flow} /> },
        Dialog::Password => html! { <NewPasswordPage {flow} /> },
    }
}
