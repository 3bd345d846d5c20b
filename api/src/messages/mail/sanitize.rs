//! Text that strangers chose, made fit for a mail: one line, no control characters, an end.

/// The longest run of such text in a mail, in characters.
const LONGEST: usize = 500;

/// The text on one line, without anything that a header, a terminal or a reader could trip over.
pub(super) fn one_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST)
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same for a header; `=?` opens an encoded word (RFC 2047), which a name must not forge.
pub(super) fn header_line(text: &str) -> String {
    one_line(text).replace("=?", "= ?")
}

/// Zero-width characters and the marks that turn the direction of text (Trojan Source).
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_become_one_space() {
        assert_eq!(
            one_line(" Acme\r\nBcc: eve@example.com\0\u{2028}x\t\u{85}y "),
            "Acme Bcc: eve@example.com x y"
        );
    }

    #[test]
    fn marks_that_turn_the_text_vanish() {
        assert_eq!(one_line("Acme\u{202e}gro\u{200b}.\u{feff}"), "Acmegro.");
    }

    #[test]
    fn a_long_text_ends() {
        assert_eq!(one_line(&"ö".repeat(10_000)).chars().count(), LONGEST);
    }

    #[test]
    fn an_encoded_word_cannot_be_forged() {
        assert_eq!(header_line("=?utf-8?b?DQo=?="), "= ?utf-8?b?DQo= ?=");
    }
}
