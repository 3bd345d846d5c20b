//! The roof over either program: one handle for every page, and the open page.

use crate::half::Half;
use crate::handle::App;
use crate::layout::{card, waiting};
use crate::route::{Behind, Route};
use crate::router::{Link, follow_history};
use crate::ui::Heading;
use yew::prelude::*;

/// Which program it is.
#[derive(Properties)]
pub struct RoofProps {
    /// The program.
    pub half: &'static Half,
}

impl PartialEq for RoofProps {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.half, other.half)
    }
}

/// The application.
#[component]
pub fn Roof(props: &RoofProps) -> Html {
    let redraw = use_force_update();
    let app = use_memo((), |()| {
        let app = App::new(props.half, redraw);
        follow_history(app.clone());
        app
    });
    html! {
        <ContextProvider<App> context={app.as_drawn()}>{ open_page(&app) }</ContextProvider<App>>
    }
}

fn open_page(app: &App) -> Html {
    if app.read(|state| state.leaving) {
        card(app, waiting(app))
    } else {
        (app.half().draw)(app)
    }
}

/// No such page, in either program.
pub fn not_found_page(app: &App) -> Html {
    let t = app.texts().common;
    let content = html! {
        <>
            <Heading text={t.not_found_title()} />
            <p>{ t.not_found() }</p>
            <p><Link to={Route::Behind(Behind::home())}>{ t.to_start() }</Link></p>
        </>
    };
    card(app, content)
}
