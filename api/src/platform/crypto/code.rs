//! Six digits as a type of its own, which can be compared in constant time and in no other way (T-10).

use shared_types::code::parse_code;
use shared_types::secret::Secret;
use std::fmt;
use subtle::{Choice, ConstantTimeEq};
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// The six digits of a code: typed by a person, or those that a device shows.
///
/// It has neither `PartialEq` nor `Deref`: `==` between two codes, or between a code and a text, does not
/// compile, so that no comparison tells by its time how many digits were right (ASVS 11.2.4).
///
/// ```compile_fail
/// use twostep::platform::crypto::code::Code;
/// fn is_same(one: &Code, other: &Code) -> bool {
///     one == other
/// }
/// ```
#[derive(Clone, ZeroizeOnDrop)]
pub struct Code(Zeroizing<String>);

impl Code {
    /// The code in a text of a request; `None` when it is none (T-09).
    pub fn parse(text: &Secret) -> Option<Self> {
        parse_code(text.expose()).map(|digits| Self(Zeroizing::new(digits)))
    }

    /// Digits that this program has made.
    pub(super) fn of(digits: String) -> Self {
        Self(Zeroizing::new(digits))
    }

    /// The digits, for what is made of them: the MAC of a mailed code, the text of a mail.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl ConstantTimeEq for Code {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.as_bytes().ct_eq(other.0.as_bytes())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equal(one: &str, other: &str) -> bool {
        let code = |text: &str| Code::parse(&Secret::new(text)).expect("a code");
        code(one).ct_eq(&code(other)).into()
    }

    #[test]
    fn every_digit_counts() {
        assert!(equal("012345", "012 345"));
        for other in ["112345", "022345", "013345", "012445", "012355", "012346"] {
            assert!(!equal("012345", other), "{other}");
        }
    }

    /// C-05 (Debug): debug output never shows the digits.
    #[test]
    fn a_code_is_not_shown() {
        let code = Code::parse(&Secret::new("123456"));
        assert_eq!(format!("{code:?}"), "Some(***)");
        assert!(Code::parse(&Secret::new("12345")).is_none());
    }
}
