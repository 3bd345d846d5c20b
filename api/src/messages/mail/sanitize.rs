//! Text that strangers chose, made fit for a mail: one line, no control characters, no links, an end.

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

/// A name or a reason on one line, with nothing that a mail program shows as a link: a mail of ours carries
/// no addresses but our own. URLs and e-mail addresses are taken out; of what may also be a plain name, such
/// as `Booking.com`, only the dots are. A text of nothing else keeps its letters, so that no sentence is left
/// without a name.
pub(super) fn plain_words(text: &str) -> String {
    let line = one_line(text);
    let words = line.split(' ').filter(|word| !is_link(word));
    let plain = words.map(without_inner_dots).collect::<Vec<_>>().join(" ");
    if plain.is_empty() {
        let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
        return one_line(&line.chars().map(letters).collect::<String>());
    }
    plain
}

/// A URL, a host with a path, or an e-mail address.
fn is_link(word: &str) -> bool {
    let starts = |start: &str| {
        let head = word.get(..start.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    let is_path = word.contains(['/', '\\', '?', '#']) && without_inner_dots(word) != word;
    word.contains("://") || word.contains('@') || starts("www.") || starts("mailto:") || is_path
}

/// The word with a space in the place of each dot between two letters or digits, in any script that
/// domains know (RFC 3490 §3.1).
fn without_inner_dots(word: &str) -> String {
    let all: Vec<char> = word.chars().collect();
    let is_inside = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| all.get(at));
        let is_letter = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
        is_letter(before) && is_letter(all.get(at + 1))
    };
    let dots = ['.', '\u{3002}', '\u{ff0e}', '\u{ff61}'];
    let undotted = all.iter().enumerate().map(|(at, c)| {
        let is_dot = dots.contains(c) && is_inside(at);
        if is_dot { ' ' } else { *c }
    });
    undotted.collect()
}

/// The same for a header; `=?` opens an encoded word (RFC 2047), which a name must not forge.
pub(super) fn header_line(text: &str) -> String {
    one_line(text).replace("=?", "= ?")
}

/// Zero-width characters and the marks that turn the direction of text (Trojan Source).
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
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

    /// M-07, review F5: a name carries no link into a mail of ours.
    #[test]
    fn names_lose_their_links() {
        for (name, plain) in [
            ("Acme Support", "Acme Support"),
            (
                "Dr. J. R. O'Neill-Smith (UK)",
                "Dr. J. R. O'Neill-Smith (UK)",
            ),
            ("Verify now: https://evil.example/login", "Verify now:"),
            (
                "Your account is locked. Open https://evil.example/unlock,\r\n…",
                "Your account is locked. Open …",
            ),
            ("(HTTPS://EVIL.EXAMPLE)", "HTTPS EVIL EXAMPLE"),
            ("Open evil.example/unlock now", "Open now"),
            ("Open evil.example?a=b now", "Open now"),
            ("Open www.evil now", "Open now"),
            ("Ask eve@evil.example", "Ask"),
            ("Ask MAILTO:eve", "Ask"),
            ("Booking.com", "Booking com"),
            ("evil.example", "evil example"),
            ("evil。example．de", "evil example de"),
            ("https:\u{200b}//evil\u{ad}.example x", "x"),
            ("A/B and C#", "A/B and C#"),
            // Reasons (F18).
            ("Open https://evil.example/login now", "Open now"),
            ("Open\nevil.example/login", "Open"),
            (
                "Sent from (www.evil.example)",
                "Sent from (www evil example)",
            ),
            ("\"evil.example\".", "\"evil example\"."),
            ("mail to me@evil.example!", "mail to"),
            ("javascript://x tel:evil.example", "tel:evil example"),
            ("see EVIL．EXAMPLE", "see EVIL EXAMPLE"),
            (
                "Phone lost, confirmed by call-back.",
                "Phone lost, confirmed by call-back.",
            ),
            ("1.2.3.4", "1 2 3 4"),
            ("", ""),
            ("://", ""),
        ] {
            assert_eq!(plain_words(name), plain, "{name:?}");
        }
    }

    #[test]
    fn an_encoded_word_cannot_be_forged() {
        assert_eq!(header_line("=?utf-8?b?DQo=?="), "= ?utf-8?b?DQo= ?=");
    }
}
