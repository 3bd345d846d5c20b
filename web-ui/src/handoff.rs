//! What one program saves in the tab for the other, which takes it when it starts.

use crate::app::Notice;
use crate::browser;
use shared_types::problem::FlowEndReason;

const NOTICE: &str = "twostep.notice";
const EMAIL: &str = "twostep.email";

/// The notices that one program can leave for the other, with their names in the tab's storage.
const NOTICES: [(&str, Notice); 13] = [
    ("session_ended", Notice::SessionEnded),
    ("session_ended_typed_kept", Notice::SessionEndedTypedKept),
    ("second_step_required", Notice::SecondStepRequired),
    ("signed_out", Notice::SignedOut),
    ("email_changed", Notice::EmailChanged),
    ("password_changed", Notice::PasswordChanged),
    ("device_removed", Notice::DeviceRemoved),
    ("canceled", Notice::Canceled),
    ("time", Notice::FlowEnded(FlowEndReason::Time)),
    ("codes", Notice::FlowEnded(FlowEndReason::TooManyCodes)),
    ("device", Notice::FlowEnded(FlowEndReason::DeviceChanged)),
    ("account", Notice::FlowEnded(FlowEndReason::AccountChanged)),
    ("ended", Notice::FlowEnded(FlowEndReason::Ended)),
];

/// What one program leaves for the other.
pub struct Handoff {
    /// The notice to show.
    pub notice: Option<Notice>,
    /// The e-mail address that was typed last.
    pub email: String,
}

/// Saves a notice, and the e-mail address that was typed last.
pub fn save(notice: Option<&Notice>, email: &str) {
    let name = NOTICES
        .iter()
        .find(|(_, known)| Some(known) == notice)
        .map(|(name, _)| name);
    if let Some(name) = name {
        browser::remember_in_tab(NOTICE, name);
    }
    browser::remember_in_tab(EMAIL, email);
}

/// Takes what the other program saved.
pub fn take() -> Handoff {
    let name = browser::take_from_tab(NOTICE).unwrap_or_default();
    let notice = NOTICES
        .into_iter()
        .find(|(known, _)| *known == name)
        .map(|(_, notice)| notice);
    Handoff {
        notice,
        email: browser::take_from_tab(EMAIL).unwrap_or_default(),
    }
}
