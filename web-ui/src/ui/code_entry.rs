//! What happens to a code while it is typed, pasted or filled in: pure, without a browser.

use shared_types::code::{CODE_DIGITS, clean_code, is_code};

/// The code field's memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CodeEntry {
    text: String,
    /// What was sent by itself: not sent by itself again before it changes.
    sent: String,
}

impl CodeEntry {
    /// Takes what stands in the field; answers what should stand there.
    pub(super) fn typed(&mut self, raw: &str) -> &str {
        self.text = tidy(raw);
        if self.text != self.sent {
            self.sent.clear();
        }
        &self.text
    }

    /// The code, once it is whole and was not sent by itself already. Asking marks it as sent.
    pub(super) fn take_complete(&mut self) -> Option<String> {
        if !is_code(&self.text) || self.text == self.sent {
            return None;
        }
        self.sent.clone_from(&self.text);
        Some(self.text.clone())
    }
}

/// Cleans a text, and finds the code in a whole sentence, as a copied e-mail has it.
fn tidy(raw: &str) -> String {
    let cleaned = clean_code(raw);
    if cleaned.len() <= CODE_DIGITS {
        return cleaned;
    }
    let mut codes = raw
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| is_code(run));
    match (codes.next(), codes.next()) {
        (Some(code), None) => code.to_owned(),
        _ => cleaned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(raw: &str) -> String {
        CodeEntry::default().typed(raw).to_owned()
    }

    #[test]
    fn spaces_hyphens_and_wide_digits_are_no_hurdle() {
        assert_eq!(typed("123 456"), "123456");
        assert_eq!(typed(" 123-456\u{200b}\n"), "123456");
        assert_eq!(typed("１２３４５６"), "123456");
    }

    #[test]
    fn a_sentence_with_one_code_is_that_code() {
        assert_eq!(
            typed("Your code is 492039. It is good for 10 minutes."),
            "492039"
        );
        assert_eq!(typed("492039 or 111222"), "492039or111222");
    }

    #[test]
    fn a_whole_code_goes_off_once_until_it_changes() {
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
