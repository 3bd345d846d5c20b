//! "Confirm that it is you": a request that needs a recent password waits until the person has
//! entered it, and is then sent again. The page below stays as it is, with everything typed.

mod confirm_page;
mod page;
mod requests;

pub use confirm_page::ConfirmPage;
pub use page::ReauthenticationPage;

use crate::app::{App, PendingReauthentication};
use crate::failure::Failure;
use shared_types::problem::ProblemCode;
use std::future::Future;

/// Sends a request. If the server requires re-authentication, asks the person for the password
/// and sends the request again.
pub async fn with_reauthentication<T, F>(app: &App, request: impl Fn() -> F) -> Result<T, Failure>
where
    F: Future<Output = Result<T, Failure>>,
{
    match request().await {
        Err(failure) if failure.code() == Some(ProblemCode::ReauthenticationRequired) => {
            let (pending, confirmed) = PendingReauthentication::new();
            app.update(|state| state.pending = Some(pending));
            confirmed.await?;
            request().await
        }
        response => response,
    }
}

/// Whether a request waits for the password.
pub fn is_pending(app: &App) -> bool {
    app.read(|state| state.pending.is_some())
}

/// Lets the waiting request continue.
fn confirm(app: &App) {
    app.update(|state| {
        if let Some(pending) = state.pending.take() {
            pending.confirm();
        }
    });
}

/// Cancels the waiting request.
fn cancel(app: &App) {
    app.update(|state| state.pending = None);
}
