//! A language that nobody speaks, made of English: every letter has an accent and every word is
//! half longer, so that a text that is not in the catalogue and a place that is too narrow show.

use crate::Problem;
use crate::SOURCE_TAG;
use crate::file::syntax;
use fluent_syntax::ast::{Comment, Entry, Expression, Pattern, PatternElement, Resource};
use fluent_syntax::{parser, serializer};

/// Its tag, the one that is customary for it.
pub const PSEUDO_TAG: &str = "en-XA";

const HEAD: [&str; 3] = [
    "Written by `cargo xtask pseudo-locale` from en.ftl: half longer, every letter with an accent.",
    "For tests. It is never offered, so only who stores its tag gets it.",
    "offered: no",
];

/// The file of the pseudo-language, from the text of the English one.
pub fn pseudo_language(english: &str) -> Result<String, Vec<Problem>> {
    let parsed = parser::parse(english.to_owned());
    let resource = parsed.map_err(|(_, errors)| syntax(SOURCE_TAG, english, &errors))?;
    let head = Entry::ResourceComment(Comment {
        content: HEAD.map(str::to_owned).to_vec(),
    });
    let mut body = vec![head];
    for entry in resource.body {
        match entry {
            Entry::Message(mut message) => {
                message.comment = None;
                message.value.iter_mut().for_each(stretch_pattern);
                body.push(Entry::Message(message));
            }
            Entry::Term(mut term) => {
                term.comment = None;
                stretch_pattern(&mut term.value);
                body.push(Entry::Term(term));
            }
            _ => {}
        }
    }
    Ok(serializer::serialize(&Resource { body }))
}

fn stretch_pattern(pattern: &mut Pattern<String>) {
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => *value = stretch(value),
            PatternElement::Placeable {
                expression: Expression::Select { variants, .. },
            } => {
                for variant in variants {
                    stretch_pattern(&mut variant.value);
                }
            }
            PatternElement::Placeable { .. } => {}
        }
    }
}

/// Every second letter of a word stands there twice.
fn stretch(text: &str) -> String {
    let mut stretched = String::new();
    let mut letters = 0;
    for c in text.chars() {
        letters = if c.is_alphabetic() { letters + 1 } else { 0 };
        let accented = accented(c);
        stretched.push(accented);
        if letters > 0 && letters % 2 == 0 {
            stretched.push(accented);
        }
    }
    stretched
}

fn accented(c: char) -> char {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const ACCENTED: &str = "åƀçđéƒĝĥîĵķļɱñöþqŕšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞQŔŠŢÛṼŴẊÝŽ";
    let mut pairs = PLAIN.chars().zip(ACCENTED.chars());
    pairs
        .find(|(plain, _)| *plain == c)
        .map_or(c, |(_, accented)| accented)
}
