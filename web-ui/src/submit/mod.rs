//! Sending something: at most once at a time, never before a wait is over, with what came back.

mod state;

pub use state::{Action, Submission};

use crate::clock;
use crate::failure::Failure;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

type Act = Pin<Box<dyn Future<Output = Result<(), Failure>>>>;
/// Sees a failure first; what it does not deal with, it gives back for the page to show.
pub type Intercept = Callback<Failure, Option<Failure>>;

/// A form's way to the server.
#[derive(Clone, PartialEq)]
pub struct Submit {
    state: UseReducerHandle<Submission>,
    intercept: Intercept,
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
    pub fn failure(&self) -> Option<&Failure> {
        self.state.failure()
    }

    /// Does it, unless it is being done already or must wait.
    pub fn run(&self, act: impl Future<Output = Result<(), Failure>> + 'static) {
        if self.state.is_open(clock::now_ms()) {
            self.state.dispatch(Action::Sent);
            spawn_local(drive(self.clone(), Box::pin(act)));
        }
    }

    /// The input changed: a message about the old one is of no use.
    pub fn edited(&self) {
        self.state.dispatch(Action::Edited);
    }
}

async fn drive(submit: Submit, act: Act) {
    let action = match act.await {
        Ok(()) => Action::Done,
        Err(failure) => match submit.intercept.emit(failure) {
            Some(failure) => Action::Failed(failure, clock::now_ms()),
            None => Action::Done,
        },
    };
    submit.state.dispatch(action);
}

/// Sending whose failures the page shows itself.
#[hook]
pub fn use_submit() -> Submit {
    use_submit_with(Callback::from(Some))
}

/// Sending whose failures somebody else sees first.
#[hook]
pub fn use_submit_with(intercept: Intercept) -> Submit {
    let state = use_reducer_eq(Submission::default);
    Submit { state, intercept }
}
