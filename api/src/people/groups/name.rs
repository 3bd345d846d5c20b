//! The name of a group, checked.

use crate::platform::text::{is_blank, is_invisible, is_unseen};
use shared_types::limits::GROUP_NAME_LONGEST;
use shared_types::problem::FieldErrorCode;
use unicode_normalization::UnicodeNormalization;

/// Names that begin so are kept for groups that this program makes of roles.
const RESERVED: &str = "role:";
/// Characters of a name as it is typed: four of them, a letter with its marks, become one in NFC at most.
const TYPED_LONGEST: usize = 4 * GROUP_NAME_LONGEST;
/// Between the names of a member's groups in files.
const SEPARATOR: char = '|';

/// A name of a group, as it was typed (in NFC), and the form that is unique in the organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GroupName {
    shown: String,
    normal: String,
}

/// What is wrong with a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NameFlaw {
    pub(super) code: FieldErrorCode,
    pub(super) detail: String,
}

impl GroupName {
    /// A name that a group may have.
    pub(super) fn choose(text: &str) -> Result<Self, NameFlaw> {
        let flaw = |code, detail: &str| {
            Err(NameFlaw {
                code,
                detail: detail.to_owned(),
            })
        };
        let too_long = || {
            let detail = format!("At most {GROUP_NAME_LONGEST} characters.");
            flaw(FieldErrorCode::TooLong, &detail)
        };
        let Some(name) = Self::of(text) else {
            return too_long();
        };
        if is_blank(&name.normal) {
            return flaw(FieldErrorCode::Required, "Enter a name.");
        }
        if name.shown.chars().count() > GROUP_NAME_LONGEST {
            return too_long();
        }
        if name.shown.contains(is_invisible) {
            let detail = "Control characters are not allowed in a name.";
            return flaw(FieldErrorCode::Invalid, detail);
        }
        if name.shown.contains(SEPARATOR) {
            let detail = "No | in a name: it stands between names in files.";
            return flaw(FieldErrorCode::Invalid, detail);
        }
        if name.shown.contains(',') {
            let detail = "No comma in a name: consoles are told names with commas between them.";
            return flaw(FieldErrorCode::Invalid, detail);
        }
        // With a space before the colon it would read the same to a person.
        let without_spaces: String = name.normal.split_whitespace().collect();
        if without_spaces.starts_with(RESERVED) {
            let detail = "Names that begin with role: are reserved.";
            return flaw(FieldErrorCode::Invalid, detail);
        }
        Ok(name)
    }

    /// A name by which a group is looked for; there is none with one that no group may have. `None` where it is too long
    /// for any: nothing is made of it, since a normal form can be many times as long.
    ///
    /// The unique form is the compatibility form (Unicode UAX #15) in lower case, with single spaces and without what
    /// no font shows: names that look alike because of these are one.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.chars().nth(TYPED_LONGEST).is_some() {
            return None;
        }
        let shown: String = text.nfc().collect();
        let folded: String = shown.nfkc().collect::<String>().to_lowercase();
        let seen: String = folded.nfkc().filter(|c| !is_unseen(*c)).collect();
        let words: Vec<&str> = seen.split_whitespace().collect();
        let normal = words.join(" ");
        Some(Self { shown, normal })
    }

    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    pub(super) fn normal(&self) -> &str {
        &self.normal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_whatever_its_letters_are_made_of() {
        let one = GroupName::choose(" Mu\u{308}nchen ").expect("a name");
        assert_eq!(one.shown(), "M\u{fc}nchen");
        let of = |text: &str| GroupName::of(text).expect("short enough");
        assert_eq!(one.normal(), of("M\u{dc}NCHEN").normal());
        assert!(GroupName::choose(&"\u{fc}".repeat(64)).is_ok());
        assert!(GroupName::choose("Roles: all").is_ok());
        for same in [
            "M\u{fc}n\u{ad}chen",
            "M\u{fc}nchen\u{200b}",
            "\u{ff2d}\u{fc}nchen",
        ] {
            assert_eq!(one.normal(), of(same).normal(), "{same:?}");
        }
        let [two, spaces] = ["Second  line", "second line"].map(of);
        assert_eq!(two.normal(), spaces.normal());
    }

    /// What is too long for a name costs nothing, however long its normal form would be: U+FDFA becomes 18 characters.
    /// What is typed with marks of their own is no longer than the name that it is.
    #[test]
    fn nothing_is_made_of_what_is_too_long() {
        assert_eq!(GroupName::of(&"\u{fdfa}".repeat(TYPED_LONGEST + 1)), None);
        let marked = "\u{3b1}\u{313}\u{300}\u{345}".repeat(GROUP_NAME_LONGEST);
        let name = GroupName::choose(&format!(" {marked} ")).expect("a name");
        assert_eq!(name.shown().chars().count(), GROUP_NAME_LONGEST);
    }

    #[test]
    fn names_that_no_group_may_have() {
        let long = "x".repeat(65);
        for (text, code) in [
            ("", FieldErrorCode::Required),
            (" \t ", FieldErrorCode::Required),
            (&long, FieldErrorCode::TooLong),
            ("a\nb", FieldErrorCode::Invalid),
            ("a\u{202e}b", FieldErrorCode::Invalid),
            ("a|b", FieldErrorCode::Invalid),
            ("role:admin", FieldErrorCode::Invalid),
            (" ROLE:x", FieldErrorCode::Invalid),
            ("role\u{200b}:admin", FieldErrorCode::Invalid),
            ("\u{200b}role:admin", FieldErrorCode::Invalid),
            ("ro\u{ad}le:admin", FieldErrorCode::Invalid),
            (
                "\u{ff52}\u{ff4f}\u{ff4c}\u{ff45}\u{ff1a}admin",
                FieldErrorCode::Invalid,
            ),
            ("role :admin", FieldErrorCode::Invalid),
            ("\u{200d}\u{feff}", FieldErrorCode::Required),
        ] {
            let flaw = GroupName::choose(text).expect_err(text);
            assert_eq!(flaw.code, code, "{text:?}");
        }
    }
}
