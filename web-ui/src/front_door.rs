//! The front door: every page before a session, from the password to the phone that is set up.

use crate::enrollment::{AppPage, ConnectPage, EmailPage, OnPage, SecondStepPage, SetupCodePage};
use crate::flow::{AskFlow, Standing, TimeLeft};
use crate::half::Half;
use crate::handle::App;
use crate::invitation::InvitationPage;
use crate::recovery::{AskPage, ChoosePage};
use crate::roof::not_found_page;
use crate::route::{Dialog, Route};
use crate::router::Redirect;
use crate::setup::SetupPage;
use crate::sign_in::{CodePage, PasswordPage};
use yew::prelude::*;

/// The program.
pub static HALF: Half = Half {
    has: |route| !route.needs_session(),
    draw,
    intercept: App::intercept_flow,
    on_language: |_, _| {},
};

fn draw(app: &App) -> Html {
    match app.route() {
        Route::SignIn { next } => html! { <PasswordPage {next} /> },
        Route::Setup => html! { <SetupPage /> },
        Route::Invitation => html! { <InvitationPage /> },
        Route::ForgottenPassword => html! { <AskPage /> },
        Route::NewPassword => html! { <ChoosePage /> },
        Route::NotFound => not_found_page(app),
        Route::Dialog(dialog) => match app.standing() {
            Some(standing) if standing.serves(dialog) => dialog_page(dialog, standing),
            Some(standing) => html! { <Redirect to={Route::Dialog(standing.dialog)} /> },
            None => html! { <AskFlow /> },
        },
        // The server opens the front door at an address of the console for whoever has no session.
        behind @ Route::Behind(_) => html! { <Redirect to={behind.behind_sign_in()} /> },
    }
}

fn dialog_page(dialog: Dialog, standing: Standing) -> Html {
    let time_left = html! { <TimeLeft standing={standing.clone()} /> };
    let page = match dialog {
        Dialog::SecondStep => html! { <SecondStepPage {standing} /> },
        Dialog::Email => html! { <EmailPage {standing} /> },
        Dialog::App => html! { <AppPage {standing} /> },
        Dialog::Connect => html! { <ConnectPage {standing} /> },
        Dialog::SetupCode => html! { <SetupCodePage {standing} /> },
        Dialog::On => html! { <OnPage {standing} /> },
        Dialog::Code => html! { <CodePage {standing} /> },
    };
    html! { <>{ time_left }{ page }</> }
}
