//! The roof: which page an address opens, for whom, and when.

use crate::enrollment::{AppPage, ConnectPage, EmailPage, OnPage, SecondStepPage, SetupCodePage};
use crate::flow::{AskFlow, Standing, TimeLeft};
use crate::handle::{App, use_app};
use crate::invitation::InvitationPage;
use crate::layout::{card, console};
use crate::me::{HomePage, SecurityPage};
use crate::members::{InvitePage, ListPage, MemberPage};
use crate::policy::{ChangePage, OverviewPage, PolicyPage};
use crate::reauthentication::ReauthenticationPage;
use crate::recovery::{AskPage, ChoosePage};
use crate::route::{Behind, Dialog, Room, Route};
use crate::router::{Link, Redirect, use_history};
use crate::session::{AskWho, Me};
use crate::setup::SetupPage;
use crate::sign_in::{CodePage, PasswordPage};
use crate::ui::Heading;
use shared_types::members::Role;
use yew::prelude::*;

/// The application.
#[component]
pub fn Roof() -> Html {
    let redraw = use_force_update();
    let app = use_memo((), |()| App::new(redraw));
    use_history((*app).clone());
    html! {
        <ContextProvider<App> context={app.as_drawn()}><OpenPage /></ContextProvider<App>>
    }
}

/// The open page, under the question whether it is you, if an act waits for that.
#[component]
fn OpenPage() -> Html {
    let app = use_app();
    let covered = app.is_asking();
    html! {
        <>
            <div hidden={covered}>{ page(&app) }</div>
            if covered {
                <ReauthenticationPage />
            }
        </>
    }
}

fn page(app: &App) -> Html {
    match app.route() {
        Route::SignIn { next } => html! { <PasswordPage {next} /> },
        Route::Setup => html! { <SetupPage /> },
        Route::Invitation => html! { <InvitationPage /> },
        Route::ForgottenPassword => html! { <AskPage /> },
        Route::NewPassword => html! { <ChoosePage /> },
        Route::NotFound => html! { <NotFoundPage /> },
        Route::Dialog(dialog) => match app.standing() {
            Some(standing) if standing.serves(dialog) => dialog_page(dialog, standing),
            Some(standing) => html! { <Redirect to={Route::Dialog(standing.dialog)} /> },
            None => html! { <AskFlow /> },
        },
        Route::Behind(_) => room(app),
    }
}

fn room(app: &App) -> Html {
    let room = Room::of(&app.route());
    match app.me() {
        Some(me) if me.role >= room.least_role() => room_page(me, room),
        Some(me) if me.role == Role::Helpdesk => {
            html! { <Redirect to={Room::all_members()} /> }
        }
        Some(me) => html! { <NotAllowedPage {me} /> },
        None => html! { <AskWho /> },
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

fn room_page(me: Me, room: Room) -> Html {
    match room {
        Room::Home => html! { <HomePage {me} /> },
        Room::Security => html! { <SecurityPage {me} /> },
        Room::Overview => html! { <OverviewPage {me} /> },
        Room::Members(filter) => {
            // A further page is a new page: its heading has the focus, not a link that is gone.
            let key = filter.cursor.clone().unwrap_or_default();
            html! { <ListPage {key} {me} {filter} /> }
        }
        Room::Member(id) => html! { <MemberPage {me} {id} /> },
        Room::Invite => html! { <InvitePage {me} /> },
        Room::Policy => html! { <PolicyPage {me} /> },
        Room::PolicyChange => html! { <ChangePage {me} /> },
        Room::NotFound => html! { <NotFoundPage /> },
    }
}

#[component]
fn NotFoundPage() -> Html {
    let app = use_app();
    let t = app.texts().common;
    let content = html! {
        <>
            <Heading text={t.not_found_title()} />
            <p>{ t.not_found() }</p>
            <p><Link to={Route::Behind(Behind::home())}>{ t.to_start() }</Link></p>
        </>
    };
    card(&app, content)
}

#[derive(Properties, PartialEq)]
struct NotAllowedPageProps {
    me: Me,
}

#[component]
fn NotAllowedPage(props: &NotAllowedPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let content = html! {
        <>
            <Heading text={texts.admin.not_allowed_title()} />
            <p>{ texts.admin.not_allowed() }</p>
            <p><Link to={Route::Behind(Behind::home())}>{ texts.common.to_start() }</Link></p>
        </>
    };
    console(&app, &props.me, content)
}
