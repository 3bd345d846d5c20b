//! The member who is signed in.

use shared_types::me::MeView;
use std::ops::Deref;
use std::rc::Rc;

/// The member who is signed in. Two values are equal if they come from the same response.
#[derive(Clone)]
pub struct Me(Rc<MeView>);

impl Me {
    /// The member whom the server named.
    pub fn new(view: MeView) -> Self {
        Self(Rc::new(view))
    }
}

impl Deref for Me {
    type Target = MeView;

    fn deref(&self) -> &MeView {
        &self.0
    }
}

impl PartialEq for Me {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
