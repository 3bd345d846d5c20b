//! The language of the page, and its texts, dates and numbers.

mod dates;

pub use dates::{date, date_time, number, time};
pub use shared_types::texts::Texts;

use shared_types::me::Locale;

/// The language for a person who prefers these, best first: the first that we speak, or English.
pub fn best_locale<'a>(preferred: impl IntoIterator<Item = &'a str>) -> Locale {
    preferred
        .into_iter()
        .find_map(Locale::of_wish)
        .unwrap_or_default()
}

/// A masked address that no line break splits after its dots: "s…@example.com".
pub fn unbroken(masked: &str) -> String {
    masked.replace("…@", "…\u{2060}@")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C12 of the review: a word joiner forbids the break (Unicode line breaking, class WJ).
    #[test]
    fn a_masked_address_stays_in_one_piece() {
        assert_eq!(unbroken("s…@example.com"), "s…\u{2060}@example.com");
        assert_eq!(unbroken("sam@example.com"), "sam@example.com");
    }

    #[test]
    fn the_first_known_language_wins() {
        assert_eq!(best_locale(["xx-XX", "de-CH", "en"]), Locale::De);
        assert_eq!(best_locale(["en-GB", "de"]), Locale::En);
        assert_eq!(best_locale(["xx"]), Locale::En);
        assert_eq!(best_locale([]), Locale::En);
    }

    #[test]
    fn every_language_has_its_own_words() {
        assert_eq!(Texts::new(Locale::En).common.seconds(1u32), "1 second");
        assert_eq!(Texts::new(Locale::De).common.seconds(2u32), "2 Sekunden");
    }
}
