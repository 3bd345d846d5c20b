//! The short name of an organization, made from its name.

use shared_types::limits::SHORT_NAME_LONGEST;
use unicode_normalization::UnicodeNormalization;

/// The short name of a name without Latin letters and digits.
const OTHERWISE: &str = "organization";

/// The words of a name in lower-case letters and digits, joined by hyphens. Letters lose their accents;
/// those of other scripts are left out.
pub(super) fn of(name: &str) -> String {
    let mut short = String::new();
    let mut is_between_words = false;
    for c in name.chars().flat_map(spelled).nfkd() {
        if c.is_ascii_alphanumeric() {
            if is_between_words && !short.is_empty() {
                short.push('-');
            }
            is_between_words = false;
            short.push(c.to_ascii_lowercase());
        } else if !is_part_of_a_word(c) {
            is_between_words = true;
        }
    }
    let short = shortened(&short, SHORT_NAME_LONGEST);
    if short.is_empty() {
        OTHERWISE.to_owned()
    } else {
        short
    }
}

/// Letters that are no letter with an accent, as they are written without them.
fn spelled(c: char) -> impl Iterator<Item = char> {
    let spelled = match c {
        'ß' | 'ẞ' => "ss",
        'Æ' | 'æ' => "ae",
        'Œ' | 'œ' => "oe",
        'Ø' | 'ø' => "o",
        'Ł' | 'ł' => "l",
        'Đ' | 'đ' | 'Ð' | 'ð' => "d",
        'Þ' | 'þ' => "th",
        _ => "",
    };
    let same = spelled.is_empty().then_some(c);
    spelled.chars().chain(same)
}

/// The short name with a number behind it, because the one without is taken.
pub(super) fn numbered(short: &str, number: u64) -> String {
    let ending = format!("-{number}");
    shortened(short, SHORT_NAME_LONGEST.saturating_sub(ending.len())) + &ending
}

/// A letter of another script, or an accent that was taken off.
fn is_part_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36F}' | '\'' | '\u{2019}')
}

fn shortened(text: &str, longest: usize) -> String {
    let start: String = text.chars().take(longest).collect();
    start.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_has_letters_digits_and_single_hyphens() {
        for (name, short) in [
            ("Acme Support", "acme-support"),
            ("  Bücher & Söhne GmbH ", "bucher-sohne-gmbh"),
            ("O'Neill — 24/7", "oneill-24-7"),
            ("Größe, Łódź, Ærø", "grosse-lodz-aero"),
            ("株式会社", "organization"),
            ("--", "organization"),
        ] {
            assert_eq!(of(name), short);
        }
    }

    #[test]
    fn a_short_name_is_never_longer_than_forty() {
        let long = of(&"abcd ".repeat(20));
        assert_eq!(long, "abcd-".repeat(8).trim_end_matches('-'));
        let numbered = numbered(&"a".repeat(40), 12);
        assert_eq!(numbered, format!("{}-12", "a".repeat(37)));
    }
}
