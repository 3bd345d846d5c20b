//! The rows of a file that were refused, as they stand in it, to be repaired.

use shared_types::member_batch::{BatchRow, BatchState};

/// The first line with the names of the columns, and the refused rows; `None` where none is refused.
pub(super) fn refused(file: &str, rows: &[BatchRow]) -> Option<String> {
    let lines: Vec<&str> = file.split_inclusive('\n').collect();
    let begins: Vec<usize> = rows
        .iter()
        .filter_map(|row| usize::try_from(row.line?).ok()?.checked_sub(1))
        .collect();
    let ends = begins.iter().skip(1).copied().chain([lines.len()]);
    let refused = rows.iter().zip(begins.iter().zip(ends));
    let refused = refused.filter(|(row, _)| row.state == BatchState::Refused);
    let kept: Vec<&str> = refused
        .filter_map(|(_, (begin, end))| lines.get(*begin..end))
        .flatten()
        .copied()
        .collect();
    let names = lines.get(..*begins.first()?)?.concat();
    (!kept.is_empty()).then(|| names + &kept.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u32, state: BatchState) -> BatchRow {
        BatchRow {
            index: 0,
            line: Some(line),
            email: None,
            state,
            member: None,
            code: None,
            detail: None,
            retry_after_seconds: None,
            errors: Vec::new(),
        }
    }

    #[test]
    fn refused_rows_are_taken_along_as_they_stand() {
        let file =
            "email,name\r\n\r\na@example.com,A\r\nb,\"two\r\nlines\"\r\nc@example.com,C\r\nd,D";
        let (made, bad) = (BatchState::Made, BatchState::Refused);
        let rows = [row(3, made), row(4, bad), row(6, made), row(7, bad)];
        let expected = "email,name\r\n\r\nb,\"two\r\nlines\"\r\nd,D";
        assert_eq!(refused(file, &rows).as_deref(), Some(expected));
        assert_eq!(refused(file, &[row(3, made), row(4, made)]), None);
        assert_eq!(refused("", &rows), None);
        assert_eq!(refused(file, &[]), None);
    }
}
