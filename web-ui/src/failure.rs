//! Why a request failed.

use shared_types::problem::{FieldErrorCode, FlowEndReason, Problem, ProblemCode};
use std::rc::Rc;

/// Why a request failed.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The server refused it and gave a reason.
    Problem(Rc<Problem>),
    /// Fields are empty or malformed, so it was not sent.
    Fields(Vec<(&'static str, FieldErrorCode)>),
    /// No response came.
    Network,
    /// The response was not from our server: a proxy's page, for instance.
    Unreadable,
    /// The person canceled it.
    Canceled,
}

impl Failure {
    /// The problem code, if the server gave one.
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Fields(_) | Self::Network | Self::Unreadable | Self::Canceled => None,
        }
    }

    /// Why the sign-in attempt has ended, if that is what it says.
    pub fn flow_end(&self) -> Option<FlowEndReason> {
        match self {
            Self::Problem(problem) if problem.code == ProblemCode::FlowExpired => {
                Some(problem.reason.unwrap_or(FlowEndReason::Ended))
            }
            _ => None,
        }
    }

    /// What is wrong with the field of this name.
    pub fn field(&self, name: &str) -> Option<FieldErrorCode> {
        match self {
            Self::Problem(problem) => {
                let error = problem.errors.iter().find(|error| error.field == name)?;
                Some(error.code)
            }
            Self::Fields(fields) => {
                let (_, code) = fields.iter().find(|(field, _)| *field == name)?;
                Some(*code)
            }
            Self::Network | Self::Unreadable | Self::Canceled => None,
        }
    }

    /// Which value of the field of this name the server refused, where it says so.
    pub fn value(&self, name: &str) -> Option<&str> {
        let Self::Problem(problem) = self else {
            return None;
        };
        let error = problem.errors.iter().find(|error| error.field == name)?;
        error.value.as_deref()
    }

    /// Which item of the list of this name the server refused, counted from 0: `networks[2]`.
    pub fn item(&self, name: &str) -> Option<usize> {
        let Self::Problem(problem) = self else {
            return None;
        };
        problem.errors.iter().find_map(|error| {
            let place = error.field.strip_prefix(name)?.strip_prefix('[')?;
            place.strip_suffix(']')?.parse().ok()
        })
    }

    /// Seconds until the server accepts the same request again.
    pub fn wait_seconds(&self) -> Option<u32> {
        match self {
            Self::Problem(problem) => problem.retry_after_seconds,
            Self::Fields(_) | Self::Network | Self::Unreadable | Self::Canceled => None,
        }
    }

    /// Seconds until the app shows a code that was not used yet.
    pub fn next_code_seconds(&self) -> Option<u32> {
        match self {
            Self::Problem(problem) => problem.next_code_in_seconds,
            Self::Fields(_) | Self::Network | Self::Unreadable | Self::Canceled => None,
        }
    }
}

/// Whether the thing that a request named is not there any more.
pub fn is_gone<T>(outcome: &Result<T, Failure>) -> bool {
    let failure = outcome.as_ref().err();
    failure.and_then(Failure::code) == Some(ProblemCode::NotFound)
}

/// Fails if one of the fields, given with its text, is empty.
pub fn require(fields: &[(&'static str, &str)]) -> Result<(), Failure> {
    let missing = fields.iter();
    let missing = missing.filter(|(_, text)| text.trim().is_empty());
    refuse(missing.map(|(name, _)| (*name, FieldErrorCode::Required)))
}

/// Fails with all flaws at once, if there is one.
pub fn refuse(
    flaws: impl IntoIterator<Item = (&'static str, FieldErrorCode)>,
) -> Result<(), Failure> {
    let flaws: Vec<_> = flaws.into_iter().collect();
    if flaws.is_empty() {
        Ok(())
    } else {
        Err(Failure::Fields(flaws))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::problem::FieldError;

    #[test]
    fn every_empty_field_is_named() {
        let failure = require(&[("email", " "), ("password", ""), ("name", "Jo")]);
        let failure = failure.expect_err("two fields are empty");
        assert_eq!(failure.field("email"), Some(FieldErrorCode::Required));
        assert_eq!(failure.field("password"), Some(FieldErrorCode::Required));
        assert_eq!(failure.field("name"), None);
        assert_eq!(require(&[("name", "Jo")]), Ok(()));
    }

    /// B10 of a newcomer's review: the page can say which of several networks is none.
    #[test]
    fn an_item_of_a_list_is_found_by_its_place() {
        let flaw = |field: &str| FieldError::new(field, FieldErrorCode::Invalid, "");
        let failure = Failure::Problem(Rc::new(Problem {
            r#type: String::new(),
            title: String::new(),
            status: ProblemCode::InvalidInput.status(),
            detail: String::new(),
            code: ProblemCode::InvalidInput,
            request_id: String::new(),
            errors: vec![flaw("network[7]"), flaw("networks[2]")],
            step: None,
            next_code_in_seconds: None,
            retry_after_seconds: None,
            tries_left: None,
            entry: None,
            reason: None,
            directory: None,
            held_until: None,
        }));
        assert_eq!(failure.item("networks"), Some(2));
        assert_eq!(failure.item("scopes"), None);
        assert_eq!(Failure::Network.item("networks"), None);
    }
}
