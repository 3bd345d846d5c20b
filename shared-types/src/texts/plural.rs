//! Which plural form a number has in a language, by the rules of the CLDR.

use crate::locale::Locale;

/// Whether the number has this form, `one` or `other`.
#[cfg(target_arch = "wasm32")]
pub(super) fn is_form(locale: Locale, number: i64, form: &str) -> bool {
    use js_sys::{Array, Intl::PluralRules, JsString, Object};

    let tags = Array::of1(&locale.as_str().into());
    let rules = PluralRules::new(&tags, &Object::new());
    #[expect(clippy::cast_precision_loss, reason = "forms depend on small numbers")]
    let found: JsString = rules.select(number as f64);
    found == form
}

/// Whether the number has this form, `one` or `other`.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn is_form(locale: Locale, number: i64, form: &str) -> bool {
    use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
    use unic_langid::LanguageIdentifier;

    // The forms of a language do not depend on its region.
    let language = locale.language().parse::<LanguageIdentifier>().ok();
    let rules = language.and_then(|tag| PluralRules::create(tag, PluralRuleType::CARDINAL).ok());
    let found = match rules.and_then(|rules| rules.select(number).ok()) {
        Some(PluralCategory::ZERO) => "zero",
        Some(PluralCategory::ONE) => "one",
        Some(PluralCategory::TWO) => "two",
        Some(PluralCategory::FEW) => "few",
        Some(PluralCategory::MANY) => "many",
        Some(PluralCategory::OTHER) | None => "other",
    };
    found == form
}
