//! Which page is open: the browser's history, links, and going elsewhere.
//!
//! Small on purpose: a general router costs a quarter of what this whole application weighs.

use crate::browser;
use crate::handle::{App, use_app};
use crate::notice::Notice;
use crate::route::Route;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
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
        if let Ok(history) = browser::window().history() {
            // A refusal (too many changes at once) still opens the page.
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&route.address()));
        }
        self.open(route, notice);
    }

    /// Opens another page in place of this one, which Back will not find.
    pub fn replace(&self, route: Route, notice: Option<Notice>) {
        if let Ok(history) = browser::window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&route.address()));
        }
        self.open(route, notice);
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

/// Follows Back and Forward.
#[hook]
pub fn use_history(app: App) {
    use_effect_with((), move |()| {
        let follow = Closure::<dyn Fn()>::new(move || app.open(open_page(), None));
        let window = browser::window();
        let listener = follow.as_ref().unchecked_ref();
        let _ = window.add_event_listener_with_callback("popstate", listener);
        move || {
            let listener = follow.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback("popstate", listener);
        }
    });
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
