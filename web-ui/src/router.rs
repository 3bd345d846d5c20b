//! Which page is open: the browser's history, links, and going elsewhere. A page of the other
//! program is loaded by its address.
//!
//! Small on purpose: a general router costs a quarter of what this whole application weighs.

use crate::browser;
use crate::carried;
use crate::handle::{App, use_app};
use crate::notice::Notice;
use crate::route::Route;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::PageTransitionEvent;
use yew::prelude::*;

impl App {
    /// The open page.
    pub fn route(&self) -> Route {
        self.read(|state| state.route.clone())
    }

    /// Opens another page; Back leads to this one.
    pub fn go(&self, route: Route) {
        self.go_saying(route, None);
    }

    /// Opens another page, which says something.
    pub fn go_saying(&self, route: Route, notice: Option<Notice>) {
        if !(self.half().has)(&route) {
            self.leave(notice.as_ref());
            // A refusal leaves the person where they wait, with the browser's own word for it.
            let _ = browser::window().location().assign(&route.address());
            return;
        }
        if let Ok(history) = browser::window().history() {
            // A refusal (too many changes at once) still opens the page.
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&route.address()));
        }
        self.open(route, notice);
    }

    /// Opens another page in place of this one, which Back will not find.
    pub fn replace(&self, route: Route, notice: Option<Notice>) {
        if !(self.half().has)(&route) {
            self.leave(notice.as_ref());
            let _ = browser::window().location().replace(&route.address());
            return;
        }
        if let Ok(history) = browser::window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&route.address()));
        }
        self.open(route, notice);
    }

    /// Hands on what the other program shall know. Nothing of this one is shown any more, so that
    /// nobody acts on a page that is left already.
    fn leave(&self, notice: Option<&Notice>) {
        self.read(|state| carried::hand_on(notice, &state.email));
        self.update(|state| state.leaving = true);
    }

    /// Shows a page. An act that waits for a confirmation on the page before is given up.
    fn open(&self, route: Route, notice: Option<Notice>) {
        self.answer(false);
        browser::window().scroll_to_with_x_and_y(0.0, 0.0);
        self.update(|state| {
            state.route = route;
            state.notice = notice;
        });
    }
}

/// The page that the address bar names.
pub fn open_page() -> Route {
    let location = browser::window().location();
    let path = location.pathname().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    Route::at(&path, query.trim_start_matches('?'))
}

/// Follows Back and Forward, for as long as the page is there.
pub fn follow_history(app: App) {
    listen("popstate", move |_| app.open(open_page(), None));
    // A browser may keep a page that was left and show it again as it was: a session, or what was
    // on its way, is long over.
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
    /// The words.
    pub children: Html,
}

/// A link: an ordinary one for the browser, without a new load for the person.
#[component]
pub fn Link(props: &LinkProps) -> Html {
    let app = use_app();
    let to = props.to.clone();
    let onclick = move |event: MouseEvent| {
        let elsewhere =
            event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
        if !elsewhere {
            event.prevent_default();
            app.go(to.clone());
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

/// Another page.
#[derive(Properties, PartialEq)]
pub struct RedirectProps {
    /// The page.
    pub to: Route,
}

/// Goes to another page, in place of the open one, as soon as it is drawn.
#[component]
pub fn Redirect(props: &RedirectProps) -> Html {
    let app = use_app();
    use_effect_with(props.to.clone(), move |to| {
        app.replace(to.clone(), app.read(|state| state.notice.clone()));
    });
    Html::default()
}
