//! The state of the sign-in attempt, and the dialogs that fit it.

use crate::clock;
use crate::route::Dialog;
use shared_types::sign_in::{EmailCodeView, FlowView, Step};
use std::ops::Deref;
use std::rc::Rc;

/// The state of the sign-in attempt, as the server told it last.
#[derive(Clone)]
pub struct FlowState {
    view: Rc<FlowView>,
    /// The dialog that comes next.
    pub dialog: Dialog,
    /// When the server told it, by this computer's clock: "in 12 s" counts from here.
    pub seen_at_ms: f64,
    /// Whether this attempt replaced an old device by a new one.
    pub replaced: bool,
    /// How many seconds ago the e-mail was sent that the attempt found when it came to this step: it was sent
    /// for an earlier one, or before a reload.
    pub mailed_seconds_ago: Option<u32>,
}

impl FlowState {
    /// The state after another response of the server, received at this moment.
    pub fn after(before: Option<&Self>, view: FlowView, seen_at_ms: f64) -> Self {
        let step = before.map(|before| before.step);
        let just_on = step == Some(Step::Enroll) && view.step == Step::Code;
        let replaced = before.is_some_and(|before| {
            before.replaced && view.step == Step::Code || just_on && before.replaces_device
        });
        let mailed_seconds_ago = view
            .email
            .as_ref()
            .filter(|_| view.step == Step::Email && step != Some(Step::Email))
            .map(|email| seconds_since(email, seen_at_ms));
        Self {
            mailed_seconds_ago,
            dialog: next_dialog(step, &view),
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

    /// Whether the dialog fits the step of the attempt.
    pub fn allows(&self, dialog: Dialog) -> bool {
        match dialog {
            Dialog::SecondStep => self.step == Step::Email,
            Dialog::Email => self.step == Step::Email && self.email.is_some(),
            Dialog::App | Dialog::Connect | Dialog::SetupCode => self.step == Step::Enroll,
            Dialog::On | Dialog::Code => self.step == Step::Code,
            Dialog::Password => self.step == Step::Password,
        }
    }

    fn in_seconds(&self, seconds: u32) -> f64 {
        self.seen_at_ms + f64::from(seconds) * 1000.0
    }
}

impl Deref for FlowState {
    type Target = FlowView;

    fn deref(&self) -> &FlowView {
        &self.view
    }
}

impl PartialEq for FlowState {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.view, &other.view)
    }
}

/// Whole seconds since the e-mail was sent.
fn seconds_since(email: &EmailCodeView, now_ms: f64) -> u32 {
    clock::seconds_between(clock::local_ms(email.sent_at), now_ms)
}

/// The dialog that comes next when the step before was `before`.
fn next_dialog(before: Option<Step>, view: &FlowView) -> Dialog {
    match view.step {
        Step::Email if view.email.is_some() => Dialog::Email,
        Step::Email => Dialog::SecondStep,
        Step::Enroll => Dialog::App,
        Step::Code if before == Some(Step::Enroll) => Dialog::On,
        Step::Password => Dialog::Password,
        Step::Code | Step::Done => Dialog::Code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::sign_in::FlowMember;
    use shared_types::time::Time;

    fn view(step: Step, email_sent: bool) -> FlowView {
        let email = EmailCodeView {
            sent_to: "j…@example.com".to_owned(),
            sent_at: Time::from_micros(0),
            expires_at: Time::from_micros(0),
            reference: "K7Q2".to_owned(),
            resend_after_seconds: 60,
        };
        FlowView {
            step,
            flow_token: None,
            csrf_token: None,
            member: FlowMember {
                email_masked: "j…@example.com".to_owned(),
                display_name: "Jo".to_owned(),
            },
            organization: "Acme".to_owned(),
            replaces_device: false,
            can_keep_device: false,
            device_is_overdue: false,
            expires_at: Time::from_micros(0),
            entry_number: None,
            email: email_sent.then_some(email),
            next_code_in_seconds: None,
            due_at: None,
            skips_left: None,
            session: None,
            receipt: None,
        }
    }

    fn after(views: impl IntoIterator<Item = FlowView>) -> FlowState {
        let step = |before: Option<FlowState>, view| {
            Some(FlowState::after(before.as_ref(), view, 1_000.0))
        };
        let state = views.into_iter().fold(None, step);
        state.expect("there is a view")
    }

    #[test]
    fn the_next_dialog_fits_its_step() {
        for step in [Step::Email, Step::Enroll, Step::Code, Step::Password] {
            for sent in [false, true] {
                for before in [
                    None,
                    Some(Step::Email),
                    Some(Step::Enroll),
                    Some(Step::Code),
                    Some(Step::Password),
                ] {
                    let views = before.map(|step| view(step, true));
                    let state = after(views.into_iter().chain([view(step, sent)]));
                    assert!(state.allows(state.dialog), "{before:?} {step:?} {sent}");
                }
            }
        }
    }

    #[test]
    fn a_set_up_shows_the_dialogs_in_order() {
        let steps = [
            (None, view(Step::Email, false), Dialog::SecondStep),
            (Some(Step::Email), view(Step::Email, true), Dialog::Email),
            (Some(Step::Email), view(Step::Enroll, true), Dialog::App),
            (Some(Step::Enroll), view(Step::Code, true), Dialog::On),
        ];
        for (before, view, dialog) in steps {
            assert_eq!(next_dialog(before, &view), dialog);
        }
        assert_eq!(next_dialog(None, &view(Step::Code, false)), Dialog::Code);
    }

    #[test]
    fn the_key_is_not_shown_outside_its_step() {
        for step in [Step::Email, Step::Code] {
            assert!(!after([view(step, true)]).allows(Dialog::Connect));
        }
    }

    #[test]
    fn a_replaced_device_is_told_from_a_first_one() {
        let mut enroll = view(Step::Enroll, true);
        let first = after([enroll.clone(), view(Step::Code, false)]);
        assert!(!first.replaced);
        assert_eq!(first.dialog, Dialog::On);
        enroll.replaces_device = true;
        assert!(after([enroll, view(Step::Code, false)]).replaced);
    }

    /// B8 of the review: an attempt that finds a mailed code is told to use it; one that has just sent it is not.
    #[test]
    fn a_mail_that_was_there_is_told_with_its_age() {
        let found = after([view(Step::Code, false), view(Step::Email, true)]);
        assert_eq!(found.dialog, Dialog::Email);
        assert_eq!(found.mailed_seconds_ago, Some(1));
        let sent = after([view(Step::Email, false), view(Step::Email, true)]);
        assert_eq!(sent.mailed_seconds_ago, None);
    }

    #[test]
    fn countdowns_start_when_the_response_came() {
        let mut code = view(Step::Code, true);
        code.next_code_in_seconds = Some(12);
        let state = after([code]);
        assert_eq!(state.next_code_at_ms(), Some(13_000.0));
        assert_eq!(state.resend_at_ms(), Some(61_000.0));
    }
}
