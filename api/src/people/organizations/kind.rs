//! What an organization is, as its row says it: what differs in a test organization is decided by this type and
//! nowhere else.

use crate::platform::crypto::code::Code;
use crate::platform::db::keys::{OrganizationKey, OrganizationRef};
use shared_types::organizations::OrganizationKind;
use shared_types::sandboxes::{FIXED_CODE, FIXED_CODE_USED};
use shared_types::secret::Secret;
use shared_types::time::Time;
use std::time::Duration;
use subtle::ConstantTimeEq;

/// A live organization, or a test one with what is its own. Read in the statement that reads the member, so
/// that no check of a code asks twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// For people.
    Live,
    /// For programs under test.
    Test(TestOrganization),
}

/// For whom an organization is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// For people.
    Live,
    /// For programs under test.
    Test {
        /// The live one that makes it; `None` for the operator of the host.
        parent: Option<OrganizationKey>,
    },
}

/// A test organization as its row holds it.
#[derive(Clone, Debug)]
pub struct KeptSandbox {
    /// Its row and id.
    pub organization: OrganizationRef,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub short_name: String,
    /// When it was made.
    pub created_at: Time,
}

/// Stands for the row of a test organization. There is no other way to one than [`Kind::of_columns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TestOrganization {
    ahead: Duration,
}

/// The time at which codes of a member are judged: now, or later in a test organization. Its own type, so that no
/// code is compared at a time that was not asked for here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(Time);

/// A code with a fixed outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixedCode {
    /// It is right, each time.
    Right,
    /// It was right and used before, each time.
    Used,
}

impl Kind {
    /// What the columns say. A word that only a newer program knows is a live organization: nothing is easier there.
    pub(in crate::people) fn of_columns(kind: &str, clock_ahead: i64) -> Self {
        if kind != OrganizationKind::Test.as_str() {
            return Self::Live;
        }
        Self::Test(TestOrganization {
            ahead: Duration::from_secs(u64::try_from(clock_ahead).unwrap_or(0)),
        })
    }

    /// The word of it.
    pub const fn word(self) -> OrganizationKind {
        match self {
            Self::Live => OrganizationKind::Live,
            Self::Test(_) => OrganizationKind::Test,
        }
    }

    /// The time at which codes are judged.
    pub fn moment(self, now: Time) -> Moment {
        match self {
            Self::Live => Moment(now),
            Self::Test(test) => Moment(now + test.ahead),
        }
    }

    /// What a code does whatever the device shows; of none in a live organization.
    pub fn fixed_code(self, code: &Code) -> Option<FixedCode> {
        match self {
            Self::Live => None,
            Self::Test(_) => fixed_code(code),
        }
    }

    /// Whether a code is right because it is the fixed one.
    pub fn admits(self, code: &Code) -> bool {
        matches!(self.fixed_code(code), Some(FixedCode::Right))
    }
}

impl TestOrganization {
    /// By how much codes are judged later than now.
    pub const fn ahead(self) -> Duration {
        self.ahead
    }
}

/// What a code does in a test organization.
fn fixed_code(code: &Code) -> Option<FixedCode> {
    let is = |text: &str| {
        let fixed = Code::parse(&Secret::new(text));
        fixed.is_some_and(|fixed| bool::from(fixed.ct_eq(code)))
    };
    if is(FIXED_CODE) {
        Some(FixedCode::Right)
    } else {
        is(FIXED_CODE_USED).then_some(FixedCode::Used)
    }
}

impl Moment {
    /// The time.
    pub const fn time(self) -> Time {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Code {
        Code::parse(&Secret::new(text)).expect("a code")
    }

    /// Only the word `test` makes a test organization; in any other one no code is fixed and no clock moved.
    #[test]
    fn only_a_test_organization_has_fixed_codes_and_a_clock_of_its_own() {
        let now = Time::from_micros(1_800_000_000_000_000);
        for word in ["live", "Test", "", "tests", "sandbox"] {
            let kind = Kind::of_columns(word, 60);
            assert_eq!(kind, Kind::Live, "{word}");
            assert_eq!(kind.moment(now).time(), now);
            for fixed in [FIXED_CODE, FIXED_CODE_USED] {
                assert_eq!(kind.fixed_code(&code(fixed)), None, "{word}");
            }
        }
        let kind = Kind::of_columns("test", 60);
        assert_eq!(kind.moment(now).time(), now + Duration::from_mins(1));
        assert_eq!(kind.fixed_code(&code("424 242")), Some(FixedCode::Right));
        assert_eq!(
            kind.fixed_code(&code(FIXED_CODE_USED)),
            Some(FixedCode::Used)
        );
        assert_eq!(kind.fixed_code(&code("424243")), None);
    }
}
