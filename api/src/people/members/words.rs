//! The words that members are found by: the rest of a name or an address from the beginning of each of
//! its words, folded, so that a search for any word's beginning is a range of an index.

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a search asks for: each term has to be the beginning of one of a member's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Terms(Vec<String>);

impl Terms {
    /// The terms of what was typed, parted by spaces. A term that begins another asks for nothing more.
    pub(super) fn parse(text: &str) -> Self {
        let folded = text.split_whitespace().map(|part| {
            // It may be written in both ways at once (`oezgür`).
            let part = if part.contains(MARKED) {
                without_pairs(part.to_lowercase())
            } else {
                part.to_owned()
            };
            fold(&part, Letters::Base)
        });
        let folded = folded.map(|part| {
            let term = part.trim_start_matches(|c: char| !c.is_alphanumeric());
            term.trim_end_matches([',', ';', ':', '>', ')', '"'])
                .to_owned()
        });
        let all: BTreeSet<String> = folded.filter(|term| !term.is_empty()).collect();
        let more = |term: &String| {
            let mut behind = all.range(term.clone()..).skip(1);
            !behind.next().is_some_and(|next| next.starts_with(term))
        };
        Self(all.iter().filter(|term| more(term)).cloned().collect())
    }

    /// Each term.
    pub(super) fn all(&self) -> &[String] {
        &self.0
    }

    /// Whether every term begins one of these words.
    pub(super) fn match_all(&self, words: &BTreeSet<String>) -> bool {
        let mut terms = self.0.iter();
        terms.all(|term| first_with(words, term).is_some())
    }
}

/// The first of the words that begins so.
pub(super) fn first_with<'a>(words: &'a BTreeSet<String>, term: &str) -> Option<&'a String> {
    let mut behind = words.range(term.to_owned()..);
    behind.next().filter(|word| word.starts_with(term))
}

/// The words of a member with this name and this address. What is written with two letters instead of
/// one with a mark (`Mueller`, `Müller`) is found in each way, and with the plain letter.
pub(super) fn words_of(display_name: &str, email: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for part in display_name.split_whitespace().chain([email]) {
        let two = fold(part, Letters::Two);
        for form in [fold(part, Letters::Base), two.clone(), without_pairs(two)] {
            words.extend(endings(&form).map(str::to_owned));
        }
    }
    words
}

/// What a text says from the beginning of each of its words.
fn endings(text: &str) -> impl Iterator<Item = &str> {
    let mut is_in_word = false;
    text.char_indices().filter_map(move |(at, c)| {
        let begins = c.is_alphanumeric() && !is_in_word;
        is_in_word = c.is_alphanumeric();
        begins.then(|| text.split_at(at).1)
    })
}

/// How letters with a mark are written that some write with two.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letters {
    /// ü as u.
    Base,
    /// ü as ue.
    Two,
}

/// Two letters that stand for one with a mark, and the plain one.
const PAIRS: [(&str, &str); 4] = [("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a")];

/// The letters that are written as such a pair too.
const MARKED: [char; 12] = ['ä', 'Ä', 'æ', 'Æ', 'ö', 'Ö', 'ø', 'Ø', 'ü', 'Ü', 'å', 'Å'];

/// The plain letter for each pair.
fn without_pairs(text: String) -> String {
    let pairs = PAIRS.iter();
    pairs.fold(text, |text, (pair, letter)| text.replace(pair, letter))
}

/// Lower case, without marks, in plain letters where a letter has them.
fn fold(text: &str, letters: Letters) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase) {
        let (base, two) = match c {
            'ä' | 'æ' => ("a", "ae"),
            'ö' | 'ø' | 'œ' => ("o", "oe"),
            'ü' => ("u", "ue"),
            'å' => ("a", "aa"),
            'ß' => ("ss", "ss"),
            'ł' => ("l", "l"),
            'đ' | 'ð' => ("d", "d"),
            'þ' => ("th", "th"),
            'ı' => ("i", "i"),
            '\u{2019}' => ("'", "'"),
            other => {
                folded.extend(
                    std::iter::once(other)
                        .nfd()
                        .filter(|c| !is_combining_mark(*c)),
                );
                continue;
            }
        };
        folded.push_str(match letters {
            Letters::Base => base,
            Letters::Two => two,
        });
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(text: &str, name: &str) -> bool {
        let terms = Terms::parse(text);
        !terms.all().is_empty() && terms.match_all(&words_of(name, "jo.doe@mail.example.com"))
    }

    /// A5: any word's beginning of name and address, several words together, whatever the marks.
    #[test]
    fn any_words_beginning_is_found() {
        let lena = "Lena Müller-Lüdenscheidt";
        for text in [
            "lena",
            "Müller",
            "müll",
            "MULL",
            "muell",
            "lüden",
            "luden",
            "lueden",
            "müller-lü",
            "jo",
            "doe",
            "jo.doe",
            "jo@",
            "doe@mail",
            "@mail",
            "@example",
            "example.com",
            "com",
            "müll lena",
            "jo lüd",
            "<jo.doe@mail.example.com>,",
            "Mu\u{308}ller",
        ] {
            assert_eq!(finds(text, lena), text != "jo@", "{text}");
        }
        for text in ["ena", "lena x", "ller", "xample", "jo.mail", "@", "-", " "] {
            assert!(!finds(text, lena), "{text}");
        }
    }

    /// A5: ü, ue and u, ß and ss, é and e.
    #[test]
    fn letters_with_marks_are_found_as_people_write_them() {
        for (text, name) in [
            ("müller", "Mueller"),
            ("müller", "Muller"),
            ("mueller", "Müller"),
            ("muller", "Mueller"),
            ("weiß", "Weiss"),
            ("weiss", "Weiß"),
            ("oezgür", "Özgür"),
            ("özguer", "Özgür"),
            ("jose", "José"),
            ("josé", "Jose"),
            ("søren", "Soeren"),
            ("aagaard", "Ågård"),
            ("o'brien", "O’Brien"),
            ("łuk", "Lukasz"),
            ("straße", "STRASSE"),
        ] {
            assert!(finds(text, name), "{text}: {name}");
        }
        // Who types two letters means two.
        assert!(!finds("joel", "Jolanta"));
        assert!(!finds("zoë", "Zoltan"));
    }

    #[test]
    fn a_term_that_begins_another_is_left_out() {
        assert_eq!(Terms::parse("a Anna ann b").all(), ["anna", "b"]);
    }
}
