//! The frame of everybody who is signed in: top bar, and the Admin Center's navigation.

use super::{foot, skip_link, wordmark};
use crate::handle::App;
use crate::route::Room;
use crate::router::Link;
use crate::session::Me;
use crate::ui::{Button, Look};
use shared_types::members::Role;
use yew::prelude::*;

/// Top bar, navigation where there is one, and the page.
pub fn console(app: &App, me: &Me, content: Html) -> Html {
    let room = Room::of(&app.route());
    let admin = room.is_admin() && me.role >= room.least_role();
    html! {
        <div class={if admin { "console console--admin" } else { "console" }}>
            { skip_link(app) }
            { top_bar(app, me, admin) }
            if admin {
                { side_bar(app, me) }
            }
            <main id="main" class="console-main" tabindex="-1">
                { app.notice() }
                { content }
            </main>
            { foot(app) }
        </div>
    }
}

fn top_bar(app: &App, me: &Me, admin: bool) -> Html {
    let texts = app.texts();
    let room = Room::of(&app.route());
    let front = match me.role {
        Role::Agent => None,
        Role::Helpdesk => Some(Room::all_members()),
        Role::Admin => Some(Room::Overview),
    };
    let sign_out = {
        let app = app.clone();
        move |()| app.sign_out()
    };
    html! {
        <header class="top-bar">
            { wordmark(app) }
            <span class="organization">{ &me.organization.name }</span>
            <nav aria-label={texts.admin.main_navigation()}>
                <ul>
                    { link(Room::Home, texts.common.agent_console(), room == Room::Home) }
                    if let Some(front) = front {
                        { link(front, texts.common.admin_center(), admin) }
                    }
                    { link(Room::Security, texts.common.security(), room == Room::Security) }
                    <li>
                        <Button look={Look::Link} onclick={sign_out}>
                            { texts.common.sign_out() }
                        </Button>
                    </li>
                </ul>
            </nav>
        </header>
    }
}

fn side_bar(app: &App, me: &Me) -> Html {
    let texts = app.texts();
    let here = Room::of(&app.route());
    let places = [
        (Room::Overview, texts.admin.overview()),
        (Room::all_members(), texts.members.title()),
        (Room::Policy, texts.policy.nav()),
    ];
    let links = places
        .into_iter()
        .filter(|(to, _)| me.role >= to.least_role())
        .map(|(to, name)| {
            let current = to.is_above(&here);
            link(to, name, current)
        });
    html! {
        <nav class="side-bar" aria-label={texts.common.admin_center()}>
            <ul>{ for links }</ul>
        </nav>
    }
}

fn link(to: Room, name: &'static str, current: bool) -> Html {
    html! { <li><Link {to} {current}>{ name }</Link></li> }
}
