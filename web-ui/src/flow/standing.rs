//! Where the sign-in attempt stands: pure.

use super::dialog;
use crate::route::Dialog;
use shared_types::sign_in::{FlowView, Step};
use std::ops::Deref;
use std::rc::Rc;

/// Where the attempt stands, as the server said last.
#[derive(Clone)]
pub struct Standing {
    view: Rc<FlowView>,
    /// The dialog that comes next.
    pub dialog: Dialog,
    /// When the server said so, by this computer's clock: its "in 12 s" count from here.
    pub seen_at_ms: f64,
    /// Whether this attempt put a new device in the place of an old one.
    pub replaced: bool,
}

impl Standing {
    /// Where the attempt stands after another answer of the server, at this moment.
    pub fn after(before: Option<&Self>, view: FlowView, seen_at_ms: f64) -> Self {
        let step = before.map(|before| before.step);
        let just_on = step == Some(Step::Enroll) && view.step == Step::Code;
        let replaced = before.is_some_and(|before| {
            before.replaced && view.step == Step::Code || just_on && before.replaces_device
        });
        Self {
            dialog: dialog::next(step, &view),
            view: Rc::new(view),
            seen_at_ms,
            replaced,
        }
    }

    /// When the app shows a code that was not used yet.
    pub fn next_code_at_ms(&self) -> Option<f64> {
        self.view
            .next_code_in_seconds
            .map(|seconds| self.in_seconds(seconds))
    }

    /// When the e-mail may be sent again.
    pub fn resend_at_ms(&self) -> Option<f64> {
        let email = self.view.email.as_ref()?;
        Some(self.in_seconds(email.resend_after_seconds))
    }

    /// Whether the dialog makes sense now.
    pub fn serves(&self, dialog: Dialog) -> bool {
        dialog::serves(dialog, &self.view)
    }

    fn in_seconds(&self, seconds: u32) -> f64 {
        self.seen_at_ms + f64::from(seconds) * 1000.0
    }
}

impl Deref for Standing {
    type Target = FlowView;

    fn deref(&self) -> &FlowView {
        &self.view
    }
}

impl PartialEq for Standing {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.view, &other.view)
    }
}

#[cfg(test)]
mod tests {
    use super::super::dialog::tests::view;
    use super::*;

    fn after(views: impl IntoIterator<Item = FlowView>) -> Standing {
        let step =
            |before: Option<Standing>, view| Some(Standing::after(before.as_ref(), view, 1_000.0));
        let standing = views.into_iter().fold(None, step);
        standing.expect("there is a view")
    }

    #[test]
    fn a_new_phone_is_told_from_a_first_one() {
        let mut enroll = view(Step::Enroll, true);
        let first = after([enroll.clone(), view(Step::Code, false)]);
        assert!(!first.replaced);
        assert_eq!(first.dialog, Dialog::On);
        enroll.replaces_device = true;
        assert!(after([enroll, view(Step::Code, false)]).replaced);
    }

    #[test]
    fn counts_start_when_the_server_spoke() {
        let mut code = view(Step::Code, true);
        code.next_code_in_seconds = Some(12);
        let standing = after([code]);
        assert_eq!(standing.next_code_at_ms(), Some(13_000.0));
        assert_eq!(standing.resend_at_ms(), Some(61_000.0));
    }
}
