//! The roof: what every page shares, and which page an address opens.

use crate::client::Client;
use crate::enrollment::{AppPage, ConnectPage, EmailPage, OnPage, SecondStepPage, SetupCodePage};
use crate::flow::{FlowGuard, FlowProvider};
use crate::i18n::{LanguageProvider, use_texts};
use crate::invitation::InvitationPage;
use crate::layout::CardPage;
use crate::me::{HomePage, SecurityPage};
use crate::members::{InvitePage, ListPage, MemberPage};
use crate::notice::NoticeProvider;
use crate::policy::{ChangePage, OverviewPage, PolicyPage};
use crate::reauthentication::ReauthenticationProvider;
use crate::route::{Dialog, Route};
use crate::router::{Link, RouterProvider, use_router};
use crate::session::{SessionProvider, SignedIn};
use crate::setup::SetupPage;
use crate::sign_in::{CodePage, PasswordPage};
use crate::ui::Heading;
use yew::prelude::*;

/// The application.
#[component]
pub fn App() -> Html {
    let client = (*use_memo((), |()| Client::default())).clone();
    html! {
        <ContextProvider<Client> context={client}>
            <LanguageProvider><RouterProvider><NoticeProvider><SessionProvider>
                <ReauthenticationProvider><FlowProvider>
                    <OpenPage />
                </FlowProvider></ReauthenticationProvider>
            </SessionProvider></NoticeProvider></RouterProvider></LanguageProvider>
        </ContextProvider<Client>>
    }
}

#[component]
fn OpenPage() -> Html {
    match use_router().route().clone() {
        Route::SignIn { next } => html! { <PasswordPage next={next.map(|next| *next)} /> },
        Route::Dialog(dialog) => html! { <FlowGuard {dialog}>{ dialog_page(dialog) }</FlowGuard> },
        Route::Setup => html! { <SetupPage /> },
        Route::Invitation => html! { <InvitationPage /> },
        Route::NotFound => html! { <NotFoundPage /> },
        route => html! { <SignedIn>{ session_page(route) }</SignedIn> },
    }
}

fn dialog_page(dialog: Dialog) -> Html {
    match dialog {
        Dialog::SecondStep => html! { <SecondStepPage /> },
        Dialog::Email => html! { <EmailPage /> },
        Dialog::App => html! { <AppPage /> },
        Dialog::Connect => html! { <ConnectPage /> },
        Dialog::SetupCode => html! { <SetupCodePage /> },
        Dialog::On => html! { <OnPage /> },
        Dialog::Code => html! { <CodePage /> },
    }
}

fn session_page(route: Route) -> Html {
    match route {
        Route::Home => html! { <HomePage /> },
        Route::Security => html! { <SecurityPage /> },
        Route::Overview => html! { <OverviewPage /> },
        Route::Members(filter) => html! { <ListPage {filter} /> },
        Route::Member(id) => html! { <MemberPage {id} /> },
        Route::Invite => html! { <InvitePage /> },
        Route::Policy => html! { <PolicyPage /> },
        Route::PolicyChange => html! { <ChangePage /> },
        Route::SignIn { .. }
        | Route::Dialog(_)
        | Route::Setup
        | Route::Invitation
        | Route::NotFound => html! { <NotFoundPage /> },
    }
}

#[component]
fn NotFoundPage() -> Html {
    let texts = use_texts();
    html! {
        <CardPage>
            <Heading text={texts.common.not_found_title()} />
            <p>{ texts.common.not_found() }</p>
            <p><Link to={Route::Home}>{ texts.common.to_start() }</Link></p>
        </CardPage>
    }
}
