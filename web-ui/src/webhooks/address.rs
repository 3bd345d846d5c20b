//! What is wrong with the address of a webhook, in words.

use crate::i18n::Texts;
use crate::messages;
use shared_types::problem::FieldErrorCode;

/// Each reason has its own advice.
pub(super) fn flaw(texts: Texts, code: FieldErrorCode) -> &'static str {
    match code {
        FieldErrorCode::Invalid => texts.webhooks.wrong_address(),
        FieldErrorCode::NotPublic => texts.webhooks.private_address(),
        code => messages::field_text(texts, code),
    }
}
