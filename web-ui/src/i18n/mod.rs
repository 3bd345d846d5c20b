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

#[cfg(test)]
mod tests {
    use super::*;

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
