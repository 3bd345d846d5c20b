//! The console: every page that needs a session, agents' and administrators'.

use crate::half::Half;
use crate::handle::{App, use_app};
use crate::layout::console;
use crate::me::{HomePage, SecurityPage};
use crate::members::{InvitePage, ListPage, MemberPage};
use crate::policy::{ChangePage, OverviewPage, PolicyPage};
use crate::reauthentication::ReauthenticationPage;
use crate::roof::not_found_page;
use crate::route::{Room, Route};
use crate::router::{Link, Redirect};
use crate::session::{AskWho, Me};
use crate::ui::Heading;
use shared_types::members::Role;
use yew::prelude::*;

/// The program.
pub static HALF: Half = Half {
    has: Route::needs_session,
    draw,
    intercept: App::intercept_session,
    on_language: |app, locale| {
        if app.me().is_some() {
            app.save_language(locale);
        }
    },
};

/// The open page, under the question whether it is you, if an act waits for that.
fn draw(app: &App) -> Html {
    let covered = app.is_asking();
    html! {
        <>
            <div hidden={covered}>{ page(app) }</div>
            if covered {
                <ReauthenticationPage />
            }
        </>
    }
}

fn page(app: &App) -> Html {
    let room = Room::of(&app.route());
    match app.me() {
        Some(me) if me.role >= room.least_role() => room_page(app, me, room),
        Some(me) if me.role == Role::Helpdesk => {
            html! { <Redirect to={Room::all_members()} /> }
        }
        Some(me) => html! { <NotAllowedPage {me} /> },
        None => html! { <AskWho /> },
    }
}

fn room_page(app: &App, me: Me, room: Room) -> Html {
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
        Room::NotFound => not_found_page(app),
    }
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
            <p><Link to={Room::Home}>{ texts.common.to_start() }</Link></p>
        </>
    };
    console(&app, &props.me, content)
}
