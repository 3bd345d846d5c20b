//! Every text, in every language, side by side: a missing one does not compile.

#[macro_use]
mod catalogue;

mod admin;
mod common;
mod dates;
mod enrollment;
mod me;
mod members;
mod policy;
mod problems;
mod recovery;
mod setup;
mod sign_in;

pub use dates::{date, date_time, number, time};

use shared_types::me::Locale;

/// All texts in one language, by the part of the application that they stand in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    /// The language.
    pub locale: Locale,
    /// On every page.
    pub common: common::Common,
    /// What went wrong, and what to do.
    pub problems: problems::Problems,
    /// Forgotten passwords, and recovery that is paused.
    pub recovery: recovery::Recovery,
    /// Password and code.
    pub sign_in: sign_in::SignIn,
    /// Setting up a device.
    pub enrollment: enrollment::Enrollment,
    /// One's own pages.
    pub me: me::Me,
    /// First start and invitations.
    pub setup: setup::Setup,
    /// The frame and the front page of the Admin Center.
    pub admin: admin::Admin,
    /// The people of the organization.
    pub members: members::Members,
    /// The organization's rule.
    pub policy: policy::Policy,
}

impl Texts {
    /// The texts of a language.
    pub const fn new(locale: Locale) -> Self {
        Self {
            locale,
            common: common::Common(locale),
            problems: problems::Problems(locale),
            recovery: recovery::Recovery(locale),
            sign_in: sign_in::SignIn(locale),
            enrollment: enrollment::Enrollment(locale),
            me: me::Me(locale),
            setup: setup::Setup(locale),
            admin: admin::Admin(locale),
            members: members::Members(locale),
            policy: policy::Policy(locale),
        }
    }
}

/// The language for a person who prefers these, best first: the first that we speak, or English.
pub fn best_locale<'a>(preferred: impl IntoIterator<Item = &'a str>) -> Locale {
    preferred
        .into_iter()
        .find_map(locale_of_tag)
        .unwrap_or_default()
}

/// The language of a tag, `de-CH`.
pub fn locale_of_tag(tag: &str) -> Option<Locale> {
    match tag.split('-').next()? {
        "en" => Some(Locale::En),
        "de" => Some(Locale::De),
        _ => None,
    }
}

/// The tag of a language, for `lang`, storage and dates.
pub const fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "en",
        Locale::De => "de",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_language_wins() {
        assert_eq!(best_locale(["fr-FR", "de-CH", "en"]), Locale::De);
        assert_eq!(best_locale(["en-GB", "de"]), Locale::En);
        assert_eq!(best_locale(["fr"]), Locale::En);
        assert_eq!(best_locale([]), Locale::En);
    }

    #[test]
    fn one_and_many_differ() {
        let texts = Texts::new(Locale::En);
        assert_eq!(texts.common.seconds(1), "1 second");
        assert_eq!(texts.common.seconds(2), "2 seconds");
        assert_eq!(Texts::new(Locale::De).common.seconds(2), "2 Sekunden");
    }
}
