//! What one program saves in the tab for the next, which takes it when it starts.

use crate::app::{Notice, State};
use crate::browser;
use shared_types::organizations::ShortName;
use shared_types::problem::FlowEndReason;
use shared_types::time::Time;

const NOTICE: &str = "twostep.notice";
const EMAIL: &str = "twostep.email";
const ORGANIZATION: &str = "twostep.tab-organization";

/// What stands before the number of a notice that has one.
const CODES_AGAIN_AT: &str = "codes_again_at:";
const PASSWORD_RESET_UNTIL: &str = "password_reset_until:";

/// The notices without a number that one program can leave for the next, with their names in the tab's storage.
const NOTICES: [(&str, Notice); 17] = [
    ("session_ended", Notice::SessionEnded),
    ("session_ended_typed_kept", Notice::SessionEndedTypedKept),
    ("second_step_required", Notice::SecondStepRequired),
    ("signed_out", Notice::SignedOut),
    ("organization_ready", Notice::OrganizationReady),
    ("password_chosen", Notice::PasswordChosen),
    ("password_reset", Notice::PasswordReset),
    ("password_reset_held", Notice::PasswordResetHeld(None)),
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

/// What one program leaves for the next.
pub struct Handoff {
    /// The notice to show.
    pub notice: Option<Notice>,
    /// The e-mail address that was typed last.
    pub email: String,
    /// The organization that is signed in to in this tab; `None` when no program left one, `Some(None)` for the
    /// installation's first one.
    pub organization: Option<Option<ShortName>>,
}

/// Saves a notice, and which address at which organization was typed last.
pub fn save(notice: Option<&Notice>, state: &State) {
    if let Some(text) = notice.and_then(to_text) {
        browser::remember_in_tab(NOTICE, &text);
    }
    save_email(&state.email);
    let organization = state.organization.as_ref();
    browser::remember_in_tab(ORGANIZATION, organization.map_or("", ShortName::as_str));
}

/// Saves the address of whose sign-in has begun.
pub fn save_email(email: &str) {
    browser::remember_in_tab(EMAIL, email);
}

/// Takes what the program before saved. The address stays in the tab: Back leads to a page that asks for it, which
/// another program has.
pub fn take() -> Handoff {
    Handoff {
        notice: browser::take_from_tab(NOTICE).and_then(|text| of_text(&text)),
        email: browser::recall_in_tab(EMAIL).unwrap_or_default(),
        organization: browser::take_from_tab(ORGANIZATION).map(|name| ShortName::parse(&name)),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
fn to_text(notice: &Notice) -> Option<String> {
    match notice {
        Notice::CodesAgainAt(at_ms) => Some(format!("{CODES_AGAIN_AT}{}", *at_ms as i64)),
        Notice::PasswordResetHeld(Some(until)) => {
            Some(format!("{PASSWORD_RESET_UNTIL}{}", until.micros()))
        }
        _ => {
            let mut known = NOTICES.iter();
            let (name, _) = known.find(|(_, known)| known == notice)?;
            Some((*name).to_owned())
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 fit in 53 bits for 280,000 years"
)]
fn of_text(text: &str) -> Option<Notice> {
    if let Some(at_ms) = text.strip_prefix(CODES_AGAIN_AT) {
        let at_ms: i64 = at_ms.parse().ok()?;
        return Some(Notice::CodesAgainAt(at_ms as f64));
    }
    if let Some(until) = text.strip_prefix(PASSWORD_RESET_UNTIL) {
        let until = Time::from_micros(until.parse().ok()?);
        return Some(Notice::PasswordResetHeld(Some(until)));
    }
    let mut known = NOTICES.into_iter();
    known
        .find(|(name, _)| *name == text)
        .map(|(_, notice)| notice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_read_as_it_was_saved() {
        let with_numbers = [
            Notice::CodesAgainAt(1_764_547_200_000.0),
            Notice::PasswordResetHeld(Some(Time::from_micros(1_764_547_200_000_001))),
        ];
        let others = NOTICES.into_iter().map(|(_, notice)| notice);
        for notice in others.chain(with_numbers) {
            let text = to_text(&notice).expect("a text");
            assert_eq!(of_text(&text), Some(notice), "{text}");
        }
        assert_eq!(to_text(&Notice::PlanSaved), None);
        for text in ["", "x", "codes_again_at:", "password_reset_until:soon"] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }
}
