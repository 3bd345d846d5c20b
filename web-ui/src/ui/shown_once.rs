//! What a page shows once, a secret for instance: it stays in memory until it was copied, so that who left the page
//! finds it there again, and the browser asks before it would be lost.

use crate::browser;
use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::prelude::*;

thread_local! {
    /// What was shown and not copied yet, by its place.
    static UNCOPIED: RefCell<BTreeMap<AttrValue, Rc<dyn Any>>> = RefCell::default();
}

/// What one place shows once.
pub struct ShownOnce<T> {
    place: AttrValue,
    value: UseStateHandle<Option<Rc<T>>>,
}

impl<T> Clone for ShownOnce<T> {
    fn clone(&self) -> Self {
        Self {
            place: self.place.clone(),
            value: self.value.clone(),
        }
    }
}

impl<T: 'static> ShownOnce<T> {
    /// What is shown.
    pub fn value(&self) -> Option<Rc<T>> {
        (*self.value).clone()
    }

    /// Shows it from now on.
    pub fn show(&self, value: T) {
        let value = Rc::new(value);
        let kept: Rc<dyn Any> = value.clone();
        UNCOPIED.with_borrow_mut(|all| all.insert(self.place.clone(), kept));
        browser::ask_before_leaving(true);
        self.value.set(Some(value));
    }

    /// Keeps it no longer than its page is open: it was copied.
    pub fn copied<E>(&self) -> Callback<E> {
        let place = self.place.clone();
        Callback::from(move |_: E| {
            UNCOPIED.with_borrow_mut(|all| all.remove(&place));
            browser::ask_before_leaving(is_any_uncopied());
        })
    }

    /// Shows it no longer: it is of no use any more.
    pub fn hide(&self) {
        self.copied().emit(());
        self.value.set(None);
    }
}

/// What this place shows once: nothing at first, or what was shown there before and was not copied.
#[hook]
pub fn use_shown_once<T: 'static>(place: &AttrValue) -> ShownOnce<T> {
    let value = use_state(|| {
        let kept = UNCOPIED.with_borrow(|all| all.get(place).cloned());
        kept.and_then(|kept| kept.downcast().ok())
    });
    ShownOnce {
        place: place.clone(),
        value,
    }
}

/// Whether something would be lost now.
fn is_any_uncopied() -> bool {
    UNCOPIED.with_borrow(|all| !all.is_empty())
}

/// Whether nothing is lost, or is to be: the person is asked the question.
pub fn may_lose_uncopied(question: &str) -> bool {
    let may = !is_any_uncopied() || browser::asks(question);
    if may {
        browser::ask_before_leaving(false);
    }
    may
}
