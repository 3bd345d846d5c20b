//! Whether a chosen password is easy to guess: because it is common, repeats itself, or is made of what
//! is known of its owner.

use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zeroize::Zeroizing;
use zxcvbn::{Score, zxcvbn};

/// Words of the product, which attackers try first.
const PRODUCT_WORDS: [&str; 10] = [
    "twostep",
    "two",
    "step",
    "support",
    "helpdesk",
    "help",
    "desk",
    "verification",
    "verify",
    "agent",
];

/// Shorter pieces of names stand in too many words to be taken out of a password.
const PIECE_SHORTEST: usize = 3;

/// What letters are written as (zxcvbn knows them too, but not in what is taken out here).
const DISGUISES: [(char, char); 9] = [
    ('@', 'a'),
    ('4', 'a'),
    ('3', 'e'),
    ('1', 'i'),
    ('!', 'i'),
    ('0', 'o'),
    ('5', 's'),
    ('$', 's'),
    ('7', 't'),
];

/// Whether guessers find the password early. `own_words` are the address and the names that belong to
/// its owner; their pieces count in any order.
pub(super) fn is_guessable(password: &str, own_words: &[&str]) -> bool {
    let known = known_words(own_words);
    let is_weak = |text: &str, enough: Score| {
        let words: Vec<&str> = known.iter().map(String::as_str).collect();
        zxcvbn(text, &words).score() < enough
    };
    let plain = folded(password);
    let undisguised = Zeroizing::new(plain.chars().map(undisguise).collect::<String>());
    // What is left without the known words is no whole password; it has to be a good part of one.
    let is_left_weak = [&plain, &undisguised].into_iter().any(|text| {
        let left = without_known(text, &known);
        left.is_some_and(|left| is_weak(&left, Score::Three))
    });
    // Digits and signs behind common words are what guessers add first.
    let letters = without_edges(&plain);
    is_left_weak
        || is_weak(password, Score::Four)
        || is_weak(&without_repeats(&plain), Score::Four)
        || !letters.is_empty() && is_weak(letters, Score::Four)
}

/// The product's words, the owner's, and the pieces of those, as they are written and as keyboards
/// without accents write them.
fn known_words(own_words: &[&str]) -> Vec<String> {
    let mut known: Vec<String> = PRODUCT_WORDS.map(str::to_owned).to_vec();
    for word in own_words {
        let written = word.to_lowercase();
        let mut spelled: String = written.nfc().collect();
        for (letter, spelling) in [('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('ß', "ss")] {
            spelled = spelled.replace(letter, spelling);
        }
        let bare = folded(word).to_string();
        for text in [written, spelled, bare] {
            known.extend(
                text.split(|c: char| !c.is_alphanumeric())
                    .map(str::to_owned),
            );
            known.push(text);
        }
    }
    known.retain(|word| word.chars().count() > 1);
    // The longest first, so that no piece is taken out of the middle of a whole.
    known.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    known.dedup();
    known
}

/// Lower case without accents.
fn folded(text: &str) -> Zeroizing<String> {
    let lower = Zeroizing::new(text.to_lowercase());
    Zeroizing::new(lower.nfd().filter(|c| !is_combining_mark(*c)).collect())
}

fn undisguise(c: char) -> char {
    let found = DISGUISES.iter().find(|(disguise, _)| *disguise == c);
    found.map_or(c, |(_, letter)| *letter)
}

/// The text without known words, and without the digits and signs that stood around them; `None`
/// where it has no known word.
fn without_known(text: &str, known: &[String]) -> Option<Zeroizing<String>> {
    let mut left = Zeroizing::new(text.to_owned());
    let long = known
        .iter()
        .filter(|word| word.chars().count() >= PIECE_SHORTEST);
    for word in long {
        *left = left.replace(word.as_str(), " ");
    }
    if *left == text {
        return None;
    }
    Some(Zeroizing::new(without_edges(&left).to_owned()))
}

/// The text from its first letter to its last.
fn without_edges(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphabetic())
}

/// The words of the text, each once.
fn without_repeats(text: &str) -> Zeroizing<String> {
    let mut seen = HashSet::new();
    let words = text.split_inclusive(|c: char| !c.is_alphanumeric());
    let first =
        words.filter(|word| seen.insert(word.trim_end_matches(|c: char| !c.is_alphanumeric())));
    Zeroizing::new(first.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const JANE: [&str; 3] = ["jane.roe@müller.example", "Jane Roe", "Müller Support GmbH"];

    /// A single letter of a name is no piece of it, and a word counts once, whatever stands behind it.
    #[test]
    fn pieces_and_repeats_are_words() {
        let known = known_words(&["J Roe"]);
        let is_known = |word: &str| known.iter().any(|one| one == word);
        assert!(is_known("roe") && is_known("j roe") && !is_known("j"));
        assert_eq!(*without_repeats("one two one."), "one two ");
    }

    /// F14, P-04 (common, own words): what the security review got accepted, and its kin.
    #[test]
    fn own_names_common_words_and_repeats_are_guessable() {
        for text in [
            "janeroejaneroe1",
            "jane.roe.example",
            "Password2026!!!!",
            "twostephelpdesk1",
            &"a".repeat(64),
            "roe jane 2026 jane!",
            "example-roe-muller-1",
            "Mueller Support Jane",
            "J4ne.R03.Suppor7.99",
            "jane roe sunshine 2026",
            "support verification 123",
            "sunshine1234567",
            "Dragon!Monkey!12345",
            "blue horse blue horse blue horse",
            "qwertyuiopasdfg1",
            &"password".repeat(9),
        ] {
            assert!(is_guessable(text, &JANE), "{text}");
        }
    }

    /// F14: words that do not belong together are good, also beside a known one, and so is chance.
    #[test]
    fn several_words_and_random_text_are_no_guess() {
        for text in [
            "violet anchor breakfast",
            "copper lantern orchard",
            "copper lantern orchard 2",
            "orchid lantern thursday",
            "correct horse battery",
            "seven quiet lamps by the river",
            "channel planet mountain",
            "jane violet anchor breakfast",
            "tf8#Qm2!zLx9",
            "Zo\u{eb}s lange Reise",
        ] {
            assert!(!is_guessable(text, &JANE), "{text}");
        }
    }
}
