//! Which page is open: the browser's history, links, and opening another page. A page of another
//! program is loaded by its address.
//!
//! Our own, because a general router adds a quarter to the size of the whole application.

use crate::app::{App, Notice, use_app};
use crate::browser;
use crate::handoff;
use crate::route::Route;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::PageTransitionEvent;
use yew::prelude::*;

/// Opens another page; Back leads to this one.
pub fn go(app: &App, route: Route) {
    go_with_notice(app, route, None);
}

/// Opens another page with a notice; Back leads to this one.
pub fn go_with_notice(app: &App, route: Route, notice: Option<Notice>) {
    if !(app.program().owns)(&route) {
        leave(app, notice.as_ref());
        // If the browser refuses, the page keeps saying that it waits.
        let _ = browser::window().location().assign(&route.address());
        return;
    }
    push(&route);
    open(app, route, notice);
}

/// Adds the page to the browser's history.
fn push(route: &Route) {
    if let Ok(history) = browser::window().history() {
        // If the browser refuses (too many changes at once), the page is opened all the same.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&route.address()));
    }
}

/// Opens another page in place of this one, so that Back does not lead to this one.
pub fn replace(app: &App, route: Route, notice: Option<Notice>) {
    if !(app.program().owns)(&route) {
        leave(app, notice.as_ref());
        let _ = browser::window().location().replace(&route.address());
        return;
    }
    if let Ok(history) = browser::window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&route.address()));
    }
    open(app, route, notice);
}

/// Saves what the next program needs. From here on this program shows only that it waits, so that
/// nobody uses a page that is being left.
fn leave(app: &App, notice: Option<&Notice>) {
    app.read(|state| handoff::save(notice, state));
    app.update(|state| state.is_leaving = true);
}

/// Shows a page. A request of the page before that waits for the password is canceled, and one that got no answer is
/// not sent again.
fn open(app: &App, route: Route, notice: Option<Notice>) {
    app.client().forget_unanswered();
    browser::window().scroll_to_with_x_and_y(0.0, 0.0);
    app.update(|state| {
        state.pending = None;
        state.route = route;
        state.notice = notice;
    });
}

/// The page that the address bar names.
pub fn current_route() -> Route {
    let location = browser::window().location();
    let path = location.pathname().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    Route::at(&path, query.trim_start_matches('?'))
}

/// Follows Back and Forward as long as the program runs. Over a page that waits for the password, Back means the
/// question alone: the page below stays, with what was typed.
pub fn follow_history(app: App) {
    listen("popstate", {
        let app = app.clone();
        move |_| {
            if app.read(|state| state.pending.is_some()) {
                push(&app.route());
                app.update(|state| state.pending = None);
            } else {
                open(&app, current_route(), None);
            }
        }
    });
    // A link that differs from the open page only in its fragment loads nothing by itself: without this, its token
    // would stay in the address and the page would not look at it.
    listen("hashchange", move |_| {
        if app.route().takes_a_token() && browser::has_foreign_fragment() {
            let _ = browser::window().location().reload();
        }
    });
    // A browser may keep a page that was left and show it again unchanged, although its session
    // and its requests ended long ago.
    listen("pageshow", |event| {
        if event.unchecked_into::<PageTransitionEvent>().persisted() {
            let _ = browser::window().location().reload();
        }
    });
}

fn listen(event: &str, follow: impl Fn(Event) + 'static) {
    let follow = Closure::<dyn Fn(Event)>::new(follow).into_js_value();
    let window = browser::window();
    let _ = window.add_event_listener_with_callback(event, follow.unchecked_ref());
}

/// A link to another page.
#[derive(Properties, PartialEq)]
pub struct LinkProps {
    /// The page.
    pub to: Route,
    /// How it looks.
    #[prop_or_default]
    pub class: Option<AttrValue>,
    /// Whether the page is the open one.
    #[prop_or_default]
    pub current: bool,
    /// The text.
    pub children: Html,
}

/// An ordinary link that opens the page without loading the program again.
#[component]
pub fn Link(props: &LinkProps) -> Html {
    let app = use_app();
    let to = props.to.clone();
    let onclick = move |event: MouseEvent| {
        let opens_elsewhere =
            event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
        if !opens_elsewhere {
            event.prevent_default();
            go(&app, to.clone());
        }
    };
    html! {
        <a
            href={props.to.address()}
            class={props.class.clone()}
            aria-current={props.current.then_some("page")}
            {onclick}
        >
            { props.children.clone() }
        </a>
    }
}

/// A page to open instead.
#[derive(Properties, PartialEq)]
pub struct RedirectProps {
    /// The page.
    pub to: Route,
}

/// Opens another page in place of this one, with the same notice.
#[component]
pub fn Redirect(props: &RedirectProps) -> Html {
    let app = use_app();
    use_effect_with(props.to.clone(), move |to| {
        replace(&app, to.clone(), app.read(|state| state.notice.clone()));
    });
    Html::default()
}
