//! The frame of everybody who is signed in: top bar, and the Admin Center's navigation.

use super::card::{SkipLink, Wordmark};
use super::languages::Languages;
use crate::i18n::{Texts, use_texts};
use crate::notice::NoticeAlert;
use crate::route::Route;
use crate::router::{Link, Redirect};
use crate::session::{use_me, use_session};
use crate::ui::{Button, Heading, Look};
use shared_types::members::Role;
use yew::prelude::*;

/// Which part of the console a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The agent console.
    Home,
    /// One's own device, sessions and password.
    Security,
    /// The Admin Center's front page.
    Overview,
    /// Members.
    Members,
    /// The policy.
    Policy,
}

impl Place {
    /// The least role that may be here.
    pub const fn least_role(self) -> Role {
        match self {
            Self::Home | Self::Security => Role::Agent,
            Self::Members => Role::Helpdesk,
            Self::Overview | Self::Policy => Role::Admin,
        }
    }

    const fn is_admin(self) -> bool {
        !matches!(self, Self::Home | Self::Security)
    }
}

/// A page of the console.
#[derive(Properties, PartialEq)]
pub struct ConsoleProps {
    /// Where the page belongs.
    pub place: Place,
    /// The page.
    pub children: Html,
}

/// Top bar, navigation where there is one, and the page.
#[component]
pub fn Console(props: &ConsoleProps) -> Html {
    let me = use_me();
    let allowed = me.role >= props.place.least_role();
    if !allowed && me.role == Role::Helpdesk {
        return html! { <Redirect to={Route::all_members()} /> };
    }
    let admin = allowed && props.place.is_admin();
    html! {
        <div class={classes!("console", admin.then_some("console--admin"))}>
            <SkipLink />
            <TopBar place={props.place} />
            if admin {
                <AdminNavigation place={props.place} role={me.role} />
            }
            <main id="main" class="console-main" tabindex="-1">
                <NoticeAlert />
                if allowed {
                    { props.children.clone() }
                } else {
                    <NotAllowed />
                }
            </main>
            <footer class="foot"><Languages /></footer>
        </div>
    }
}

#[component]
fn NotAllowed() -> Html {
    let texts = use_texts();
    html! {
        <>
            <Heading text={texts.admin.not_allowed_title()} />
            <p>{ texts.admin.not_allowed() }</p>
            <p><Link to={Route::Home}>{ texts.common.to_start() }</Link></p>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct TopBarProps {
    place: Place,
}

#[component]
fn TopBar(props: &TopBarProps) -> Html {
    let texts = use_texts();
    let me = use_me();
    let session = use_session();
    let link = |to: Route, label: &'static str, here: bool| {
        html! { <li><Link {to} current={here}>{ label }</Link></li> }
    };
    let front = if me.role == Role::Helpdesk {
        Route::all_members()
    } else {
        Route::Overview
    };
    html! {
        <header class="top-bar">
            <Wordmark />
            <span class="organization">{ &me.organization.name }</span>
            <nav aria-label={texts.admin.main_navigation()}>
                <ul>
                    { link(Route::Home, texts.common.agent_console(), props.place == Place::Home) }
                    if me.role >= Role::Helpdesk {
                        { link(front, texts.common.admin_center(), props.place.is_admin()) }
                    }
                    { link(Route::Security, texts.common.security(), props.place == Place::Security) }
                    <li>
                        <Button look={Look::Link} onclick={move |()| session.sign_out()}>
                            { texts.common.sign_out() }
                        </Button>
                    </li>
                </ul>
            </nav>
        </header>
    }
}

#[derive(Properties, PartialEq)]
struct AdminNavigationProps {
    place: Place,
    role: Role,
}

#[component]
fn AdminNavigation(props: &AdminNavigationProps) -> Html {
    let texts = use_texts();
    let link = |(place, to): (Place, Route)| {
        (props.role >= place.least_role()).then(|| {
            html! {
                <li><Link {to} current={place == props.place}>{ place_name(texts, place) }</Link></li>
            }
        })
    };
    let links = [
        (Place::Overview, Route::Overview),
        (Place::Members, Route::all_members()),
        (Place::Policy, Route::Policy),
    ];
    html! {
        <nav class="side-bar" aria-label={texts.common.admin_center()}>
            <ul>{ for links.into_iter().filter_map(link) }</ul>
        </nav>
    }
}

fn place_name(texts: Texts, place: Place) -> &'static str {
    match place {
        Place::Home => texts.common.agent_console(),
        Place::Security => texts.common.security(),
        Place::Overview => texts.admin.overview(),
        Place::Members => texts.members.title(),
        Place::Policy => texts.policy.nav(),
    }
}
