//! The frame of pages that need a session: top bar, and the Admin Center's navigation.

use super::{footer, skip_link, test_banner, wordmark};
use crate::app::{App, Me, use_app};
use crate::browser;
use crate::i18n;
use crate::notice_alert::notice_alert;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::session;
use crate::ui::{Button, Look, may_lose_uncopied, use_seconds_until};
use shared_types::members::Role;
use yew::prelude::*;

/// Top bar, the Admin Center's navigation where it applies, and the page.
pub fn console(app: &App, me: &Me, content: Html) -> Html {
    let page = ConsolePage::of(&app.route());
    let admin = page.is_admin() && me.role >= page.least_role();
    html! {
        <div class={if admin { "console console--admin" } else { "console" }}>
            { skip_link(app) }
            <Navigation me={me.clone()} {admin} />
            <main id="main" class="console-main" tabindex="-1">
                <ConfirmedUntil />
                { notice_alert(app) }
                { content }
            </main>
            { footer(app) }
        </div>
    }
}

/// Until when sensitive acts need no further confirmation, so that nobody is surprised by the next one.
#[component]
fn ConfirmedUntil() -> Html {
    let app = use_app();
    let until_ms = app.read(|state| state.confirmed_until_ms);
    let is_open = use_seconds_until(until_ms) > 0;
    let texts = app.texts();
    match until_ms.filter(|_| is_open) {
        Some(until_ms) => html! {
            <p class="hint">{ texts.me.confirmed_until(&i18n::time(texts.locale, until_ms)) }</p>
        },
        None => Html::default(),
    }
}

#[derive(Properties, PartialEq)]
struct NavigationProps {
    me: Me,
    /// Whether it is that of the Admin Center.
    admin: bool,
}

/// Top bar and side bar. On a narrow screen their links are shown once the button "Menu" is pressed.
#[component]
fn Navigation(props: &NavigationProps) -> Html {
    let app = use_app();
    let (me, admin) = (&props.me, props.admin);
    let open = use_state_eq(|| false);
    let toggle = {
        let open = open.clone();
        move |()| open.set(!*open)
    };
    let button = use_node_ref();
    let menu = html! {
        <div class="menu" ref={button.clone()}>
            <Button look={Look::Secondary} expanded={*open} onclick={toggle}>
                { app.texts().admin.menu() }
            </Button>
        </div>
    };
    // The link that was chosen goes away with the menu: the focus stays on the page.
    let onclick = {
        let open = open.clone();
        Callback::from(move |event: MouseEvent| {
            if *open && browser::opens_here(&event) {
                open.set(false);
                browser::focus_element("main");
            }
        })
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if *open && event.key() == "Escape" {
            open.set(false);
            browser::focus_within(&button, "button");
        }
    });
    let closes = Closes { onclick, onkeydown };
    html! {
        <>
            { top_bar(&app, props, menu, &closes) }
            if admin {
                { side_bar(&app, me, closes) }
            }
        </>
    }
}

/// What closes the menu: a link of it that is chosen, or Escape in it.
struct Closes {
    onclick: Callback<MouseEvent>,
    onkeydown: Callback<KeyboardEvent>,
}

fn top_bar(app: &App, props: &NavigationProps, menu: Html, closes: &Closes) -> Html {
    let onclick = &closes.onclick;
    let texts = app.texts();
    let (me, admin) = (&props.me, props.admin);
    let page = ConsolePage::of(&app.route());
    let start = match me.role {
        Role::Agent => None,
        Role::Helpdesk => Some(ConsolePage::all_members()),
        Role::Admin => Some(ConsolePage::Overview),
    };
    let sign_out = {
        let app = app.clone();
        move |()| {
            if may_lose_uncopied(app.texts().tokens.leave_uncopied()) {
                session::sign_out(&app);
            }
        }
    };
    html! {
        <header class="top-bar" onkeydown={&closes.onkeydown}>
            { test_banner(app, me.organization.kind) }
            { wordmark(app) }
            { menu }
            <span class="organization">{ &me.organization.name }</span>
            <span class="signed-in">{ &me.display_name }</span>
            <nav aria-label={texts.admin.main_navigation()} {onclick}>
                <ul>
                    { link(ConsolePage::Home, texts.common.agent_console(), page == ConsolePage::Home) }
                    if let Some(start) = start {
                        { link(start, texts.common.admin_center(), admin) }
                    }
                    { link(ConsolePage::Security, texts.common.security(), page == ConsolePage::Security) }
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

fn side_bar(app: &App, me: &Me, closes: Closes) -> Html {
    let Closes { onclick, onkeydown } = closes;
    let texts = app.texts();
    let open = ConsolePage::of(&app.route());
    let sandboxes = if me.organization.kind.is_test() {
        texts.sandboxes.inside()
    } else {
        texts.sandboxes.title()
    };
    let pages = [
        (ConsolePage::Overview, texts.admin.overview()),
        (ConsolePage::all_members(), texts.members.title()),
        (ConsolePage::Groups, texts.groups.title()),
        (ConsolePage::Policy, texts.policy.nav()),
        (ConsolePage::Consoles, texts.clients.title()),
        (ConsolePage::ApiTokens, texts.tokens.title()),
        (ConsolePage::all_events(), texts.audit.title()),
        (ConsolePage::Webhooks, texts.webhooks.title()),
        (ConsolePage::Sandboxes, sandboxes),
    ];
    let links = pages
        .into_iter()
        .filter(|(to, _)| me.role >= to.least_role())
        .map(|(to, name)| {
            let current = to.is_open_on(&open);
            link(to, name, current)
        });
    html! {
        <nav class="side-bar" aria-label={texts.common.admin_center()} {onclick} {onkeydown}>
            <ul>{ for links }</ul>
        </nav>
    }
}

fn link(to: ConsolePage, name: &'static str, current: bool) -> Html {
    html! { <li><Link {to} {current}>{ name }</Link></li> }
}
