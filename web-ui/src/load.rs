//! Reading something from the server for a page: loading, there, or not, and once more.

use crate::client::Lane;
use crate::failure::Failure;
use crate::failure_alert::LoadFailure;
use crate::handle::{App, Task, spawn, use_app};
use crate::layout::waiting;
use std::rc::Rc;
use yew::prelude::*;

/// What a page reads, and the way to read it once more.
pub struct Load<T: 'static> {
    app: App,
    answer: Option<Result<Rc<T>, Failure>>,
    /// Reads it once more; what is shown stays until the answer is there.
    pub again: Callback<()>,
}

impl<T> Load<T> {
    /// Draws what was read; until then that it is on its way, or why it did not come.
    pub fn show(&self, draw: impl FnOnce(Rc<T>) -> Html) -> Html {
        match &self.answer {
            None => waiting(&self.app),
            Some(Ok(value)) => draw(Rc::clone(value)),
            Some(Err(failure)) => {
                html! { <LoadFailure failure={failure.clone()} again={self.again.clone()} /> }
            }
        }
    }
}

/// Reads when the page opens and whenever `key` changes. An answer that was overtaken by a newer
/// question is dropped.
#[hook]
pub fn use_load<K, T>(lane: Lane, key: K, fetch: fn(App, K) -> Task<Result<T, Failure>>) -> Load<T>
where
    K: PartialEq + Clone + 'static,
    T: 'static,
{
    let app = use_app();
    let answer = use_state(|| None);
    let round = use_state(|| 0_u32);
    let newest = use_mut_ref(|| 0_u32);
    {
        let (app, answer) = (app.clone(), answer.clone());
        use_effect_with((key, *round), move |(key, _)| {
            *newest.borrow_mut() += 1;
            let mine = *newest.borrow();
            let question = fetch(app.clone(), key.clone());
            spawn(Box::pin(async move {
                let outcome = question
                    .await
                    .map(Rc::new)
                    .map_err(|failure| app.intercept(lane, failure).unwrap_or(Failure::Canceled));
                if *newest.borrow() == mine {
                    answer.set(Some(outcome));
                }
            }));
        });
    }
    Load {
        app,
        answer: (*answer).clone(),
        again: Callback::from(move |()| round.set(*round + 1)),
    }
}
