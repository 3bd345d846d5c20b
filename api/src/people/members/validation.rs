//! What people choose for themselves: names and passwords, checked once for every route.

use crate::platform::context::Context;
use crate::platform::crypto::password::{Password, PasswordFlaw};
use crate::platform::text::{is_blank, is_invisible};
use crate::protection::demand::Demand;
use shared_types::limits::{
    NAME_LONGEST, PASSWORD_LONGEST_BYTES, PASSWORD_SHORTEST_ALONE,
    PASSWORD_SHORTEST_WITH_SECOND_STEP,
};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::secret::Secret;

/// A name of a person or an organization: not empty, not too long, no control characters (they
/// would break a mail header or a terminal).
pub fn choose_name(field: &str, text: &str) -> Result<String, FieldError> {
    let name = text.trim();
    let flaw = if is_blank(name) {
        Some((FieldErrorCode::Required, "Enter a name.".to_owned()))
    } else if name.chars().count() > NAME_LONGEST {
        Some((
            FieldErrorCode::TooLong,
            format!("At most {NAME_LONGEST} characters."),
        ))
    } else if name.chars().any(is_invisible) {
        Some((
            FieldErrorCode::Invalid,
            "Control characters are not allowed in a name.".into(),
        ))
    } else {
        None
    };
    match flaw {
        None => Ok(name.to_owned()),
        Some((code, detail)) => Err(FieldError::new(field, code, detail)),
    }
}

/// A password that may be chosen: long enough, not easy to guess, and not in the list of breached ones.
pub async fn choose_password(
    context: &Context,
    field: &str,
    text: &Secret,
    shortest: usize,
    own_words: &[&str],
) -> Result<Password, FieldError> {
    let chosen = Password::parse(text).and_then(|password| {
        password
            .check_choice(shortest, own_words)
            .map(|()| password)
    });
    let password = chosen.map_err(|flaw| flaw_error(field, flaw))?;
    if context.breached.contains(password.sha1()).await {
        return Err(flaw_error(field, PasswordFlaw::Breached));
    }
    Ok(password)
}

/// NIST SP 800-63B-4 §3.1.1.2: 15 characters where the password alone signs in, 8 beside a
/// second step.
pub fn shortest_password(demand: Demand) -> usize {
    match demand {
        // Put off, or with an exemption, it signs in alone.
        Demand::None | Demand::Exempt | Demand::Later { .. } => PASSWORD_SHORTEST_ALONE,
        Demand::Now => PASSWORD_SHORTEST_WITH_SECOND_STEP,
    }
}

/// A flaw of a password, in the words of the contract.
pub fn flaw_error(field: &str, flaw: PasswordFlaw) -> FieldError {
    let (code, detail) = match flaw {
        PasswordFlaw::TooShort { shortest } => (
            FieldErrorCode::TooShort,
            format!("At least {shortest} characters. Several words make a good password."),
        ),
        PasswordFlaw::TooLong => {
            (FieldErrorCode::TooLong, format!("At most {PASSWORD_LONGEST_BYTES} bytes."))
        }
        PasswordFlaw::TooCommon => (
            FieldErrorCode::TooCommon,
            "This is easy to guess: it is common, repeats itself, or is made of your name, address or \
             organization. Use three or more words that do not belong together."
                .to_owned(),
        ),
        PasswordFlaw::Breached => (
            FieldErrorCode::Breached,
            "This password is in a public list of stolen passwords, which attackers try first. Use \
             another one."
                .to_owned(),
        ),
    };
    FieldError::new(field, code, detail)
}
