//! The reason that somebody gives for an act on a member: kept in the record as it was typed. Mails take
//! links out of it.

use shared_types::limits::REASON_LONGEST;
use shared_types::problem::{FieldError, FieldErrorCode};

/// A reason that may be given.
pub(in crate::people) fn choose_reason(text: &str) -> Result<String, FieldError> {
    let reason = text.trim();
    if reason.is_empty() {
        return Err(FieldError::new(
            "reason",
            FieldErrorCode::Required,
            "Say why.",
        ));
    }
    if reason.chars().count() > REASON_LONGEST {
        let detail = format!("At most {REASON_LONGEST} characters.");
        return Err(FieldError::new("reason", FieldErrorCode::TooLong, detail));
    }
    if reason.chars().any(|c| c.is_control() && c != '\n') {
        return Err(FieldError::new(
            "reason",
            FieldErrorCode::Invalid,
            "Control characters are not allowed.",
        ));
    }
    Ok(reason.to_owned())
}
