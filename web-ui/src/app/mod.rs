//! The shared state of the application, the handle [`App`] that reads and changes it, and the
//! [`Program`] that is running.
//!
//! The other files of this folder hold types of the state. They know nothing of the handle and
//! run without a browser.

mod flow_state;
mod me;
mod notice;
mod pending;
mod state;

pub use flow_state::FlowState;
pub use me::Me;
pub use notice::Notice;
pub use pending::PendingReauthentication;
pub use state::State;

use crate::client::{Client, CredentialKind};
use crate::failure::Failure;
use crate::i18n::Texts;
use crate::route::Route;
use shared_types::me::Locale;
use std::cell::RefCell;
use std::rc::Rc;
use yew::functional::UseForceUpdateHandle;
use yew::prelude::*;

/// One of the programs that the application is built as: `sign_in` for what a daily sign-in needs, `credentials` for
/// the pages on which a member gets a password or a device, `console` for those with a session, `challenge` for the
/// page that other programs send people to. So no page loads what most of its visitors never open. What differs between them is behind these functions, so that each program is built
/// without the code of the others.
pub struct Program {
    /// Whether this program draws the page. Other pages are loaded by their address.
    pub owns: fn(&Route) -> bool,
    /// Draws the open page.
    pub draw: fn(&App) -> Html,
    /// Handles a failure that means that the program's credential has ended; returns any other.
    pub intercept: fn(&App, Failure) -> Option<Failure>,
    /// Called after the person has chosen a language.
    pub on_locale_chosen: fn(&App, Locale),
}

struct Store {
    program: &'static Program,
    state: RefCell<State>,
    changes: RefCell<u32>,
    redraw: UseForceUpdateHandle,
    client: Client,
}

/// The handle to the shared state, which every page receives from the one context of the
/// application. All clones share the state.
#[derive(Clone)]
pub struct App {
    store: Rc<Store>,
    /// The number of changes when this clone was drawn: Yew compares it to see that it must draw
    /// again.
    change: u32,
}

impl PartialEq for App {
    fn eq(&self, other: &Self) -> bool {
        self.change == other.change
    }
}

impl App {
    /// The handle of a program that starts in this state.
    pub fn new(program: &'static Program, state: State, redraw: UseForceUpdateHandle) -> Self {
        let store = Store {
            program,
            state: RefCell::new(state),
            changes: RefCell::new(0),
            redraw,
            client: Client::default(),
        };
        Self {
            store: Rc::new(store),
            change: 0,
        }
    }

    /// A clone that differs from earlier ones if the state has changed since.
    #[must_use]
    pub fn as_drawn(&self) -> Self {
        Self {
            store: Rc::clone(&self.store),
            change: *self.store.changes.borrow(),
        }
    }

    /// The running program.
    pub fn program(&self) -> &'static Program {
        self.store.program
    }

    /// The HTTP client.
    pub fn client(&self) -> &Client {
        &self.store.client
    }

    /// The texts in the language of the page.
    pub fn texts(&self) -> Texts {
        Texts::new(self.read(|state| state.locale))
    }

    /// The open page.
    pub fn route(&self) -> Route {
        self.read(|state| state.route.clone())
    }

    /// The member who is signed in, once the server has told.
    pub fn me(&self) -> Option<Me> {
        self.read(|state| state.me.clone())
    }

    /// The state of the sign-in attempt, once the server has told.
    pub fn flow_state(&self) -> Option<FlowState> {
        self.read(|state| state.flow.clone())
    }

    /// Shows a notice on the open page.
    pub fn show_notice(&self, notice: Notice) {
        self.update(|state| state.notice = Some(notice));
    }

    /// Reads from the state.
    pub fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.store.state.borrow())
    }

    /// Changes the state, and draws the page again.
    pub fn update(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.store.state.borrow_mut());
        *self.store.changes.borrow_mut() += 1;
        self.store.redraw.force_update();
    }

    /// Handles a failure that means that the credential of the request has ended, whatever the
    /// request was; returns any other failure, for the page to show.
    pub fn intercept(&self, credential: CredentialKind, failure: Failure) -> Option<Failure> {
        match credential {
            CredentialKind::None => Some(failure),
            CredentialKind::Flow | CredentialKind::Session => {
                (self.program().intercept)(self, failure)
            }
        }
    }
}

/// The handle to the shared state.
#[hook]
pub fn use_app() -> App {
    use_context().expect("the root component provides the handle")
}
