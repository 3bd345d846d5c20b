//! The program that a daily sign-in needs: address, password and code. A page that nobody has is its too.

use super::resume_flow::open_dialog;
use crate::app::{App, FlowState, Program};
use crate::flow;
use crate::layout::not_found_page;
use crate::recovery::AskPage;
use crate::route::{Dialog, Route};
use crate::router::Redirect;
use crate::sign_in::{CodePage, ElsewherePage, NewPasswordPage, PasswordPage};
use shared_types::address::ProgramName;
use yew::prelude::*;

/// The program.
pub static PROGRAM: Program = Program {
    owns: |route| route.program() == ProgramName::SignIn,
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
        Route::ForgottenPassword => html! { <AskPage /> },
        Route::Dialog(dialog) => open_dialog(app, dialog, dialog_page),
        // At an address of the console the server starts this program if there is no session.
        page @ Route::Console(_) => html! { <Redirect to={page.via_sign_in()} /> },
        // At a page of another program the server starts that one.
        Route::NotFound
        | Route::Challenge
        | Route::Setup
        | Route::Invitation
        | Route::NewPassword => not_found_page(app),
    }
}

fn dialog_page(dialog: Dialog, flow: FlowState) -> Html {
    match dialog {
        Dialog::Password => html! { <NewPasswordPage {flow} /> },
        // The other dialogs are those of `credentials`.
        _ => html! { <CodePage {flow} /> },
    }
}
