//! The handle that every page holds: what the application knows, and the way to change it.
//!
//! One store instead of a context for each concern: a page takes one value, and every context and
//! component that Yew need not repeat keeps the program small.

use crate::carried;
use crate::client::Client;
use crate::flow::Standing;
use crate::half::Half;
use crate::i18n::{Texts, first_locale};
use crate::notice::Notice;
use crate::reauthentication::Asking;
use crate::route::Route;
use crate::router;
use crate::session::Me;
use shared_types::me::Locale;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::functional::UseForceUpdateHandle;
use yew::prelude::*;

/// Work that takes its time.
pub type Task<T> = Pin<Box<dyn Future<Output = T>>>;

/// Everything that more than one page needs to know.
pub struct State {
    /// The open page.
    pub route: Route,
    /// The language of the page.
    pub locale: Locale,
    /// Who is signed in, once the server said so.
    pub me: Option<Me>,
    /// Where the sign-in attempt stands, once the server said so.
    pub standing: Option<Standing>,
    /// What the page before left to say.
    pub notice: Option<Notice>,
    /// The e-mail address that was typed last, so that nobody types it twice.
    pub email: String,
    /// The act that waits for "Confirm that it is you".
    pub asking: Option<Asking>,
    /// Whether the other program is being loaded.
    pub leaving: bool,
}

struct Store {
    half: &'static Half,
    state: RefCell<State>,
    changes: RefCell<u32>,
    redraw: UseForceUpdateHandle,
    client: Client,
}

/// The handle. Clones are one and the same.
#[derive(Clone)]
pub struct App {
    store: Rc<Store>,
    /// Tells a drawn page that something changed since.
    change: u32,
}

impl PartialEq for App {
    fn eq(&self, other: &Self) -> bool {
        self.change == other.change
    }
}

impl App {
    /// What the application knows when it starts.
    pub fn new(half: &'static Half, redraw: UseForceUpdateHandle) -> Self {
        let (notice, email) = carried::take();
        let state = State {
            route: router::open_page(),
            locale: first_locale(),
            me: None,
            standing: None,
            notice,
            email,
            asking: None,
            leaving: false,
        };
        let store = Store {
            half,
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

    /// The same handle, for a page that is drawn now.
    #[must_use]
    pub fn as_drawn(&self) -> Self {
        Self {
            store: Rc::clone(&self.store),
            change: *self.store.changes.borrow(),
        }
    }

    /// Which of the two programs this is.
    pub fn half(&self) -> &'static Half {
        self.store.half
    }

    /// The HTTP client.
    pub fn client(&self) -> &Client {
        &self.store.client
    }

    /// The texts in the language of the page.
    pub fn texts(&self) -> Texts {
        Texts::new(self.read(|state| state.locale))
    }

    /// Looks something up.
    pub fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.store.state.borrow())
    }

    /// Changes something, and has everything drawn anew.
    pub fn update(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.store.state.borrow_mut());
        *self.store.changes.borrow_mut() += 1;
        self.store.redraw.force_update();
    }
}

/// The handle.
#[hook]
pub fn use_app() -> App {
    use_context().expect("the roof provides the handle")
}

/// Lets work go on by itself. Boxed by the caller: one kind of task, compiled once.
pub fn spawn(task: Task<()>) {
    spawn_local(task);
}
