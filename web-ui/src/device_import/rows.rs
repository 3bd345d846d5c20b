//! The lines whose entries were refused, as they were typed, to be repaired.

use shared_types::device_import::{ImportResult, ImportedRow};
use std::collections::BTreeSet;

/// What stands before the first entry, such as the names of columns, and the lines with a refused entry; `None` where
/// none is refused.
pub(super) fn refused(entries: &str, rows: &[ImportedRow]) -> Option<String> {
    let first = rows.iter().map(|row| row.line).min()?;
    let refused = rows.iter();
    let refused = refused.filter(|row| row.result == ImportResult::Refused);
    let refused: BTreeSet<u32> = refused.map(|row| row.line).collect();
    let lines = (1..).zip(entries.split_inclusive('\n'));
    let kept = lines.filter(|(line, _)| *line < first || refused.contains(line));
    let kept = kept.map(|(_, text)| text).collect();
    (!refused.is_empty()).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u32, result: ImportResult) -> ImportedRow {
        ImportedRow {
            row: line,
            line,
            label: None,
            member: None,
            result,
            refusal: None,
            is_weak: false,
        }
    }

    #[test]
    fn lines_with_a_refused_entry_stay_and_imported_secrets_do_not() {
        let (done, bad) = (ImportResult::Imported, ImportResult::Refused);
        let entries = "email,secret\r\na,A\r\nb,B\r\n\r\nc,C";
        // A link has several entries, and here one of them is refused.
        let rows = [row(2, done), row(3, done), row(3, bad), row(5, bad)];
        let expected = "email,secret\r\nb,B\r\nc,C";
        assert_eq!(refused(entries, &rows).as_deref(), Some(expected));
        assert_eq!(refused(entries, &[row(2, done), row(3, done)]), None);
        assert_eq!(refused("", &[]), None);
    }
}
