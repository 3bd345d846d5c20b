//! "Confirm that it is you": a sensitive act waits here for the password, then goes on. The page
//! behind stays as it is, with everything that was typed.

mod page;
mod requests;

use crate::failure::Failure;
use crate::router::{ChildrenProps, use_router};
use futures_channel::oneshot;
use page::ReauthenticationPage;
use shared_types::problem::ProblemCode;
use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;
use yew::prelude::*;

/// The answer that an act waits for.
#[derive(Clone)]
struct Pending(Rc<RefCell<Option<oneshot::Sender<bool>>>>);

impl Pending {
    fn answer(&self, confirmed: bool) {
        if let Some(sender) = self.0.borrow_mut().take() {
            // Nobody waits any more when the page behind was left.
            let _ = sender.send(confirmed);
        }
    }
}

impl PartialEq for Pending {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The way of a sensitive act.
#[derive(Clone, PartialEq)]
pub struct Reauthentication {
    pending: UseStateHandle<Option<Pending>>,
}

impl Reauthentication {
    /// Does it; asks for the password first if the server wants to be sure, and does it then.
    pub async fn act<T, F>(&self, attempt: impl Fn() -> F) -> Result<T, Failure>
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
        let pending = Pending(Rc::new(RefCell::new(Some(sender))));
        self.pending.set(Some(pending));
        let confirmed = answer.await.unwrap_or(false);
        self.pending.set(None);
        if confirmed {
            Ok(())
        } else {
            Err(Failure::Canceled)
        }
    }
}

/// The way of a sensitive act.
#[hook]
pub fn use_reauthentication() -> Reauthentication {
    use_context().expect("the application provides the reauthentication")
}

/// Covers the page inside while the password is asked for.
#[component]
pub fn ReauthenticationProvider(props: &ChildrenProps) -> Html {
    let pending = use_state_eq(|| None::<Pending>);
    let router = use_router();
    {
        // Back leaves the question unanswered, and the act undone.
        let pending = (*pending).clone();
        use_effect_with(router.route().clone(), move |_| {
            if let Some(pending) = pending {
                pending.answer(false);
            }
        });
    }
    let asking = (*pending).clone();
    let covered = asking.is_some();
    html! {
        <ContextProvider<Reauthentication> context={Reauthentication { pending }}>
            <div class="page" hidden={covered}>{ props.children.clone() }</div>
            if let Some(asking) = asking {
                <ReauthenticationPage
                    onanswer={Callback::from(move |confirmed| asking.answer(confirmed))}
                />
            }
        </ContextProvider<Reauthentication>>
    }
}
