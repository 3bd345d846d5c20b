//! The language of the page, and its texts, dates and numbers.

mod dates;

pub use dates::{
    date, date_time, date_time_from, date_time_in, exact_date_time, exact_time, number, time,
    time_from,
};
pub use shared_types::texts::Texts;

use shared_types::me::Locale;

/// The language for a person who prefers these, best first: the first that we speak, or English.
pub fn best_locale<'a>(preferred: impl IntoIterator<Item = &'a str>) -> Locale {
    preferred
        .into_iter()
        .find_map(Locale::of_wish)
        .unwrap_or_default()
}

/// The variant of a language that decides how dates look: the person's own, `en-GB`, or the language in the
/// region of the person's others, `en-DE` for who prefers `de-DE`.
fn regional(locale: Locale, preferred: &[String]) -> String {
    let own = preferred
        .iter()
        .find(|tag| Locale::of_wish(tag) == Some(locale) && region(tag).is_some());
    if let Some(own) = own {
        return own.clone();
    }
    let language = locale.as_str();
    match preferred.iter().find_map(|tag| region(tag)) {
        Some(region) if locale.language() == language => format!("{language}-{region}"),
        _ => language.to_owned(),
    }
}

/// The region of a language tag (RFC 5646 §2.2.4): two letters or three digits.
fn region(tag: &str) -> Option<&str> {
    tag.split('-').skip(1).find(|part| {
        let has =
            |count: usize, is: fn(&u8) -> bool| part.len() == count && part.bytes().all(|b| is(&b));
        has(2, u8::is_ascii_alphabetic) || has(3, u8::is_ascii_digit)
    })
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

    /// B13 of the review: a German browser's dates look German on an English page too.
    #[test]
    fn the_region_is_that_of_the_browser() {
        let regional = |locale, preferred: &[&str]| {
            let preferred: Vec<String> = preferred.iter().map(ToString::to_string).collect();
            regional(locale, &preferred)
        };
        assert_eq!(regional(Locale::En, &["en-GB", "de-DE"]), "en-GB");
        assert_eq!(regional(Locale::En, &["de-DE", "en"]), "en-DE");
        assert_eq!(regional(Locale::De, &["en-US", "en"]), "de-US");
        assert_eq!(regional(Locale::De, &["zh-Hant-TW"]), "de-TW");
        assert_eq!(regional(Locale::En, &["es-419"]), "en-419");
        assert_eq!(regional(Locale::De, &["en", "de"]), "de");
        assert_eq!(regional(Locale::EnXa, &["de-DE"]), "en-XA");
        assert_eq!(regional(Locale::En, &[]), "en");
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
