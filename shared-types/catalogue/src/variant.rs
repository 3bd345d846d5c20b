//! The forms of a message. Fluent allows a choice anywhere inside of a text; here every choice
//! stands in front, so that the reader of a message picks one form and fills in its arguments.

use fluent_syntax::ast::{
    Expression, InlineExpression, Pattern, PatternElement, Variant as Choice, VariantKey,
};
use std::collections::HashMap;

/// How deep messages may refer to each other.
const DEEPEST: usize = 8;
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// One form: it is shown when all its conditions hold and no form before it was shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Variant {
    /// An argument, and the plural category or the number that it must have.
    pub(crate) conditions: Vec<(String, String)>,
    pub(crate) pieces: Vec<Piece>,
}

/// A piece of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    Argument(String),
}

/// The messages (`name`) and terms (`-name`) of a file, which others may refer to.
pub(crate) type Named<'a> = HashMap<String, &'a Pattern<&'a str>>;

/// All forms of a text.
pub(crate) fn variants(
    pattern: &Pattern<&str>,
    named: &Named<'_>,
    depth: usize,
) -> Result<Vec<Variant>, String> {
    if depth > DEEPEST {
        return Err("refers to itself".to_owned());
    }
    let mut all = vec![Variant::default()];
    for element in &pattern.elements {
        let next = match element {
            PatternElement::TextElement { value } => text(value)?,
            PatternElement::Placeable { expression } => placeable(expression, named, depth)?,
        };
        all = combined(&all, &next);
    }
    Ok(all)
}

/// A line break in the file counts as a space, so that long texts can be wrapped.
fn text(value: &str) -> Result<Vec<Variant>, String> {
    let text = value.replace("\r\n", "\n").replace('\n', " ");
    if text.chars().any(char::is_control) {
        return Err("has a control character".to_owned());
    }
    Ok(one(Piece::Text(text)))
}

fn placeable(
    expression: &Expression<&str>,
    named: &Named<'_>,
    depth: usize,
) -> Result<Vec<Variant>, String> {
    match expression {
        Expression::Inline(inline) => inlined(inline, named, depth),
        Expression::Select { selector, variants } => {
            let InlineExpression::VariableReference { id } = selector else {
                return Err("may choose only by an argument, { $count -> … }".to_owned());
            };
            choices(id.name, variants, named, depth)
        }
    }
}

fn inlined(
    inline: &InlineExpression<&str>,
    named: &Named<'_>,
    depth: usize,
) -> Result<Vec<Variant>, String> {
    let name = match inline {
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
            return text(value);
        }
        InlineExpression::VariableReference { id } => {
            return Ok(one(Piece::Argument(id.name.to_owned())));
        }
        InlineExpression::Placeable { expression } => return placeable(expression, named, depth),
        InlineExpression::MessageReference {
            id,
            attribute: None,
        } => id.name.to_owned(),
        InlineExpression::TermReference {
            id,
            attribute: None,
            arguments: None,
        } => format!("-{}", id.name),
        _ => return Err("uses a function or an attribute, which are not supported".to_owned()),
    };
    let pattern = named
        .get(&name)
        .ok_or_else(|| format!("refers to {name}, which is not there"))?;
    variants(pattern, named, depth + 1)
}

/// The default comes last and without a condition, so that one form always fits.
fn choices(
    argument: &str,
    choices: &[Choice<&str>],
    named: &Named<'_>,
    depth: usize,
) -> Result<Vec<Variant>, String> {
    let (last, first): (Vec<_>, Vec<_>) = choices.iter().partition(|choice| choice.default);
    let mut all = Vec::new();
    for choice in first.into_iter().chain(last) {
        let key = match choice.key {
            VariantKey::Identifier { name } if CATEGORIES.contains(&name) => name,
            VariantKey::NumberLiteral { value } if value.parse::<i64>().is_ok() => value,
            VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name } => {
                return Err(format!(
                    "[{name}] is no plural category and no whole number"
                ));
            }
        };
        for mut variant in variants(&choice.value, named, depth + 1)? {
            if !choice.default {
                let condition = (argument.to_owned(), key.to_owned());
                variant.conditions.insert(0, condition);
            }
            all.push(variant);
        }
    }
    Ok(all)
}

fn one(piece: Piece) -> Vec<Variant> {
    vec![Variant {
        conditions: Vec::new(),
        pieces: vec![piece],
    }]
}

fn combined(before: &[Variant], after: &[Variant]) -> Vec<Variant> {
    let pairs = before.iter().flat_map(|left| {
        after.iter().map(move |right| Variant {
            conditions: [&*left.conditions, &*right.conditions].concat(),
            pieces: [&*left.pieces, &*right.pieces].concat(),
        })
    });
    pairs.collect()
}
