//! What became of an entry, in words.

use crate::i18n::Texts;
use crate::ui::Kind;
use shared_types::device_import::{ImportRefusal, ImportResult};

/// The result, and how it looks.
pub(super) fn result(texts: Texts, result: ImportResult) -> (Kind, &'static str) {
    let t = texts.entries;
    match result {
        ImportResult::Imported => (Kind::Success, t.is_imported()),
        ImportResult::WouldImport => (Kind::Success, t.would_import()),
        ImportResult::Refused => (Kind::Warning, t.is_refused()),
    }
}

/// Why it is refused.
pub(super) fn refusal(texts: Texts, refusal: ImportRefusal) -> &'static str {
    let t = texts.entries;
    match refusal {
        ImportRefusal::Unreadable => t.unreadable(),
        ImportRefusal::TooLong => t.too_long(),
        ImportRefusal::NotTimeBased => t.not_time_based(),
        ImportRefusal::UnsupportedAlgorithm => t.algorithm(),
        ImportRefusal::UnsupportedDigits => t.digits(),
        ImportRefusal::UnsupportedPeriod => t.period(),
        ImportRefusal::BadSecret => t.bad_secret(),
        ImportRefusal::ShortSecret => t.short_secret(),
        ImportRefusal::Duplicate => t.duplicate(),
        ImportRefusal::UnknownMember => t.unknown_member(),
        ImportRefusal::MemberDisabled => t.member_disabled(),
        ImportRefusal::NotByLabel => t.not_by_label(),
        ImportRefusal::Held => t.held(),
        ImportRefusal::OwnEntry => t.own_entry(),
        ImportRefusal::HasDevice => t.has_device(),
        ImportRefusal::Unavailable => t.unavailable(),
    }
}
