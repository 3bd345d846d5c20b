//! What no text of people may have in it.

/// Control characters, and the marks that turn the direction of text around.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Characters that no font shows by themselves (default ignorable, Unicode UAX #44): some scripts need them between
/// letters, so names may have them, but no two names differ by them.
pub fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether nothing of a text can be seen, so that nobody can decide by it.
pub fn is_blank(text: &str) -> bool {
    let is_empty = |c: char| is_space(c) || is_invisible(c) || is_unseen(c);
    text.chars().all(is_empty)
}

/// A space, or a letter that looks like one: the empty pattern of Braille, the fillers of Hangul.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2800}' | '\u{3164}' | '\u{ffa0}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// what a person is asked to decide by can be seen.
    #[test]
    fn what_nobody_sees_is_blank() {
        for blank in [
            "",
            " \t",
            "\u{3164}",
            "\u{2800}\u{2800}",
            "\u{ad}\u{115f}",
            "\u{fff9}",
            "\u{200b} \u{feff}",
        ] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for seen in ["x", "\u{2801}", "\u{200f}\u{5d0}", ". \u{3164}"] {
            assert!(!is_blank(seen), "{seen:?}");
        }
    }
}
