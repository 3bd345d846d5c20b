//! What one program hands on to the other: kept in the tab, and taken out when that one starts.

use crate::browser;
use crate::notice::Notice;

const NOTICE: &str = "twostep.notice";
const EMAIL: &str = "twostep.email";

/// What either program leaves for the other to say.
const NOTICES: [(&str, Notice); 7] = [
    ("session_ended", Notice::SessionEnded),
    ("second_step_required", Notice::SecondStepRequired),
    ("signed_out", Notice::SignedOut),
    ("email_changed", Notice::EmailChanged),
    ("password_changed", Notice::PasswordChanged),
    ("device_removed", Notice::DeviceRemoved),
    ("canceled", Notice::Canceled),
];

/// Hands on a notice, and the e-mail address that was typed last.
pub fn hand_on(notice: Option<&Notice>, email: &str) {
    let name = NOTICES
        .iter()
        .find(|(_, known)| Some(known) == notice)
        .map(|(name, _)| name);
    if let Some(name) = name {
        browser::remember_in_tab(NOTICE, name);
    }
    browser::remember_in_tab(EMAIL, email);
}

/// Takes what was handed on.
pub fn take() -> (Option<Notice>, String) {
    let name = browser::take_from_tab(NOTICE).unwrap_or_default();
    let notice = NOTICES
        .into_iter()
        .find(|(known, _)| *known == name)
        .map(|(_, notice)| notice);
    (notice, browser::take_from_tab(EMAIL).unwrap_or_default())
}
