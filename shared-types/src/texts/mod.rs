//! Every text of pages and mails, by typed functions: `texts.common.save()`. The build script makes
//! them of the files in `shared-types/locales`, so a text or an argument that is missing does not
//! compile. English is part of each function; a browser loads any other language when it is chosen.

mod pattern;
mod plural;

pub use pattern::Number;

use crate::locale::Locale;
use pattern::{Value, fill};
use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// What was loaded, by language. It stays until the program ends: texts are read everywhere.
static LOADED: [OnceLock<Vec<&'static str>>; Locale::ALL.len()] =
    [const { OnceLock::new() }; Locale::ALL.len()];

/// Whether a language can be shown now.
pub fn is_ready(locale: Locale) -> bool {
    locale.file().is_none() || !patterns(locale).is_empty()
}

/// Takes the texts of a language from its file, one a line. A file of another version is refused.
pub fn load(locale: Locale, file: String) -> bool {
    let file: &'static str = file.leak();
    let texts: Vec<&str> = file.lines().collect();
    if texts.len() != PAGE_MESSAGES {
        return false;
    }
    // The first caller stored the same.
    let _ = LOADED[locale as usize].set(texts);
    true
}

fn patterns(locale: Locale) -> &'static [&'static str] {
    let index = locale as usize;
    LOADED[index].get().map_or(INSIDE[index], Vec::as_slice)
}

/// A message in a language; in English where the language is not there.
fn find(locale: Locale, number: usize, english: &'static str) -> &'static str {
    patterns(locale).get(number).copied().unwrap_or(english)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_many_differ() {
        let texts = Texts::new(Locale::En);
        assert_eq!(texts.common.seconds(1u32), "1 second");
        assert_eq!(texts.common.seconds(2u32), "2 seconds");
    }

    #[test]
    fn a_language_is_english_until_it_is_loaded() {
        let name = || Texts::new(Locale::EnXa).common.save();
        if !is_ready(Locale::EnXa) {
            assert_eq!(name(), "Save");
        }
        assert!(!load(Locale::EnXa, "…\n".to_owned()), "too few texts");
        assert!(load(Locale::EnXa, "…\n".repeat(PAGE_MESSAGES)));
        assert!(is_ready(Locale::EnXa));
        assert_eq!(name(), "…");
    }

    #[test]
    fn english_needs_nothing() {
        assert!(is_ready(Locale::En));
        assert_eq!(Locale::En.file(), None);
    }
}
