//! Loading data for a page, with its states: loading, loaded, failed.

use crate::app::{App, use_app};
use crate::client::CredentialKind;
use crate::failure::Failure;
use crate::forms::LoadFailure;
use crate::layout::waiting;
use crate::task::{Task, spawn};
use std::rc::Rc;
use yew::prelude::*;

/// The data of a page, as far as it is loaded.
pub struct Load<T: 'static> {
    app: App,
    loaded: Option<Result<Rc<T>, Failure>>,
    /// Loads it again; what is shown stays until the response comes.
    pub again: Callback<()>,
}

impl<T> Load<T> {
    /// Why it could not be loaded.
    pub fn failure(&self) -> Option<&Failure> {
        self.loaded.as_ref()?.as_ref().err()
    }

    /// The data, once it is loaded.
    pub fn value(&self) -> Option<&T> {
        self.loaded.as_ref()?.as_ref().ok().map(Rc::as_ref)
    }

    /// Draws the data; until then that it is loading, or why it could not be loaded.
    pub fn show(&self, draw: impl FnOnce(Rc<T>) -> Html) -> Html {
        match &self.loaded {
            None => waiting(&self.app),
            Some(Ok(value)) => draw(Rc::clone(value)),
            Some(Err(failure)) => {
                html! { <LoadFailure failure={failure.clone()} again={self.again.clone()} /> }
            }
        }
    }
}

/// Loads when the page opens and whenever `key` changes. The response to an older request is
/// dropped when a newer one was sent.
#[hook]
pub fn use_load<K, T>(
    credential: CredentialKind,
    key: K,
    fetch: fn(App, K) -> Task<Result<T, Failure>>,
) -> Load<T>
where
    K: PartialEq + Clone + 'static,
    T: 'static,
{
    let app = use_app();
    let loaded = use_state(|| None);
    let round = use_state(|| 0_u32);
    let newest = use_mut_ref(|| 0_u32);
    {
        let (app, loaded) = (app.clone(), loaded.clone());
        use_effect_with((key, *round), move |(key, _)| {
            *newest.borrow_mut() += 1;
            let mine = *newest.borrow();
            let request = fetch(app.clone(), key.clone());
            spawn(Box::pin(async move {
                let outcome = request.await.map(Rc::new).map_err(|failure| {
                    app.intercept(credential, failure)
                        .unwrap_or(Failure::Canceled)
                });
                if *newest.borrow() == mine {
                    loaded.set(Some(outcome));
                }
            }));
        });
    }
    Load {
        app,
        loaded: (*loaded).clone(),
        again: Callback::from(move |()| round.set(*round + 1)),
    }
}
