//! Members in a file of comma-separated values (RFC 4180), as spreadsheets write it.

use super::super::columns::{BETWEEN_GROUPS, CHOSEN, TOLD};
use super::super::invited::Invited;
use super::row::{Row, too_long};
use crate::platform::csv_rows::without_apostrophes;
use csv::{Reader, ReaderBuilder, StringRecord, Trim};
use shared_types::limits::{BATCH_ROW_BYTES, BATCH_ROWS, EMAIL_LONGEST};
use shared_types::members::CreateMemberRequest;
use shared_types::problem::{FieldError, FieldErrorCode};
use std::io::Read;

const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
/// Characters of an unknown column that are told.
const COLUMN_SHOWN: usize = 64;
const FIRST_LINE: &str = "The first line names the columns, separated by commas, semicolons or tabs: email and name, \
    and if you like role, language and groups.";

/// Where the columns are.
#[derive(Debug, Default)]
struct Columns {
    number: usize,
    email: usize,
    name: usize,
    role: Option<usize>,
    language: Option<usize>,
    groups: Option<usize>,
}

/// How many rows a file has; what is wrong with it as a whole is said instead.
pub fn count_rows(bytes: &[u8]) -> Result<usize, FieldError> {
    read_file(bytes).map(|rows| rows.len())
}

/// The rows of a file, one more than there may be at most. What is wrong with the file as a whole is said instead;
/// what is wrong with a row is said of it.
pub(super) fn read_file(bytes: &[u8]) -> Result<Vec<Row>, FieldError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| invalid("The file is not in UTF-8. Save it as CSV in UTF-8."))?;
    if text.contains('\0') {
        return Err(invalid("The file is no text. Save it as CSV in UTF-8."));
    }
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().find(|line| !line.trim().is_empty());
    let first = first
        .ok_or_else(|| FieldError::new("body", FieldErrorCode::Required, "The file is empty."))?;
    // Of another separator the whole line is one name, or names with separators in them.
    let separator = SEPARATORS
        .into_iter()
        .max_by_key(|separator| first.bytes().filter(|byte| byte == separator).count())
        .unwrap_or(b',');
    if let Some(line) = unclosed_quote(text, separator) {
        let detail =
            format!("The quotation mark that opens in the row of line {line} is not closed.");
        let code = FieldErrorCode::UnclosedQuote;
        return Err(FieldError::new("body", code, detail).of(line.to_string()));
    }
    let mut reader = reader_of(text.as_bytes(), separator);
    let names = reader.headers().map_err(|_| invalid(FIRST_LINE))?;
    let columns = Columns::read(names)?;
    let mut rows = Vec::new();
    let mut lines = Lines { text, line: 1 };
    let mut read = 0;
    for record in reader.into_records().take(BATCH_ROWS + 1) {
        let record = record.map_err(|_| invalid("The file is no CSV."))?;
        let begin = record.position().map_or(0, csv::Position::byte);
        let begin = usize::try_from(begin).unwrap_or(usize::MAX);
        let line = lines.advance(begin.saturating_sub(read));
        read = text.len() - lines.text.len();
        rows.push(columns.row(&record, line));
    }
    Ok(rows)
}

fn reader_of<R: Read>(text: R, separator: u8) -> Reader<R> {
    ReaderBuilder::new()
        .delimiter(separator)
        .trim(Trim::All)
        .flexible(true)
        .from_reader(text)
}

/// The line of the row that goes on to the end of the file, because a quotation mark is not closed: all rows behind it
/// would be one cell. A row that is put behind the text is seen only where the text is whole.
fn unclosed_quote(text: &str, separator: u8) -> Option<usize> {
    const BEHIND: &str = "behind";
    if !text.contains('"') {
        return None;
    }
    let behind = format!("\n{BEHIND}");
    let mut reader = reader_of(text.as_bytes().chain(behind.as_bytes()), separator);
    let (mut record, mut begin, mut is_whole) = (StringRecord::new(), 0, false);
    while reader.read_record(&mut record).unwrap_or(false) {
        begin = record.position().map_or(0, csv::Position::byte);
        is_whole = record.iter().eq([BEHIND]);
    }
    let begin = usize::try_from(begin).unwrap_or(usize::MAX);
    let rows = text.get(..begin).unwrap_or(text);
    (!is_whole).then(|| {
        let empty = text[rows.len()..]
            .bytes()
            .take_while(|byte| b"\r\n".contains(byte));
        let empty = empty.filter(|byte| *byte == b'\n').count();
        rows.matches('\n').count() + empty + 1
    })
}

/// What was not counted yet of a text, and the number of its first line.
struct Lines<'a> {
    text: &'a str,
    line: u32,
}

impl Lines<'_> {
    /// The line where the row begins that is so many bytes ahead, behind empty lines.
    fn advance(&mut self, bytes: usize) -> u32 {
        let (_, ahead) = self.text.split_at_checked(bytes).unwrap_or_default();
        let ahead = ahead.trim_start_matches(['\r', '\n']);
        let passed = &self.text[..self.text.len() - ahead.len()];
        let ends = passed.matches('\n').count();
        self.line = self
            .line
            .saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.text = ahead;
        self.line
    }
}

/// A cell; empty where there is none.
fn cell(record: &StringRecord, at: usize) -> String {
    without_apostrophes(record.get(at).unwrap_or_default())
}

impl Columns {
    fn read(names: &StringRecord) -> Result<Self, FieldError> {
        let mut places = [None; CHOSEN.len()];
        for (at, name) in names.iter().enumerate() {
            let name = name.to_ascii_lowercase();
            match CHOSEN.iter().position(|known| *known == name) {
                Some(column) if places[column].is_some() => {
                    return Err(invalid(&format!("The column {name} is there twice.")));
                }
                Some(column) => places[column] = Some(at),
                None if TOLD.contains(&&*name) => {}
                None => {
                    let detail = format!("Column {} has no known name. {FIRST_LINE}", at + 1);
                    let shown = name.chars().take(COLUMN_SHOWN).collect();
                    let code = FieldErrorCode::UnknownColumn;
                    return Err(FieldError::new("body", code, detail).of(shown));
                }
            }
        }
        let [Some(email), Some(name), role, language, groups] = places else {
            return Err(invalid(FIRST_LINE));
        };
        Ok(Self {
            number: names.len(),
            email,
            name,
            role,
            language,
            groups,
        })
    }

    fn row(&self, record: &StringRecord, line: u32) -> Row {
        let email = cell(record, self.email);
        Row {
            line: Some(line),
            email: Some(email.chars().take(EMAIL_LONGEST).collect()),
            invited: self.invited(record),
        }
    }

    /// All that is wrong is said at once: a file of hundreds of rows is not mended one cell at a time.
    fn invited(&self, record: &StringRecord) -> Result<Invited, Vec<FieldError>> {
        if record.as_slice().len() > BATCH_ROW_BYTES {
            return Err(vec![too_long()]);
        }
        if record.len() != self.number {
            let detail = format!(
                "{} cells, where the first line has {}.",
                record.len(),
                self.number
            );
            let flaw = FieldError::new("row", FieldErrorCode::Invalid, detail);
            return Err(vec![flaw]);
        }
        let cell = |at: usize| cell(record, at);
        let word = |at: Option<usize>| {
            let word = at.map(cell).unwrap_or_default().to_ascii_lowercase();
            (!word.is_empty()).then_some(word)
        };
        let role = word(self.role).map(TryInto::try_into).transpose();
        let role = role.map_err(|_: String| unknown("role", "One of agent, helpdesk, admin."));
        let locale = word(self.language).map(TryInto::try_into).transpose();
        let locale =
            locale.map_err(|_: String| unknown("language", "The tag of a language, such as en."));
        let groups = self.groups.map(cell).unwrap_or_default();
        let groups = groups.split(BETWEEN_GROUPS).map(str::trim);
        let read = Invited::read(&CreateMemberRequest {
            email: cell(self.email),
            display_name: cell(self.name),
            role: role.clone().unwrap_or_default().unwrap_or_default(),
            locale: locale.clone().unwrap_or_default(),
            groups: groups
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
        });
        match (read, role, locale) {
            (Ok(invited), Ok(_), Ok(_)) => Ok(invited),
            (read, role, locale) => {
                let mut flaws = read.err().unwrap_or_default();
                flaws.extend(role.err());
                flaws.extend(locale.err());
                Err(flaws)
            }
        }
    }
}

fn invalid(detail: &str) -> FieldError {
    FieldError::new("body", FieldErrorCode::Invalid, detail)
}

fn unknown(column: &str, detail: &str) -> FieldError {
    FieldError::new(column, FieldErrorCode::Invalid, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Told = (u32, String, Option<String>);

    /// Line, address and the columns that are refused.
    fn read(text: &str) -> Vec<Told> {
        let rows = read_file(text.as_bytes()).expect("a file").into_iter();
        rows.map(|row| {
            let refused = row.invited.err().map(|flaws| {
                let fields: Vec<&str> = flaws.iter().map(|flaw| &*flaw.field).collect();
                fields.join(" ")
            });
            (
                row.line.expect("a line"),
                row.email.expect("an address"),
                refused,
            )
        })
        .collect()
    }

    fn told(line: u32, email: &str, refused: Option<&str>) -> Told {
        (line, email.to_owned(), refused.map(str::to_owned))
    }

    fn flaw(bytes: &[u8]) -> FieldError {
        read_file(bytes).err().expect("refused")
    }

    #[test]
    fn a_spreadsheet_is_read_whatever_its_separator() {
        for separator in [",", ";", "\t"] {
            for (begin, end) in [("", "\n"), ("\u{feff}", "\r\n")] {
                let lines = [
                    "Groups;EMAIL;name;role;Language",
                    "A|B;jo@example.com;\"Doe, Jo\";helpdesk;de",
                    "",
                    ";mo@example.com; Mo ;;",
                ];
                let text = lines.join(end).replace(';', separator);
                let expected = [
                    told(2, "jo@example.com", None),
                    told(4, "mo@example.com", None),
                ];
                assert_eq!(read(&(begin.to_owned() + &text)), expected, "{text:?}");
            }
        }
    }

    #[test]
    fn what_is_wrong_with_a_row_is_said_of_it() {
        let long = "x".repeat(BATCH_ROW_BYTES);
        let text = format!(
            "email,name,role,language\n\
             a@example.com,A,boss,\n\
             b@example.com,B,,xx\n\
             c@example.com,C\n\
             nobody,D,,\n\
             e@example.com,,,\n\
             f@example.com,\"two\nlines\",,\n\
             g@example.com,{long},,\n\
             h@example.com,'=H,ADMIN,EN\n\
             nobody,,boss,xx\n"
        );
        let expected = [
            told(2, "a@example.com", Some("role")),
            told(3, "b@example.com", Some("language")),
            told(4, "c@example.com", Some("row")),
            told(5, "nobody", Some("email")),
            told(6, "e@example.com", Some("display_name")),
            told(7, "f@example.com", Some("display_name")),
            told(9, "g@example.com", Some("row")),
            told(10, "h@example.com", None),
            told(11, "nobody", Some("email display_name role language")),
        ];
        assert_eq!(read(&text), expected);
    }

    /// No row is lost without a word because the row before it does not end.
    #[test]
    fn a_quotation_mark_is_closed() {
        let said = |text: &str| read_file(text.as_bytes()).err().map(|flaw| flaw.detail);
        let line = |line| {
            Some(format!(
                "The quotation mark that opens in the row of line {line} is not closed."
            ))
        };
        let rows = [
            "email,name,last_signed_in_at",
            "a@example.com,\"A\",2026",
            "",
            "b@example.com,B,\"2026",
            "c@example.com,C,2026",
        ];
        for end in ["\n", "\r\n"] {
            assert_eq!(said(&rows.join(end)), line(4));
            assert_eq!(said(&(rows[..4].join(end) + end)), line(4));
            assert_eq!(said(&rows[..2].join(end)), None);
            assert_eq!(said(&(rows[..2].join(end) + end + end)), None);
        }
        assert_eq!(said("email,\"name\na@example.com,A\n"), line(1));
        assert_eq!(said("email,name\na@example.com,\"A\nB \"\"C\"\"\"\n"), None);
        assert_eq!(said("email,name\na@example.com,5\" A\n"), None);
    }

    #[test]
    fn what_is_wrong_with_the_file_is_said_at_once() {
        for (bytes, code) in [
            (&b""[..], FieldErrorCode::Required),
            (b"\xef\xbb\xbf \r\n", FieldErrorCode::Required),
            (b"email,name\n\xff", FieldErrorCode::Invalid),
            (b"e\0m\0a\0i\0l\0", FieldErrorCode::Invalid),
            (b"email\njo@example.com", FieldErrorCode::Invalid),
            (b"jo@example.com,Jo", FieldErrorCode::UnknownColumn),
            (b"email,name,password", FieldErrorCode::UnknownColumn),
            (b"email,name,email", FieldErrorCode::Invalid),
            (b"email:name\n", FieldErrorCode::UnknownColumn),
            (
                b"email,name\na@example.com,\"A",
                FieldErrorCode::UnclosedQuote,
            ),
        ] {
            let flaw = flaw(bytes);
            assert_eq!((&*flaw.field, flaw.code), ("body", code), "{bytes:?}");
        }
        let value = |bytes: &[u8]| flaw(bytes).value;
        assert_eq!(value(b"email,name,Phone\n").as_deref(), Some("phone"));
        let line = value(b"email,name\na@example.com,A\nb@example.com,\"B");
        assert_eq!(line.as_deref(), Some("3"));
        assert_eq!(read("email,name\n"), []);
        let many = "email,name\n".to_owned() + &"a@example.com,A\n".repeat(BATCH_ROWS + 9);
        assert_eq!(read(&many).len(), BATCH_ROWS + 1);
    }
}
