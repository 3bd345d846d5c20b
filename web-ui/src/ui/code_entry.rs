//! The state of a code that is being typed, pasted or filled in.

use shared_types::code::{CODE_DIGITS, clean_code, is_code};

/// The state of a code field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CodeEntry {
    text: String,
    /// The code that was sent automatically. It is not sent again before it changes.
    sent: String,
}

impl CodeEntry {
    /// Takes the text of the field; returns the text that the field should show.
    pub(super) fn typed(&mut self, raw: &str) -> &str {
        self.text = tidy(raw);
        if self.text != self.sent {
            self.sent.clear();
        }
        &self.text
    }

    /// The code, if it is complete and was not sent automatically yet; it counts as sent from now on.
    pub(super) fn take_complete(&mut self) -> Option<String> {
        if !is_code(&self.text) || self.text == self.sent {
            return None;
        }
        self.sent.clone_from(&self.text);
        Some(self.text.clone())
    }
}

/// Removes separators, or finds the only code in a longer text, such as a copied e-mail.
fn tidy(raw: &str) -> String {
    let cleaned = clean_code(raw);
    if cleaned.len() <= CODE_DIGITS {
        return cleaned;
    }
    only_code(raw).map_or(cleaned, str::to_owned)
}

/// The only code in a text; `None` where it has none or several.
fn only_code(text: &str) -> Option<&str> {
    let mut codes = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| is_code(run));
    let code = codes.next()?;
    codes.next().is_none().then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(raw: &str) -> String {
        CodeEntry::default().typed(raw).to_owned()
    }

    #[test]
    fn spaces_hyphens_and_wide_digits_are_accepted() {
        assert_eq!(typed("123 456"), "123456");
        assert_eq!(typed(" 123-456\u{200b}\n"), "123456");
        assert_eq!(typed("１２３４５６"), "123456");
    }

    #[test]
    fn the_only_code_in_a_sentence_is_found() {
        assert_eq!(
            typed("Your code is 492039. It is good for 10 minutes."),
            "492039"
        );
        assert_eq!(typed("492039 or 111222"), "492039or111222");
    }

    #[test]
    fn a_complete_code_is_sent_once_until_it_changes() {
        let mut entry = CodeEntry::default();
        entry.typed("12345");
        assert_eq!(entry.take_complete(), None);
        entry.typed("123456");
        assert_eq!(entry.take_complete().as_deref(), Some("123456"));
        entry.typed("123 456");
        assert_eq!(entry.take_complete(), None);
        entry.typed("12345");
        entry.typed("123456");
        assert_eq!(entry.take_complete().as_deref(), Some("123456"));
    }
}
