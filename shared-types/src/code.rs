//! The grammar of a six-digit code: strict for the API, kind for the browser application.

/// How many digits every code has, from the app and from the email.
pub const CODE_DIGITS: usize = 6;

/// The six digits of a code as the API takes it: six ASCII digits, one space allowed in the
/// middle. Anything else is no code, and counts as no try.
pub fn parse_code(text: &str) -> Option<String> {
    let digits = match text.as_bytes() {
        [_, _, _, b' ', _, _, _] => text.replacen(' ', "", 1),
        _ => text.to_owned(),
    };
    is_code(&digits).then_some(digits)
}

/// What a person typed or pasted, cleaned: spaces, hyphens and zero-width characters go,
/// full-width digits become ASCII. Other characters stay, so that the check can refuse them.
pub fn clean_code(text: &str) -> String {
    text.chars()
        .filter(|c| !is_filler(*c))
        .map(ascii_digit)
        .collect()
}

/// Whether the text is exactly six ASCII digits.
pub fn is_code(text: &str) -> bool {
    text.len() == CODE_DIGITS && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_filler(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

fn ascii_digit(c: char) -> char {
    match c {
        '\u{FF10}'..='\u{FF19}' => char::from_digit(u32::from(c) - 0xFF10, 10).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T-09 (digits, space, leading zero): the API's grammar.
    #[test]
    fn only_six_ascii_digits_are_a_code() {
        assert_eq!(parse_code("123456").as_deref(), Some("123456"));
        assert_eq!(parse_code("012 345").as_deref(), Some("012345"));
        for text in [
            "",
            " ",
            "12345",
            "1234567",
            "+12345",
            "-12345",
            "12 3456",
            "123  456",
            " 123456",
            "123456 ",
            "１２３４５６",
            "12345a",
            "0x1234",
            "1e1234",
            "123\u{a0}456",
            "123\n456",
            "12345\0",
            "٣٣٣٣٣٣",
            "null",
        ] {
            assert_eq!(parse_code(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_browser_is_kinder() {
        assert_eq!(clean_code(" 123-456\u{200b}\n"), "123456");
        assert_eq!(clean_code("１２３\u{a0}４５６"), "123456");
        assert_eq!(clean_code("12a456"), "12a456");
        assert!(!is_code("12a456"));
    }
}
