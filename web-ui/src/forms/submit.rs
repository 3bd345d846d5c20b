//! Sending a form: one request at a time, none while the server asks to wait, and its outcome.

use super::state::{Action, Submission};
use crate::app::{App, use_app};
use crate::client::CredentialKind;
use crate::clock;
use crate::failure::Failure;
use crate::task::{Task, spawn};
use yew::prelude::*;

/// The work of a form.
pub type FormTask = Task<Result<(), Failure>>;

/// Sends a form and keeps the state of that.
#[derive(Clone, PartialEq)]
pub struct Submit {
    app: App,
    credential: CredentialKind,
    state: UseReducerHandle<Submission>,
}

impl Submit {
    /// The state of the form.
    pub fn state(&self) -> &Submission {
        &self.state
    }

    /// Whether a response is awaited.
    pub fn is_sending(&self) -> bool {
        self.state.is_sending()
    }

    /// Why the last request failed.
    pub fn failure(&self) -> Option<Failure> {
        self.state.failure().cloned()
    }

    /// Does the work, unless a request is under way or the server asked to wait.
    pub fn run(&self, task: FormTask) {
        if self.state.is_open(clock::now_ms()) {
            self.state.dispatch(Action::Sent);
            let submit = self.clone();
            spawn(Box::pin(async move {
                let outcome = task.await;
                submit.settle(outcome);
            }));
        }
    }

    /// A callback that starts the work and does it, or nothing while a request is under way or the
    /// server asked to wait.
    pub fn on(&self, start: impl Fn(App) -> FormTask + 'static) -> Callback<()> {
        let submit = self.clone();
        Callback::from(move |()| {
            if submit.state.is_open(clock::now_ms()) {
                submit.run(start(submit.app.clone()));
            }
        })
    }

    /// A callback for a change of the input: removes the message about the old one.
    pub fn on_edit(&self) -> Callback<()> {
        let submit = self.clone();
        Callback::from(move |()| submit.state.dispatch(Action::Edited))
    }

    /// Removes the message about the last failure, because another form of the page is used now.
    pub fn clear(&self) {
        self.state.dispatch(Action::Cleared);
    }

    fn settle(&self, outcome: Result<(), Failure>) {
        let shown = outcome
            .err()
            .and_then(|failure| self.app.intercept(self.credential, failure));
        self.state.dispatch(match shown {
            Some(failure) => Action::Failed(failure, clock::now_ms()),
            None => Action::Done,
        });
    }
}

/// Sends a form with this credential.
#[hook]
pub fn use_submit(credential: CredentialKind) -> Submit {
    Submit {
        app: use_app(),
        credential,
        state: use_reducer_eq(Submission::default),
    }
}
