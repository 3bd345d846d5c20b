//! What is wrong with the name of a group, in words.

use crate::failure::Failure;
use crate::i18n::Texts;
use crate::messages;
use shared_types::problem::FieldErrorCode;

/// Each reason has its own advice.
pub(super) fn name_flaw(texts: Texts, failure: Option<&Failure>) -> Option<&'static str> {
    let text = match failure?.field("name")? {
        FieldErrorCode::Invalid => texts.groups.wrong_name(),
        FieldErrorCode::TooLong => texts.groups.long_name(),
        code => messages::field_text(texts, code),
    };
    Some(text)
}
