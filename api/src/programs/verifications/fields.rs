//! The fields of a verification, checked.

use crate::people::members::Named;
use crate::platform::crypto::code::Code;
use crate::platform::text::{is_blank, is_invisible};
use crate::protection::signing::Audience;
use crate::second_step::proofs::read_code;
use shared_types::ids::ChallengeId;
use shared_types::limits::VERIFICATION_TEXT_LONGEST;
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::verifications::VerifyRequest;

/// What is to be proved, and for what: kept with the answer.
#[derive(Clone, Debug, Default)]
pub struct Operation {
    /// For whom a receipt is made.
    pub audience: Option<Audience>,
    /// What the person agrees to.
    pub purpose: Option<String>,
    /// What it is done to.
    pub target: Option<String>,
    /// A hash of it.
    pub target_hash: Option<String>,
    /// Which workstation or person of the program asks.
    pub station: Option<String>,
}

/// A request whose fields are acceptable.
#[derive(Debug)]
pub struct CheckedRequest {
    /// About whom.
    pub named: Named,
    /// The code.
    pub code: Code,
    /// For what.
    pub operation: Operation,
    /// The challenge that is answered.
    pub challenge: Option<ChallengeId>,
}

impl CheckedRequest {
    /// Of a request to `POST /verifications`.
    pub(super) fn of(request: VerifyRequest) -> Result<Self, FieldError> {
        Ok(Self {
            named: read_member(&request.member)?,
            code: read_code(&request.code)?,
            operation: Operation {
                audience: request
                    .audience
                    .as_deref()
                    .map(Audience::parse)
                    .transpose()?,
                purpose: read_text("purpose", request.purpose)?,
                target: read_text("target", request.target)?,
                target_hash: read_text("target_hash", request.target_hash)?,
                station: read_text("station", request.station)?,
            },
            challenge: None,
        })
    }
}

/// The field `member`.
pub fn read_member(text: &str) -> Result<Named, FieldError> {
    Named::parse(text).ok_or_else(|| {
        let detail = "The id of a member, or an email address.";
        FieldError::new("member", FieldErrorCode::Invalid, detail)
    })
}

/// A text that a program gives: shown to people and signed, so without control characters, and none that turn the
/// direction of text.
pub fn read_text(field: &str, text: Option<String>) -> Result<Option<String>, FieldError> {
    let flaw = |code, detail: String| FieldError::new(field, code, detail);
    match text {
        None => Ok(None),
        Some(text) if is_blank(&text) => {
            let detail = "Leave it out, or say something.".to_owned();
            Err(flaw(FieldErrorCode::Required, detail))
        }
        Some(text) if text.chars().count() > VERIFICATION_TEXT_LONGEST => {
            let detail = format!("At most {VERIFICATION_TEXT_LONGEST} characters.");
            Err(flaw(FieldErrorCode::TooLong, detail))
        }
        Some(text) if text.chars().any(is_invisible) => {
            let detail =
                "Control characters, and those that turn the direction of text, are not allowed."
                    .to_owned();
            Err(flaw(FieldErrorCode::Invalid, detail))
        }
        Some(text) => Ok(Some(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::secret::Secret;

    fn request() -> VerifyRequest {
        VerifyRequest {
            member: "jo@example.com".to_owned(),
            code: Secret::new("123 456"),
            audience: None,
            purpose: Some("connect".to_owned()),
            target: None,
            target_hash: None,
            station: None,
        }
    }

    #[test]
    fn a_member_is_named_by_id_or_address() {
        let named = |member: &str| {
            let request = VerifyRequest {
                member: member.to_owned(),
                ..request()
            };
            CheckedRequest::of(request).map(|asked| asked.named)
        };
        assert!(matches!(named(" jo@example.com "), Ok(Named::Address(_))));
        assert_eq!(named("jo").expect_err("refused").field, "member");
    }

    #[test]
    fn texts_have_a_length_and_no_control_characters() {
        let longest = "x".repeat(VERIFICATION_TEXT_LONGEST);
        for wrong in [
            " ".to_owned(),
            format!("{longest}x"),
            "a\u{1b}[31m".to_owned(),
            "connect \u{202e}gpj.exe".to_owned(),
            "\u{3164}".to_owned(),
        ] {
            let request = VerifyRequest {
                target: Some(wrong),
                ..request()
            };
            assert_eq!(
                CheckedRequest::of(request).expect_err("refused").field,
                "target"
            );
        }
        let request = VerifyRequest {
            target: Some(longest.clone()),
            ..request()
        };
        let asked = CheckedRequest::of(request).expect("fields");
        assert_eq!(asked.operation.target, Some(longest));
    }
}
