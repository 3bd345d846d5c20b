//! Rows of CSV files that people open in a spreadsheet (RFC 4180), without formulas.
//!
//! OWASP, CSV injection: a cell that begins with `=`, `+`, `-`, `@` (their full-width forms too), a tab or a line
//! break can be run as a formula. A German spreadsheet splits cells at `;`, whatever quotes say, so what stands
//! behind a `;`, a tab or a line break inside a cell begins a cell there. An apostrophe before it makes it text.

use csv::{QuoteStyle, Terminator, WriterBuilder};

/// What a formula begins with.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// Where a program that takes another separator than the comma begins a cell.
const OTHER_SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];
/// Makes what stands behind it a text.
const APOSTROPHE: char = '\'';

/// One line of a file: every cell in quotes, none of them a formula.
pub fn line<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    let cells = cells.into_iter().map(|cell| as_text(cell.as_ref()));
    // A vector takes everything, and what was text stays text.
    let written = writer.write_record(cells).is_ok();
    let bytes = writer.into_inner().ok().filter(|_| written);
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .expect("a line of text can be written to memory")
}

/// The cell as no spreadsheet takes it for a formula.
fn as_text(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut is_begin = true;
    for (at, c) in cell.char_indices() {
        if is_begin && is_formula(&cell[at..]) {
            text.push(APOSTROPHE);
        }
        is_begin = is_begin_behind(c, is_begin);
        text.push(c);
    }
    text
}

/// Whether a formula begins here, behind any apostrophes: a person's own gets one of ours too, or reading would take
/// it away.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches(APOSTROPHE).starts_with(FORMULA)
}

/// What stood in the cell before [`line`] made a text of it: the first apostrophe before a formula is ours.
pub fn without_apostrophes(cell: &str) -> String {
    let mut found = String::with_capacity(cell.len());
    let mut is_begin = true;
    let mut rest = cell.chars();
    while let Some(mut c) = rest.next() {
        if is_begin && c == APOSTROPHE && is_formula(rest.as_str()) {
            c = rest.next().unwrap_or(c);
        }
        is_begin = is_begin_behind(c, is_begin);
        found.push(c);
    }
    found
}

/// Whether a cell can begin behind this character. Spaces and quotes before a formula are dropped by some programs.
fn is_begin_behind(c: char, is_begin: bool) -> bool {
    OTHER_SEPARATORS.contains(&c) || (is_begin && matches!(c, ' ' | '"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CWE-1236: no cell is a formula, whichever separator the reader takes, and none leaves its place.
    #[test]
    fn no_cell_is_a_formula() {
        for (text, expected) in [
            ("code", "code"),
            ("", ""),
            ("a,b", "a,b"),
            ("say \"x\"\r\n", "say \"\"x\"\"\r'\n"),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("＝1", "'＝1"),
            (" =1", " '=1"),
            ("x;=1+1", "x;'=1+1"),
            ("x; \"@y", "x; \"\"'@y"),
            ("x\n-1", "x\n'-1"),
            ("x;\t=1", "x;'\t'=1"),
            ("'=1", "''=1"),
            ("x;''@y", "x;'''@y"),
            ("'x", "'x"),
            ("1-1=0", "1-1=0"),
            ("{\"a\":[1,-2]}", "{\"\"a\"\":[1,-2]}"),
            ("=\"a\",b", "'=\"\"a\"\",b"),
        ] {
            assert_eq!(line([text]), format!("\"{expected}\"\r\n"), "{text:?}");
        }
    }

    #[test]
    fn cells_stand_side_by_side() {
        assert_eq!(line(["a", "", "b"]), "\"a\",\"\",\"b\"\r\n");
    }

    /// What is written is read again: every short text of these characters.
    #[test]
    fn apostrophes_of_ours_are_taken_away() {
        let mut texts = vec![String::new()];
        for _ in 0..5 {
            let longer = texts.iter().flat_map(|text| {
                let characters = "'=x; \"\t".chars();
                characters.map(move |c| format!("{text}{c}"))
            });
            texts = longer.collect();
            for text in &texts {
                assert_eq!(without_apostrophes(&as_text(text)), *text, "{text:?}");
            }
        }
    }
}
