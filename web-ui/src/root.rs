//! The root component of each program: provides the handle, and draws the open page.

use crate::app::{App, Program, State};
use crate::handoff;
use crate::language::first_locale;
use crate::layout::{card, waiting};
use crate::organization;
use crate::router::{current_route, follow_history};
use yew::prelude::*;

/// The running program.
#[derive(Properties)]
pub struct RootProps {
    /// The program.
    pub program: &'static Program,
}

impl PartialEq for RootProps {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.program, other.program)
    }
}

/// The application.
#[component]
pub fn Root(props: &RootProps) -> Html {
    let redraw = use_force_update();
    let app = use_memo((), |()| {
        let app = App::new(props.program, first_state(), redraw);
        follow_history(app.clone());
        app
    });
    html! {
        <ContextProvider<App> context={app.as_drawn()}>{ open_page(&app) }</ContextProvider<App>>
    }
}

/// The page that the address names, in the person's language, with what the program before left.
fn first_state() -> State {
    let handoff = handoff::take();
    State {
        notice: handoff.notice,
        email: handoff.email,
        organization: handoff
            .organization
            .unwrap_or_else(organization::remembered),
        ..State::new(current_route(), first_locale())
    }
}

fn open_page(app: &App) -> Html {
    if app.read(|state| state.is_leaving) {
        card(app, waiting(app))
    } else {
        (app.program().draw)(app)
    }
}
