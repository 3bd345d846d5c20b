//! The sign-in attempt in progress: its state, the dialog for it, and its end.

mod requests;
mod return_to;
mod time_left;

pub use return_to::ReturnTo;
pub use time_left::TimeLeft;

use crate::app::{App, FlowState, Notice};
use crate::clock;
use crate::failure::Failure;
use crate::reauthentication::with_reauthentication;
use crate::route::{ConsoleUrl, Dialog, Route};
use crate::router;
use crate::task::spawn;
use shared_types::problem::ProblemCode;
use shared_types::sign_in::{FlowView, Step};

/// Stores the server's view of the attempt and opens the dialog for it.
pub fn accept(app: &App, view: FlowView) {
    if let Some(dialog) = refresh(app, view) {
        router::go(app, dialog);
    }
}

/// The same for an attempt that turned back: the dialog does not depend on the step before.
pub fn accept_anew(app: &App, view: FlowView) {
    app.update(|state| state.flow = None);
    accept(app, view);
}

/// Stores the server's view of the attempt and returns the dialog that comes next. A finished
/// attempt has none: the page after the sign-in is opened.
pub fn refresh(app: &App, view: FlowView) -> Option<Route> {
    if view.step == Step::Done {
        forget(app);
        router::replace(app, Route::Console(ReturnTo::recall().page), None);
        return None;
    }
    if view.csrf_token.is_some() {
        app.client().set_flow_token(view.csrf_token.clone());
    }
    let flow = FlowState::after(app.flow_state().as_ref(), view, clock::now_ms());
    let dialog = flow.dialog;
    app.update(|state| state.flow = Some(flow));
    Some(Route::Dialog(dialog))
}

/// Asks the server for the state of the attempt.
pub async fn resume(app: &App) -> Result<(), Failure> {
    let view = requests::find_flow(app.client()).await?;
    refresh(app, view);
    Ok(())
}

/// Starts the set-up of a device for a member who is signed in, and returns to this page
/// afterwards.
pub async fn start_enrollment(app: &App, page: ConsoleUrl) -> Result<(), Failure> {
    with_reauthentication(app, || requests::start_enrollment(app.client())).await?;
    let return_to = ReturnTo {
        page,
        from_session: true,
    };
    return_to.save();
    router::go(app, Route::Dialog(Dialog::SecondStep));
    Ok(())
}

/// Cancels the attempt, which changes nothing, and returns to where the person came from.
pub fn cancel(app: &App) {
    let app = app.clone();
    spawn(Box::pin(async move {
        // On a server that cannot be reached the attempt expires by itself.
        let _ = requests::cancel_flow(app.client()).await;
        forget(&app);
        router::replace(&app, ReturnTo::recall().route(), Some(Notice::Canceled));
    }));
}

/// Forgets an attempt that has ended, and returns to where the person came from: to the password, or to
/// their own pages.
pub fn end(app: &App, notice: Notice) {
    forget(app);
    router::replace(app, ReturnTo::recall().route(), Some(notice));
}

/// Handles a failure that means that the attempt has ended or is at another step; returns any
/// other.
pub fn intercept(app: &App, failure: Failure) -> Option<Failure> {
    if let Some(reason) = failure.flow_end() {
        let again = failure
            .wait_seconds()
            .map(|seconds| clock::now_ms() + f64::from(seconds) * 1000.0);
        end(
            app,
            again.map_or(Notice::FlowEnded(reason), Notice::CodesAgainAt),
        );
        return None;
    }
    match failure.code() {
        Some(ProblemCode::Unauthenticated) => leave(app),
        Some(ProblemCode::WrongStep) => look_again(app),
        _ => {
            // Another page of this browser went on: its CSRF token is the right one.
            if failure.code() == Some(ProblemCode::Forbidden) {
                look_again(app);
            }
            return Some(failure);
        }
    }
    None
}

/// Opens the dialog for where the attempt stands by now.
fn look_again(app: &App) {
    let app = app.clone();
    spawn(Box::pin(async move {
        if let Err(failure) = resume(&app).await {
            intercept(&app, failure);
        }
    }));
}

/// Leaves the dialogs of an attempt of which this browser has nothing any more, such as a finished one
/// that Back led to. The sign-in page leads on if there is a session.
fn leave(app: &App) {
    forget(app);
    let page = Route::Console(ReturnTo::recall().page);
    router::replace(app, page.via_sign_in(), Some(Notice::SessionEnded));
}

fn forget(app: &App) {
    app.client().set_flow_token(None);
    app.update(|state| state.flow = None);
}
