//! Arguments of messages and their types.

use crate::variant::{Piece, Variant};

/// One argument of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Argument {
    pub(crate) name: String,
    /// Whether a plural form can depend on it.
    pub(crate) is_number: bool,
}

/// The arguments that a message declares as numbers: comment lines `$count (number)`.
pub(crate) fn declared_numbers(comment: &[&str]) -> Vec<String> {
    let names = comment.iter().filter_map(|line| {
        let (name, rest) = line.trim().strip_prefix('$')?.split_once(' ')?;
        rest.starts_with("(number)").then(|| name.to_owned())
    });
    names.collect()
}

/// The arguments in the order in which a function takes them: numbers as they are declared, then
/// texts as they come.
pub(crate) fn typed(numbers: &[String], used: &[String]) -> Vec<Argument> {
    let texts = used.iter().filter(|name| !numbers.contains(name));
    let argument = |(name, is_number): (&String, bool)| Argument {
        name: name.clone(),
        is_number,
    };
    let numbers = numbers.iter().map(|name| (name, true));
    let all = numbers.chain(texts.map(|name| (name, false)));
    all.map(argument).collect()
}

/// The arguments that a message uses, in the order in which they come first.
pub(crate) fn used(variants: &[Variant]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for variant in variants {
        let selectors = variant.conditions.iter().map(|(name, _)| name);
        let shown = variant.pieces.iter().filter_map(|piece| match piece {
            Piece::Argument(name) => Some(name),
            Piece::Text(_) => None,
        });
        for name in selectors.chain(shown) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    names
}
