//! Sending something: at most once at a time, never before a wait is over, with what came back.

mod state;

pub use state::{Action, Submission};

use crate::client::Lane;
use crate::clock;
use crate::failure::Failure;
use crate::handle::{App, Task, spawn, use_app};
use yew::prelude::*;

/// What a form does.
pub type Act = Task<Result<(), Failure>>;

/// A form's way to the server.
#[derive(Clone, PartialEq)]
pub struct Submit {
    app: App,
    lane: Lane,
    state: UseReducerHandle<Submission>,
}

impl Submit {
    /// Where the sending stands.
    pub fn state(&self) -> &Submission {
        &self.state
    }

    /// Whether an answer is awaited.
    pub fn is_sending(&self) -> bool {
        self.state.is_sending()
    }

    /// What went wrong last.
    pub fn failure(&self) -> Option<Failure> {
        self.state.failure().cloned()
    }

    /// Does it, unless it is being done already or must wait.
    pub fn run(&self, act: Act) {
        if self.state.is_open(clock::now_ms()) {
            self.state.dispatch(Action::Sent);
            let submit = self.clone();
            spawn(Box::pin(async move {
                let outcome = act.await;
                submit.settle(outcome);
            }));
        }
    }

    /// A callback that does it. The act is made when it is called, and not at all while another
    /// one is under way.
    pub fn on(&self, act: impl Fn(App) -> Act + 'static) -> Callback<()> {
        let submit = self.clone();
        Callback::from(move |()| {
            if submit.state.is_open(clock::now_ms()) {
                submit.run(act(submit.app.clone()));
            }
        })
    }

    /// A callback for when the input changes: a message about the old one is of no use.
    pub fn on_edit(&self) -> Callback<()> {
        let submit = self.clone();
        Callback::from(move |()| submit.state.dispatch(Action::Edited))
    }

    fn settle(&self, outcome: Result<(), Failure>) {
        let shown = outcome
            .err()
            .and_then(|failure| self.app.intercept(self.lane, failure));
        self.state.dispatch(match shown {
            Some(failure) => Action::Failed(failure, clock::now_ms()),
            None => Action::Done,
        });
    }
}

/// A form's way to the server with this credential.
#[hook]
pub fn use_submit(lane: Lane) -> Submit {
    Submit {
        app: use_app(),
        lane,
        state: use_reducer_eq(Submission::default),
    }
}
