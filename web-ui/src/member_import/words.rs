//! What became of a row, and what is wrong with it, in words.

use crate::failure::Failure;
use crate::i18n::Texts;
use crate::messages;
use crate::ui::Kind;
use shared_types::member_batch::{BatchRow, BatchState};
use shared_types::problem::{FieldError, FieldErrorCode, ProblemCode};
use yew::AttrValue;

/// The field that the server names when the file as a whole is wrong.
pub(super) const BODY: &str = "body";

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

/// What is wrong with the file as a whole: at which column, or from which line on.
pub(super) fn file_flaw(texts: Texts, failure: &Failure) -> Option<AttrValue> {
    let t = texts.imports;
    let value = failure.value(BODY).filter(|value| !value.is_empty());
    let text = match (failure.field(BODY)?, value) {
        (FieldErrorCode::UnknownColumn, Some(column)) => t.unknown_column(column),
        (FieldErrorCode::UnclosedQuote, Some(line)) => t.unclosed_quote(line),
        (FieldErrorCode::UnknownColumn, None) => t.unnamed_column().to_owned(),
        (FieldErrorCode::Invalid, _) => t.wrong_file().to_owned(),
        (FieldErrorCode::TooLong, _) => t.too_many().to_owned(),
        (code, _) => messages::field_text(texts, code).to_owned(),
    };
    Some(text.into())
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
    let why = match (error.field.as_str(), error.code, &error.value) {
        ("email", FieldErrorCode::Invalid, _) => messages::no_address(texts).to_owned(),
        ("name", FieldErrorCode::Invalid, _) => t.wrong_name().to_owned(),
        ("role", FieldErrorCode::Invalid, _) => t.wrong_role().to_owned(),
        ("language", FieldErrorCode::Invalid, _) => t.wrong_language().to_owned(),
        ("groups", FieldErrorCode::Invalid, Some(group)) => t.unknown_group(group),
        ("row", FieldErrorCode::Invalid, _) => t.wrong_cells().to_owned(),
        (_, code, _) => messages::field_text(texts, code).to_owned(),
    };
    match column {
        Some(column) => format!("{column}: {why}"),
        None => why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::me::Locale;
    use shared_types::problem::Problem;
    use std::collections::BTreeSet;
    use std::rc::Rc;

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

    /// A file of many columns is mended only by who knows which one is wrong, and a quotation mark by who knows where.
    #[test]
    fn what_is_wrong_with_a_file_names_the_place() {
        let said = |code, value: Option<&str>| {
            let error = FieldError {
                value: value.map(str::to_owned),
                ..FieldError::new(BODY, code, "")
            };
            let failure = Failure::Problem(Rc::new(Problem {
                r#type: String::new(),
                title: String::new(),
                status: ProblemCode::InvalidInput.status(),
                detail: String::new(),
                code: ProblemCode::InvalidInput,
                request_id: String::new(),
                errors: vec![error],
                step: None,
                next_code_in_seconds: None,
                retry_after_seconds: None,
                tries_left: None,
                entry: None,
                reason: None,
                directory: None,
                held_until: None,
            }));
            file_flaw(Texts::new(Locale::En), &failure).expect("the file is wrong")
        };
        let column = said(FieldErrorCode::UnknownColumn, Some("phone"));
        assert!(
            column.contains("\"phone\"") && column.contains("groups"),
            "{column}"
        );
        let unnamed = said(FieldErrorCode::UnknownColumn, Some(""));
        assert!(unnamed.contains("no name"), "{unnamed}");
        let quote = said(FieldErrorCode::UnclosedQuote, Some("17"));
        assert!(quote.contains("line 17"), "{quote}");
        let other = said(FieldErrorCode::Invalid, None);
        assert_eq!(other, Texts::new(Locale::En).imports.wrong_file());
    }

    /// No two problems of a row read alike, in any language, and none shows a name of the program's own.
    #[test]
    fn each_problem_has_its_own_words() {
        for locale in [Locale::En, Locale::De] {
            let texts = Texts::new(locale);
            let columns = ["email", "name", "role", "language", "groups", "row"];
            let said = columns.map(|column| {
                let error = FieldError::new(column, FieldErrorCode::Invalid, "");
                flaw(texts, &error.of("Nobody".to_owned()))
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
