//! What became of a row, and what is wrong with it, in words.

use crate::i18n::Texts;
use crate::messages;
use crate::ui::Kind;
use shared_types::member_batch::{BatchRow, BatchState};
use shared_types::problem::{FieldError, FieldErrorCode, ProblemCode};

/// What became of a row, or would, and how it looks.
pub(super) fn state(texts: Texts, row: &BatchRow) -> (Kind, &'static str) {
    let t = texts.imports;
    match row.state {
        BatchState::Made => (Kind::Success, t.is_made()),
        BatchState::WouldMake => (Kind::Success, t.would_be_made()),
        BatchState::Unchanged => (Kind::Info, t.is_unchanged()),
        BatchState::Duplicate => (Kind::Info, t.is_duplicate()),
        BatchState::Refused => (Kind::Warning, t.is_refused()),
    }
}

/// Why a row is refused in which nothing is wrong.
pub(super) fn cause(texts: Texts, row: &BatchRow) -> Option<String> {
    let t = texts.imports;
    let code = row.code.filter(|_| row.errors.is_empty())?;
    Some(match (code, row.retry_after_seconds) {
        (ProblemCode::Conflict, _) => t.full().to_owned(),
        (ProblemCode::Throttled, Some(wait)) => t.often(&messages::length(texts, wait)),
        _ => t.later().to_owned(),
    })
}

/// The column that is wrong, and why: each has its own advice.
pub(super) fn flaw(texts: Texts, error: &FieldError) -> String {
    let t = texts.imports;
    let column = match error.field.as_str() {
        "email" => Some(t.email()),
        "name" => Some(texts.common.name()),
        "role" => Some(texts.common.role()),
        "language" => Some(texts.common.language()),
        "groups" => Some(texts.groups.title()),
        _ => None,
    };
    let why = match (error.field.as_str(), error.code) {
        ("email", FieldErrorCode::Invalid) => messages::no_address(texts),
        ("name", FieldErrorCode::Invalid) => t.wrong_name(),
        ("role", FieldErrorCode::Invalid) => t.wrong_role(),
        ("language", FieldErrorCode::Invalid) => t.wrong_language(),
        ("groups", FieldErrorCode::Invalid) => t.unknown_group(),
        ("row", FieldErrorCode::Invalid) => t.wrong_cells(),
        (_, code) => messages::field_text(texts, code),
    };
    match column {
        Some(column) => format!("{column}: {why}"),
        None => why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::me::Locale;
    use std::collections::BTreeSet;

    /// What a row waits for is told apart from what is wrong with the organization.
    #[test]
    fn a_row_without_flaws_has_its_cause() {
        let texts = Texts::new(Locale::En);
        let said = |code, retry_after_seconds| {
            let row = BatchRow {
                index: 0,
                line: None,
                email: None,
                state: BatchState::Refused,
                member: None,
                code: Some(code),
                detail: None,
                retry_after_seconds,
                errors: Vec::new(),
            };
            cause(texts, &row).expect("a cause")
        };
        assert!(said(ProblemCode::Conflict, None).contains("as many members"));
        assert!(said(ProblemCode::Throttled, Some(1200)).contains("20 min"));
        assert_eq!(said(ProblemCode::Unavailable, None), texts.imports.later());
    }

    /// No two problems of a row read alike, in any language, and none shows a name of the program's own.
    #[test]
    fn each_problem_has_its_own_words() {
        for locale in [Locale::En, Locale::De] {
            let texts = Texts::new(locale);
            let columns = ["email", "name", "role", "language", "groups", "row"];
            let said = columns.map(|column| {
                let error = FieldError::new(column, FieldErrorCode::Invalid, "");
                flaw(texts, &error)
            });
            let advice: BTreeSet<&str> = said
                .iter()
                .map(|text| text.split_once(": ").map_or(&**text, |(_, why)| why))
                .collect();
            assert_eq!(advice.len(), columns.len(), "{said:?}");
            assert!(!said.iter().any(|text| text.starts_with("row")), "{said:?}");
        }
    }
}
