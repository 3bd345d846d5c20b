//! The sign-in attempt in progress: where it stands, which dialog serves it, how it ends.

mod aim;
mod dialog;
mod guard;
mod requests;
mod standing;

pub use aim::Aim;
pub use guard::{AskFlow, TimeLeft};
pub use standing::Standing;

use crate::clock;
use crate::failure::Failure;
use crate::handle::{App, spawn};
use crate::notice::Notice;
use crate::route::{Behind, Dialog, Route};
use shared_types::problem::ProblemCode;
use shared_types::sign_in::{FlowView, Step};

impl App {
    /// Where the attempt stands, once the server said so.
    pub fn standing(&self) -> Option<Standing> {
        self.read(|state| state.standing.clone())
    }

    /// Takes an answer of the server and opens the dialog that serves it.
    pub fn accept_flow(&self, view: FlowView) {
        if let Some(dialog) = self.refresh_flow(view) {
            self.go(dialog);
        }
    }

    /// Takes an answer of the server and stays, as long as the open dialog serves it. Answers the
    /// dialog that comes next, unless the attempt is done.
    pub fn refresh_flow(&self, view: FlowView) -> Option<Route> {
        if view.step == Step::Done {
            self.forget_flow();
            self.replace(Route::Behind(Aim::recall().behind), None);
            return None;
        }
        if view.csrf_token.is_some() {
            self.client().set_flow_token(view.csrf_token.clone());
        }
        let standing = Standing::after(self.standing().as_ref(), view, clock::now_ms());
        let dialog = standing.dialog;
        self.update(|state| state.standing = Some(standing));
        Some(Route::Dialog(dialog))
    }

    /// Asks the server where the attempt stands.
    pub async fn resume_flow(&self) -> Result<(), Failure> {
        let view = requests::find_flow(self.client()).await?;
        self.refresh_flow(view);
        Ok(())
    }

    /// Begins the set-up of a device from one's own pages, and comes back to the page named here.
    pub async fn enroll(&self, behind: Behind) -> Result<(), Failure> {
        self.sure(|| requests::start_enrollment(self.client()))
            .await?;
        let aim = Aim {
            behind,
            from_session: true,
        };
        aim.keep();
        self.go(Route::Dialog(Dialog::SecondStep));
        Ok(())
    }

    /// Gives up: nothing has changed. Goes back to where the person came from.
    pub fn cancel_flow(&self) {
        let app = self.clone();
        spawn(Box::pin(async move {
            // A server that cannot be reached ends the attempt by itself.
            let _ = requests::cancel_flow(app.client()).await;
            app.forget_flow();
            let aim = Aim::recall();
            let behind = Route::Behind(aim.behind);
            if aim.from_session {
                app.replace(behind, Some(Notice::Canceled));
            } else {
                app.replace(behind.behind_sign_in(), Some(Notice::Canceled));
            }
        }));
    }

    /// The attempt is over; the password is needed again.
    pub fn end_flow(&self, notice: Notice) {
        self.forget_flow();
        let behind = Route::Behind(Aim::recall().behind);
        self.replace(behind.behind_sign_in(), Some(notice));
    }

    fn forget_flow(&self) {
        self.client().set_flow_token(None);
        self.update(|state| state.standing = None);
    }

    /// Deals with an attempt that is over or stands elsewhere; gives any other failure back.
    pub fn intercept_flow(&self, failure: Failure) -> Option<Failure> {
        match failure.code() {
            Some(ProblemCode::FlowExpired) => self.end_flow(Notice::TimeRanOut),
            Some(ProblemCode::Unauthenticated) => self.end_flow(Notice::SessionEnded),
            Some(ProblemCode::WrongStep) => {
                let app = self.clone();
                spawn(Box::pin(async move {
                    if let Err(failure) = app.resume_flow().await {
                        app.intercept_flow(failure);
                    }
                }));
            }
            _ => return Some(failure),
        }
        None
    }
}
