//! The sign-in attempt in progress: where it stands, which dialog serves it, how it ends.

mod aim;
mod dialog;
mod guard;
mod requests;
mod state;

pub use aim::Aim;
pub use guard::FlowGuard;
pub use state::Standing;

use crate::client::{Client, use_client};
use crate::clock;
use crate::failure::Failure;
use crate::load::{Load, use_load};
use crate::notice::{Notice, Notices, use_notices};
use crate::reauthentication::Reauthentication;
use crate::route::Route;
use crate::router::{ChildrenProps, Router, use_router};
use crate::session::{Session, use_session};
use crate::submit::{Submit, use_submit_with};
use shared_types::problem::ProblemCode;
use shared_types::sign_in::{FlowView, Step};
use state::{Action, FlowState};
use std::future::Future;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The sign-in attempt and everything that can happen to it.
#[derive(Clone, PartialEq)]
pub struct Flow {
    state: UseReducerHandle<FlowState>,
    client: Client,
    notices: Notices,
    router: Router,
    session: Session,
}

impl Flow {
    /// Takes an answer of the server and opens the dialog that serves it.
    pub fn accept(&self, view: FlowView) {
        if view.step == Step::Done {
            self.finish();
        } else if let Some(standing) = self.take(view) {
            self.router.push(&Route::Dialog(standing.dialog));
        }
    }

    /// Takes an answer of the server and stays, as long as the open dialog serves it.
    pub fn refresh(&self, view: FlowView) {
        if view.step == Step::Done {
            self.finish();
        } else {
            self.take(view);
        }
    }

    /// Asks the server where the attempt stands.
    pub async fn resume(&self) -> Result<(), Failure> {
        let view = requests::find_flow(&self.client).await?;
        self.refresh(view);
        Ok(())
    }

    /// Begins the set-up of a device from a page behind the session's guard, and comes back to
    /// the page named here.
    pub async fn enroll(&self, sure: &Reauthentication, route: Route) -> Result<(), Failure> {
        let start = || requests::start_enrollment(&self.client);
        let view = sure.act(start).await?;
        Aim {
            route,
            from_session: true,
        }
        .keep();
        self.accept(view);
        Ok(())
    }

    /// Gives up: nothing has changed. Goes back to where the person came from.
    pub fn cancel(&self) {
        let flow = self.clone();
        spawn_local(async move {
            // A server that cannot be reached ends the attempt by itself.
            let _ = requests::cancel_flow(&flow.client).await;
            flow.forget();
            let aim = Aim::recall();
            if aim.from_session {
                flow.router.replace(&aim.route);
            } else {
                flow.notices.leave(Notice::Canceled);
                flow.router.replace(&aim.route.behind_sign_in());
            }
        });
    }

    /// The attempt is over; the password is needed again.
    pub fn end(&self, notice: Notice) {
        self.forget();
        self.notices.leave(notice);
        self.router.replace(&Aim::recall().route.behind_sign_in());
    }

    fn finish(&self) {
        self.forget();
        self.session.forget();
        self.router.replace(&Aim::recall().route);
    }

    fn take(&self, view: FlowView) -> Option<Standing> {
        if view.csrf_token.is_some() {
            self.client.set_flow_token(view.csrf_token.clone());
        }
        self.state.dispatch(Action::Accepted(view, clock::now_ms()));
        self.state.standing()
    }

    fn forget(&self) {
        self.client.set_flow_token(None);
        self.state.dispatch(Action::Ended);
    }

    /// Deals with an attempt that is over or stands elsewhere; gives any other failure back.
    fn intercept(&self, failure: Failure) -> Option<Failure> {
        match failure.code() {
            Some(ProblemCode::FlowExpired) => {
                self.end(Notice::TimeRanOut);
                None
            }
            Some(ProblemCode::Unauthenticated) => {
                self.end(Notice::SessionEnded);
                None
            }
            Some(ProblemCode::WrongStep) => {
                let flow = self.clone();
                spawn_local(async move {
                    if let Err(failure) = flow.resume().await {
                        flow.intercept(failure);
                    }
                });
                None
            }
            _ => Some(failure),
        }
    }
}

/// The sign-in attempt.
#[hook]
pub fn use_flow() -> Flow {
    use_context().expect("the application provides the flow")
}

/// Where the attempt stands, in a dialog behind the guard.
#[hook]
pub fn use_standing() -> Standing {
    use_context().expect("the guard stands before this dialog")
}

/// Sending in a dialog.
#[hook]
pub fn use_flow_submit() -> Submit {
    let flow = use_flow();
    use_submit_with(Callback::from(move |failure| flow.intercept(failure)))
}

/// Reading in a dialog.
#[hook]
pub fn use_flow_load<K, T, F>(key: K, fetch: impl Fn(&K) -> F + 'static) -> Load<T>
where
    K: PartialEq + Clone + 'static,
    T: 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let flow = use_flow();
    use_load(key, move |key| {
        let (flow, answer) = (flow.clone(), fetch(key));
        async move {
            let answer = answer.await;
            answer.map_err(|failure| flow.intercept(failure).unwrap_or(Failure::Canceled))
        }
    })
}

/// Holds the sign-in attempt for everything inside.
#[component]
pub fn FlowProvider(props: &ChildrenProps) -> Html {
    let flow = Flow {
        state: use_reducer_eq(FlowState::default),
        client: use_client(),
        notices: use_notices(),
        router: use_router(),
        session: use_session(),
    };
    html! {
        <ContextProvider<Flow> context={flow}>{ props.children.clone() }</ContextProvider<Flow>>
    }
}
