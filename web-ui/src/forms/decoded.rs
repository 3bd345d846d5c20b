//! The bytes of a file as text. Spreadsheets write UTF-8, UTF-16 or the code page of their computer, and the file does
//! not say which.

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text.
    pub(super) text: String,
    /// Whether its letters are a guess: a person has to look at them.
    pub(super) is_guess: bool,
}

/// What windows-1252 has from 0x80 on (<https://encoding.spec.whatwg.org/index-windows-1252.txt>); from 0xA0 on its
/// letters are those of Unicode.
const FROM_80: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}',
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// The text; `None` where the file is none, as a workbook is.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let utf_8 = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
    // The first bytes may say what the others are.
    let (text, is_guess) = match bytes {
        [0xff, 0xfe, rest @ ..] => (utf_16(rest, u16::from_le_bytes)?, false),
        [0xfe, 0xff, rest @ ..] => (utf_16(rest, u16::from_be_bytes)?, false),
        [0xef, 0xbb, 0xbf, rest @ ..] => (utf_8(rest)?, false),
        bytes => match utf_8(bytes) {
            Some(text) => (text, false),
            None => (bytes.iter().copied().map(windows_1252).collect(), true),
        },
    };
    let is_text = |letter: char| !letter.is_control() || matches!(letter, '\t' | '\n' | '\r');
    text.chars()
        .all(is_text)
        .then_some(Decoded { text, is_guess })
}

fn utf_16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| read(*pair)).collect();
    rest.is_empty()
        .then(|| String::from_utf16(&units).ok())
        .flatten()
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => FROM_80[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<(String, bool)> {
        decode(bytes).map(|file| (file.text, file.is_guess))
    }

    #[test]
    fn names_stay_what_they_are_whatever_a_spreadsheet_writes() {
        let name = "J\u{fc}rgen \u{20ac}\r\n";
        let wide: Vec<u16> = name.encode_utf16().collect();
        let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let known = Some((name.to_owned(), false));
        assert_eq!(read(name.as_bytes()), known);
        assert_eq!(read(&[b"\xef\xbb\xbf", name.as_bytes()].concat()), known);
        assert_eq!(read(&[&b"\xff\xfe"[..], &little].concat()), known);
        assert_eq!(read(&[&b"\xfe\xff"[..], &big].concat()), known);
    }

    /// The default of a German Excel.
    #[test]
    fn a_code_page_is_guessed_and_called_a_guess() {
        let guessed = Some(("J\u{fc}rgen \u{20ac}".to_owned(), true));
        assert_eq!(read(b"J\xfcrgen \x80"), guessed);
        assert_eq!(read(b""), Some((String::new(), false)));
    }

    #[test]
    fn a_workbook_is_no_text() {
        assert_eq!(read(b"PK\x03\x04\x14\x00\x06\x00\xff\xd8"), None);
        assert_eq!(read(b"PK\x03\x04"), None);
        assert_eq!(read(b"\xff\xfea"), None, "half a letter");
        assert_eq!(read(b"a\x81"), None, "a byte that no code page uses");
    }
}
