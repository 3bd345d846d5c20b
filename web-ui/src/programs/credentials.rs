//! The program for pages without a session on which a member gets a password or a device: the first organization,
//! invitations, a new password, and the set-up of a device. Few people need it, and most of them once.

use super::resume_flow::open_dialog;
use crate::app::{FlowState, Program, use_app};
use crate::browser;
use crate::enrollment::{AppPage, ConnectPage, EmailPage, OnPage, SecondStepPage, SetupCodePage};
use crate::flow;
use crate::invitation::InvitationPage;
use crate::layout::not_found_page;
use crate::recovery::ChoosePage;
use crate::route::{Dialog, Route};
use crate::setup::SetupPage;
use shared_types::address::ProgramName;
use yew::prelude::*;

/// The program.
pub static PROGRAM: Program = Program {
    owns: |route| route.program() == ProgramName::Credentials,
    draw: |_| html! { <OpenPage /> },
    intercept: flow::intercept,
    on_locale_chosen: |_, _| {},
};

/// The open page. Most lead to the sign-in, whose program is fetched meanwhile.
#[component]
fn OpenPage() -> Html {
    let app = use_app();
    use_effect_with((), |()| browser::prefetch(ProgramName::SignIn));
    match app.route() {
        Route::Setup => html! { <SetupPage /> },
        Route::Invitation => html! { <InvitationPage /> },
        Route::NewPassword => html! { <ChoosePage /> },
        Route::Dialog(dialog) => open_dialog(&app, dialog, dialog_page),
        // At a page of another program the server starts that one.
        _ => not_found_page(&app),
    }
}

fn dialog_page(dialog: Dialog, flow: FlowState) -> Html {
    match dialog {
        Dialog::SecondStep => html! { <SecondStepPage {flow} /> },
        Dialog::Email => html! { <EmailPage {flow} /> },
        Dialog::App => html! { <AppPage {flow} /> },
        Dialog::Connect => html! { <ConnectPage {flow} /> },
        Dialog::SetupCode => html! { <SetupCodePage {flow} /> },
        // The other dialogs are those of `sign_in`.
        _ => html! { <OnPage {flow} /> },
    }
}
