//! The form in which programs keep a message; `shared_types::texts::pattern` reads it.
//!
//! A text stands as it is, with `\u{1}` and a letter for each argument (`a` is the first). A
//! message with several forms begins each with `\u{2}`, its conditions, and `\u{3}`:
//! `\u{2}a=one\u{3}1 second\u{2}\u{3}\u{1}a seconds`.

use crate::argument::Argument;
use crate::variant::{Piece, Variant};
use crate::{Catalogue, Language};
use std::hash::{DefaultHasher, Hash, Hasher};

const ARGUMENT: char = '\u{1}';
const FORM: char = '\u{2}';
const TEXT: char = '\u{3}';
const LETTERS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";

/// A message as a program keeps it.
pub(crate) fn pattern(variants: &[Variant], arguments: &[Argument]) -> String {
    let mut packed = String::new();
    for variant in variants {
        if variants.len() > 1 {
            let conditions = variant.conditions.iter();
            let conditions: Vec<String> = conditions
                .map(|(name, key)| format!("{}={key}", letter(name, arguments)))
                .collect();
            packed.push(FORM);
            packed.push_str(&conditions.join(","));
            packed.push(TEXT);
        }
        for piece in &variant.pieces {
            match piece {
                Piece::Text(text) => packed.push_str(text),
                Piece::Argument(name) => {
                    packed.push(ARGUMENT);
                    packed.push(letter(name, arguments));
                }
            }
        }
    }
    packed
}

fn letter(name: &str, arguments: &[Argument]) -> char {
    let index = arguments.iter().position(|one| one.name == name);
    let letter = index.and_then(|index| LETTERS.get(index));
    letter.map_or('?', |letter| char::from(*letter))
}

impl Catalogue {
    /// `de-0123456789abcdef.txt`: the hash covers the messages' names too, so that a program of
    /// another version asks for another file.
    pub(crate) fn page_file_name(&self, language: &Language) -> String {
        let mut hasher = DefaultHasher::new();
        for part in &self.parts {
            for message in &part.messages {
                (&part.name, &message.name).hash(&mut hasher);
            }
        }
        self.page_patterns(language).hash(&mut hasher);
        format!("{}-{:016x}.txt", language.tag, hasher.finish())
    }
}
