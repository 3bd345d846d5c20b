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
/// What can still be done about it is said while nothing is imported.
pub(super) fn refusal(texts: Texts, refusal: ImportRefusal, dry_run: bool) -> &'static str {
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
        ImportRefusal::NotByLabel if dry_run => t.not_by_label(),
        ImportRefusal::NotByLabel => t.not_confirmed(),
        ImportRefusal::Held => t.held(),
        ImportRefusal::OwnEntry => t.own_entry(),
        ImportRefusal::HasDevice => t.has_device(),
        ImportRefusal::Unavailable => t.unavailable(),
    }
}
