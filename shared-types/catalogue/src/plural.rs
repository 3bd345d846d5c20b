//! Which plural forms a language has, by the rules of the CLDR, and whether a text has them all.

use fluent_syntax::ast::{
    Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

/// The forms of small numbers count: those of a million alone (`many` of French) have `other` to
/// stand in for them.
const SMALL: std::ops::RangeInclusive<u32> = 0..=1000;

/// Holds that every choice between plural forms has each form of the language. A choice between
/// written numbers alone, such as the months, is none.
pub(crate) fn check_forms(tag: &str, pattern: &Pattern<&str>) -> Result<(), String> {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            check_expression(tag, expression)?;
        }
    }
    Ok(())
}

fn check_expression(tag: &str, expression: &Expression<&str>) -> Result<(), String> {
    match expression {
        Expression::Inline(InlineExpression::Placeable { expression }) => {
            check_expression(tag, expression)
        }
        Expression::Inline(_) => Ok(()),
        Expression::Select { variants, .. } => {
            check_choice(tag, variants)?;
            variants
                .iter()
                .try_for_each(|variant| check_forms(tag, &variant.value))
        }
    }
}

fn check_choice(tag: &str, variants: &[Variant<&str>]) -> Result<(), String> {
    let is_form = |one: &Variant<&str>| matches!(one.key, VariantKey::Identifier { .. });
    if !variants.iter().any(|one| is_form(one) && !one.default) {
        return Ok(());
    }
    let keys: Vec<&str> = variants
        .iter()
        .map(|one| match one.key {
            VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name } => name,
        })
        .collect();
    let rules = rules(tag)?;
    for number in SMALL {
        let form = form(&rules, number)?;
        if !keys.contains(&form) && !keys.contains(&&*number.to_string()) {
            return Err(format!("has no plural form [{form}], which {number} needs"));
        }
    }
    Ok(())
}

/// The forms of a language do not depend on its region.
fn rules(tag: &str) -> Result<PluralRules, String> {
    let language = tag.split('-').next().unwrap_or(tag);
    let language: LanguageIdentifier = language
        .parse()
        .map_err(|_| format!("is of {tag}, which is no language"))?;
    PluralRules::create(language, PluralRuleType::CARDINAL)
        .map_err(|_| format!("chooses by plural forms, which are not known of {tag}"))
}

fn form(rules: &PluralRules, number: u32) -> Result<&'static str, String> {
    let found = rules
        .select(number)
        .map_err(|error| format!("{number}: {error}"))?;
    Ok(match found {
        PluralCategory::ZERO => "zero",
        PluralCategory::ONE => "one",
        PluralCategory::TWO => "two",
        PluralCategory::FEW => "few",
        PluralCategory::MANY => "many",
        PluralCategory::OTHER => "other",
    })
}
