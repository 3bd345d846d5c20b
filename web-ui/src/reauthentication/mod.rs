//! "Confirm that it is you": a sensitive act waits here for the password, then goes on. The page
//! behind stays as it is, with everything that was typed.

mod page;
mod requests;

pub use page::ReauthenticationPage;

use crate::failure::Failure;
use crate::handle::App;
use futures_channel::oneshot;
use shared_types::problem::ProblemCode;
use std::future::Future;

/// The answer that an act waits for.
pub type Asking = oneshot::Sender<()>;

impl App {
    /// Does it; asks for the password first if the server wants to be sure, and does it then.
    pub async fn sure<T, F>(&self, attempt: impl Fn() -> F) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        match attempt().await {
            Err(failure) if failure.code() == Some(ProblemCode::ReauthenticationRequired) => {
                self.confirm().await?;
                attempt().await
            }
            answer => answer,
        }
    }

    async fn confirm(&self) -> Result<(), Failure> {
        let (sender, answer) = oneshot::channel();
        self.update(|state| state.asking = Some(sender));
        answer.await.map_err(|_| Failure::Canceled)
    }

    /// Whether an act waits for the password.
    pub fn is_asking(&self) -> bool {
        self.read(|state| state.asking.is_some())
    }

    /// Lets the act that waits go on, or gives it up.
    pub fn answer(&self, confirmed: bool) {
        if !self.is_asking() {
            return;
        }
        self.update(|state| {
            let asking = state.asking.take();
            if confirmed && let Some(sender) = asking {
                // Nobody waits any more when the page behind was left.
                let _ = sender.send(());
            }
        });
    }
}
