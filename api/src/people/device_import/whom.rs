//! Whose entry a row is.

use super::lines::Row;
use crate::people::members::Named;
use shared_types::device_import::ImportedFor;
use shared_types::problem::{FieldError, FieldErrorCode};
use std::collections::BTreeMap;

/// Who says whose an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamedBy {
    /// Who imports.
    Importer,
    /// The label, which is chosen by who made the entry.
    Label,
}

/// Whom the label of an entry names.
pub(super) fn named_by_label(row: &Row) -> Option<Named> {
    row.entry.account().and_then(Named::parse)
}

/// The rows that somebody gave a member, by their number; each is one of the `rows` that there are.
pub(super) fn read_chosen(
    chosen: &[ImportedFor],
    rows: usize,
) -> Result<BTreeMap<u32, Named>, FieldError> {
    let mut by_row = BTreeMap::new();
    for one in chosen {
        let is_there = one.row > 0 && usize::try_from(one.row).is_ok_and(|row| row <= rows);
        if !is_there {
            let detail = format!("There is no row {}.", one.row);
            return Err(FieldError::new("members", FieldErrorCode::Invalid, detail));
        }
        let Some(named) = Named::parse(&one.member) else {
            let detail = "The id of a member, or an email address, for each row.";
            return Err(FieldError::new("members", FieldErrorCode::Invalid, detail));
        };
        if by_row.insert(one.row, named).is_some() {
            let detail = "A row has one member.";
            return Err(FieldError::new("members", FieldErrorCode::Invalid, detail));
        }
    }
    Ok(by_row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_there_gets_one_member() {
        let one = |row, member: &str| ImportedFor {
            row,
            member: member.to_owned(),
        };
        let read = |chosen: &[ImportedFor]| read_chosen(chosen, 2).map(|by_row| by_row.len());
        assert!(matches!(
            read(&[one(1, "jo@example.com"), one(2, "mo@example.com")]),
            Ok(2)
        ));
        for wrong in [
            vec![one(0, "jo@example.com")],
            vec![one(3, "jo@example.com")],
            vec![one(1, "jo")],
            vec![one(1, "jo@example.com"), one(1, "mo@example.com")],
        ] {
            assert_eq!(read(&wrong).expect_err("refused").field, "members");
        }
    }
}
