//! For whom a receipt is: what its checker compares, character for character.

use shared_types::limits::AUDIENCE_LONGEST;
use shared_types::problem::{FieldError, FieldErrorCode};

/// The name of the program that a receipt is for: an address (`https://remote.example.com`) or another
/// text of printable ASCII, 1 to 255 characters without a space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience(String);

impl Audience {
    /// Reads the field `audience` of a request.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        if text.is_empty() {
            return Err(refused(FieldErrorCode::Required, "Name an audience."));
        }
        if text.len() > AUDIENCE_LONGEST {
            let detail = format!("The audience is longer than {AUDIENCE_LONGEST} characters.");
            return Err(refused(FieldErrorCode::TooLong, detail));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            let detail = "The audience has only printable ASCII characters and no space.";
            return Err(refused(FieldErrorCode::Invalid, detail));
        }
        // The id of a console is the audience of its ID tokens: nothing else that is signed may look like one.
        if uuid::Uuid::try_parse(text).is_ok() {
            let detail = "The audience is no UUID: those are ids of consoles.";
            return Err(refused(FieldErrorCode::Invalid, detail));
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The error of the field.
fn refused(code: FieldErrorCode, detail: impl Into<String>) -> FieldError {
    FieldError::new("audience", code, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_audience_is_printable_ascii_of_some_length() {
        let longest = "a".repeat(AUDIENCE_LONGEST);
        for good in [
            "a",
            "https://remote.example.com/x?y=1#z",
            "urn:x:y",
            "~!",
            &longest,
        ] {
            assert_eq!(Audience::parse(good).expect(good).as_str(), good);
        }
        let long = "a".repeat(AUDIENCE_LONGEST + 1);
        for (bad, code) in [
            ("", FieldErrorCode::Required),
            (&*long, FieldErrorCode::TooLong),
            (" ", FieldErrorCode::Invalid),
            ("two words", FieldErrorCode::Invalid),
            ("line\n", FieldErrorCode::Invalid),
            ("\u{7f}", FieldErrorCode::Invalid),
            ("fenêtre", FieldErrorCode::Invalid),
            (
                "01938f2a-7b11-7c9e-9a62-0d6f3c1c2b4e",
                FieldErrorCode::Invalid,
            ),
        ] {
            let error = Audience::parse(bad).expect_err(bad);
            assert_eq!(
                (error.field.as_str(), error.code),
                ("audience", code),
                "{bad:?}"
            );
        }
    }
}
