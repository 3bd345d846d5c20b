//! Which dialog serves which step: pure.

use crate::route::Dialog;
use shared_types::sign_in::{FlowView, Step};

/// Whether the dialog makes sense where the attempt stands.
pub(super) fn serves(dialog: Dialog, view: &FlowView) -> bool {
    match dialog {
        Dialog::SecondStep => view.step == Step::Email,
        Dialog::Email => view.step == Step::Email && view.email.is_some(),
        Dialog::App | Dialog::Connect | Dialog::SetupCode => view.step == Step::Enroll,
        Dialog::On | Dialog::Code => view.step == Step::Code,
    }
}

/// The dialog that comes next, after the attempt stood at `before`.
pub(super) fn next(before: Option<Step>, view: &FlowView) -> Dialog {
    match view.step {
        Step::Email if view.email.is_some() => Dialog::Email,
        Step::Email => Dialog::SecondStep,
        Step::Enroll => Dialog::App,
        Step::Code if before == Some(Step::Enroll) => Dialog::On,
        Step::Code | Step::Done => Dialog::Code,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use shared_types::sign_in::{EmailCodeView, FlowMember};
    use shared_types::time::Time;

    pub(in crate::flow) fn view(step: Step, email_sent: bool) -> FlowView {
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
            expires_at: Time::from_micros(0),
            email: email_sent.then_some(email),
            next_code_in_seconds: None,
            session: None,
        }
    }

    #[test]
    fn the_next_dialog_serves_its_step() {
        for step in [Step::Email, Step::Enroll, Step::Code] {
            for sent in [false, true] {
                for before in [
                    None,
                    Some(Step::Email),
                    Some(Step::Enroll),
                    Some(Step::Code),
                ] {
                    let view = view(step, sent);
                    assert!(
                        serves(next(before, &view), &view),
                        "{before:?} {step:?} {sent}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_set_up_meets_the_dialogs_in_order() {
        let walk = [
            (None, view(Step::Email, false), Dialog::SecondStep),
            (Some(Step::Email), view(Step::Email, true), Dialog::Email),
            (Some(Step::Email), view(Step::Enroll, true), Dialog::App),
            (Some(Step::Enroll), view(Step::Code, true), Dialog::On),
        ];
        for (before, view, dialog) in walk {
            assert_eq!(next(before, &view), dialog);
        }
        assert_eq!(next(None, &view(Step::Code, false)), Dialog::Code);
    }

    #[test]
    fn the_key_is_not_shown_outside_its_step() {
        for step in [Step::Email, Step::Code] {
            assert!(!serves(Dialog::Connect, &view(step, true)));
        }
    }
}
