//! A text of many entries, one a line: `otpauth` addresses, links of Google Authenticator, CSV.

use super::entry::{Entry, label, secret_of_text};
use super::migration::{self, Part};
use super::otpauth;
use shared_types::device_import::ImportRefusal;
use shared_types::limits::{IMPORTED_ENTRIES, IMPORTED_LINE_BYTES};
use std::collections::{BTreeMap, BTreeSet};

/// More entries than one import takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyEntries;

/// What a text holds.
#[derive(Debug, Default)]
pub struct Entries {
    pub(super) rows: Vec<Row>,
    parts: BTreeSet<Part>,
}

/// An entry with its place.
#[derive(Debug)]
pub(super) struct Row {
    /// The line, counted from 1.
    pub(super) line: u32,
    /// What its text says.
    pub(super) entry: Entry,
}

/// Where a CSV has its two columns.
#[derive(Clone, Copy)]
struct Columns {
    address: usize,
    secret: usize,
}

/// Without a line of names.
const UNNAMED: Columns = Columns {
    address: 0,
    secret: 1,
};

/// Reads a text. What a line says wrong is said of its entry; empty lines are none.
pub fn read_entries(text: &str) -> Result<Entries, TooManyEntries> {
    let mut entries = Entries::default();
    let mut columns = None;
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let found = read_line(&mut entries, &mut columns, line);
        let rows = found.into_iter().map(|entry| Row {
            line: number,
            entry,
        });
        entries.rows.extend(rows);
        if entries.rows.len() > IMPORTED_ENTRIES {
            return Err(TooManyEntries);
        }
    }
    entries.refuse_repeated_secrets();
    Ok(entries)
}

fn read_line(entries: &mut Entries, columns: &mut Option<Columns>, line: &str) -> Vec<Entry> {
    if line.len() > IMPORTED_LINE_BYTES {
        return vec![Entry::refused(ImportRefusal::TooLong)];
    }
    if begins_with(line, migration::SCHEME) {
        return match migration::read(line) {
            Some(read) => {
                entries.parts.extend(read.part);
                read.entries
            }
            None => vec![Entry::refused(ImportRefusal::Unreadable)],
        };
    }
    if begins_with(line, otpauth::SCHEME) {
        return vec![otpauth::read(line)];
    }
    let Some(fields) = fields(line) else {
        return vec![Entry::refused(ImportRefusal::Unreadable)];
    };
    if columns.is_none() {
        let named = names(&fields);
        *columns = Some(named.unwrap_or(UNNAMED));
        if named.is_some() {
            return Vec::new();
        }
    }
    vec![read_fields(&fields, columns.unwrap_or(UNNAMED))]
}

fn begins_with(line: &str, scheme: &str) -> bool {
    let head = line.as_bytes().get(..scheme.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(scheme.as_bytes()))
}

/// The fields of one line of CSV, by the separator that comes first; `None` where there is none.
fn fields(line: &str) -> Option<csv::StringRecord> {
    let separators = [b',', b';', b'\t'];
    let separator = line.bytes().find(|byte| separators.contains(byte))?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(separator)
        .trim(csv::Trim::All)
        .from_reader(line.as_bytes());
    reader.records().next()?.ok()
}

/// The columns that a line of names gives; `None` where it is none.
fn names(fields: &csv::StringRecord) -> Option<Columns> {
    let place = |known: &[&str]| {
        let is_known = |field: &str| known.iter().any(|name| field.eq_ignore_ascii_case(name));
        fields.iter().position(is_known)
    };
    Some(Columns {
        address: place(&["email", "e-mail", "mail", "user", "username", "member"])?,
        secret: place(&["secret", "otpauth_uri", "otpauth", "uri", "url", "totp"])?,
    })
}

/// The address beside the secret says whose it is, whatever the label of an `otpauth` address says.
fn read_fields(fields: &csv::StringRecord, columns: Columns) -> Entry {
    let (Some(address), Some(secret)) = (fields.get(columns.address), fields.get(columns.secret))
    else {
        return Entry::refused(ImportRefusal::Unreadable);
    };
    Entry {
        label: label(address),
        secret: if begins_with(secret, otpauth::SCHEME) {
            otpauth::read(secret).secret
        } else {
            secret_of_text(secret)
        },
    }
}

impl Entries {
    /// Links of the same transfers that are not there.
    pub(super) fn missing_links(&self) -> u32 {
        let mut found: BTreeMap<(i32, i32), i32> = BTreeMap::new();
        for part in &self.parts {
            *found.entry((part.transfer, part.links)).or_default() += 1;
        }
        let missing = found.into_iter().map(|((_, links), there)| links - there);
        u32::try_from(missing.sum::<i32>()).unwrap_or(0)
    }

    /// A secret that two people have proves neither of them: the later row is refused.
    fn refuse_repeated_secrets(&mut self) {
        let mut seen = BTreeSet::new();
        let repeated: Vec<usize> = (0..)
            .zip(&self.rows)
            .filter_map(|(at, row)| {
                let secret = row.entry.secret.as_ref().ok()?;
                (!seen.insert(secret.as_slice())).then_some(at)
            })
            .collect();
        for at in repeated {
            self.rows[at].entry.secret = Err(ImportRefusal::Duplicate);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ";

    fn secret(number: usize) -> String {
        base32::encode(
            base32::Alphabet::Rfc4648 { padding: false },
            format!("{number:020}").as_bytes(),
        )
    }

    fn read(text: &str) -> Vec<(u32, Option<String>, Option<ImportRefusal>)> {
        let entries = read_entries(text).expect("not too many");
        let rows = entries.rows.into_iter();
        rows.map(|row| (row.line, row.entry.label, row.entry.secret.err()))
            .collect()
    }

    #[test]
    fn the_forms_may_be_mixed() {
        let (one, two) = (secret(1), secret(2));
        let text = format!(
            "\u{feff}jo@example.com,{one}\r\n\r\notpauth://totp/Acme:mo@example.com?secret={two}\n\
             \"lee@example.com\";\"otpauth://totp/other@example.com?secret={SECRET}&issuer=A,B\"\nnothing\n"
        );
        let label = |text: &str| Some(text.to_owned());
        let expected = [
            (1, label("jo@example.com"), None),
            (3, label("Acme:mo@example.com"), None),
            (4, label("lee@example.com"), None),
            (5, None, Some(ImportRefusal::Unreadable)),
        ];
        assert_eq!(read(&text), expected);
    }

    #[test]
    fn a_line_of_names_tells_the_columns() {
        let text = format!("Name;Secret;E-Mail\nJo;{SECRET};jo@example.com\nMo;{SECRET}");
        let expected = [
            (2, Some("jo@example.com".to_owned()), None),
            (3, None, Some(ImportRefusal::Unreadable)),
        ];
        assert_eq!(read(&text), expected);
    }

    #[test]
    fn a_secret_stands_once() {
        let text = format!(
            "jo@example.com,{SECRET}\nmo@example.com,{}",
            SECRET.to_lowercase()
        );
        assert_eq!(read(&text)[0].2, None);
        assert_eq!(read(&text)[1].2, Some(ImportRefusal::Duplicate));
    }

    #[test]
    fn a_text_is_bounded() {
        let many = |count| {
            let lines = (0..count).map(|number| format!("jo@example.com,{}\n", secret(number)));
            lines.collect::<String>()
        };
        assert_eq!(read(&many(IMPORTED_ENTRIES)).len(), IMPORTED_ENTRIES);
        assert!(read_entries(&many(IMPORTED_ENTRIES + 1)).is_err());
        let long = "a".repeat(IMPORTED_LINE_BYTES + 1);
        assert_eq!(read(&long), [(1, None, Some(ImportRefusal::TooLong))]);
        assert_eq!(read(""), []);
    }
}
