//! Which page is open: the browser's history as a context, links and going elsewhere.
//!
//! Small on purpose: a general router costs a third of what this whole application weighs.

use crate::browser;
use crate::route::Route;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use yew::prelude::*;

/// The open page and the way to another one.
#[derive(Clone, PartialEq)]
pub struct Router {
    page: UseStateHandle<Route>,
}

impl Router {
    /// The open page.
    pub fn route(&self) -> &Route {
        &self.page
    }

    /// Opens another page; Back leads to this one.
    pub fn push(&self, route: &Route) {
        if let Ok(history) = browser::window().history() {
            // A refusal (too many changes at once) still opens the page.
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&route.address()));
        }
        self.show(route);
    }

    /// Opens another page in place of this one, which Back will not find.
    pub fn replace(&self, route: &Route) {
        if let Ok(history) = browser::window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&route.address()));
        }
        self.show(route);
    }

    fn show(&self, route: &Route) {
        browser::window().scroll_to_with_x_and_y(0.0, 0.0);
        self.page.set(route.clone());
    }
}

/// The open page and the way to another one.
#[hook]
pub fn use_router() -> Router {
    use_context().expect("the application provides the router")
}

/// What stands inside something.
#[derive(Properties, PartialEq)]
pub struct ChildrenProps {
    /// The inside.
    pub children: Html,
}

/// Follows the browser's history for everything inside.
#[component]
pub fn RouterProvider(props: &ChildrenProps) -> Html {
    let page = use_state(open_page);
    {
        let page = page.clone();
        use_effect_with((), move |()| {
            let follow = Closure::<dyn Fn()>::new(move || page.set(open_page()));
            let window = browser::window();
            let _ = window
                .add_event_listener_with_callback("popstate", follow.as_ref().unchecked_ref());
            move || {
                let _ = window.remove_event_listener_with_callback(
                    "popstate",
                    follow.as_ref().unchecked_ref(),
                );
            }
        });
    }
    html! {
        <ContextProvider<Router> context={Router { page }}>
            { props.children.clone() }
        </ContextProvider<Router>>
    }
}

fn open_page() -> Route {
    let location = browser::window().location();
    let path = location.pathname().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    Route::at(&path, query.trim_start_matches('?'))
}

/// A link to another page.
#[derive(Properties, PartialEq)]
pub struct LinkProps {
    /// The page.
    pub to: Route,
    /// How it looks.
    #[prop_or_default]
    pub class: Classes,
    /// Whether the page is the open one.
    #[prop_or_default]
    pub current: bool,
    /// The words.
    pub children: Html,
}

/// A link: an ordinary one for the browser, without a new load for the person.
#[component]
pub fn Link(props: &LinkProps) -> Html {
    let router = use_router();
    let to = props.to.clone();
    let onclick = move |event: MouseEvent| {
        let elsewhere =
            event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
        if !elsewhere {
            event.prevent_default();
            router.push(&to);
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

/// Goes to another page as soon as it is drawn.
#[derive(Properties, PartialEq)]
pub struct RedirectProps {
    /// The page.
    pub to: Route,
}

/// Goes to another page, in place of the open one.
#[component]
pub fn Redirect(props: &RedirectProps) -> Html {
    let router = use_router();
    use_effect_with(props.to.clone(), move |to| router.replace(to));
    Html::default()
}
