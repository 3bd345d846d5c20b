//! Reading something from the server for a page: loading, there, or not, and once more.

use crate::failure::Failure;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What a page reads.
#[derive(Debug, PartialEq)]
pub enum Loaded<T> {
    /// It is on its way.
    Loading,
    /// It is there.
    Ready(Rc<T>),
    /// It did not come.
    Failed(Failure),
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Loading => Self::Loading,
            Self::Ready(value) => Self::Ready(Rc::clone(value)),
            Self::Failed(failure) => Self::Failed(failure.clone()),
        }
    }
}

/// What a page reads, and the way to read it once more.
pub struct Load<T: 'static> {
    /// Where it stands.
    pub state: Loaded<T>,
    /// Reads it once more; what is shown stays until the answer is there.
    pub again: Callback<()>,
    replace: UseStateHandle<Loaded<T>>,
}

impl<T> Load<T> {
    /// What was read, if it is there.
    pub fn ready(&self) -> Option<Rc<T>> {
        match &self.state {
            Loaded::Ready(value) => Some(Rc::clone(value)),
            Loaded::Loading | Loaded::Failed(_) => None,
        }
    }

    /// Takes a newer version that came as the answer to a change.
    pub fn set(&self) -> Callback<T> {
        let replace = self.replace.clone();
        Callback::from(move |value| replace.set(Loaded::Ready(Rc::new(value))))
    }
}

/// Reads with `fetch` when the page opens and whenever `key` changes. An answer that was
/// overtaken by a newer question is dropped.
#[hook]
pub fn use_load<K, T, F>(key: K, fetch: impl Fn(&K) -> F + 'static) -> Load<T>
where
    K: PartialEq + Clone + 'static,
    T: 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let state = use_state(|| Loaded::Loading);
    let round = use_state(|| 0_u32);
    let newest = use_mut_ref(|| 0_u32);
    {
        let state = state.clone();
        use_effect_with((key, *round), move |(key, _)| {
            *newest.borrow_mut() += 1;
            let mine = *newest.borrow();
            let answer = fetch(key);
            spawn_local(async move {
                let loaded = match answer.await {
                    Ok(value) => Loaded::Ready(Rc::new(value)),
                    Err(failure) => Loaded::Failed(failure),
                };
                if *newest.borrow() == mine {
                    state.set(loaded);
                }
            });
        });
    }
    let again = Callback::from(move |()| round.set(*round + 1));
    Load {
        state: (*state).clone(),
        again,
        replace: state,
    }
}
