//! The reason that somebody gives for an act on a member: kept in the record as it was typed, and told to
//! the member without links.

use super::validation::invalid;
use shared_types::limits::REASON_LONGEST;
use shared_types::problem::{FieldError, FieldErrorCode};

/// What stands in a mail where the reason had a link.
const NO_LINK: &str = "[…]";

/// A reason that may be given.
pub(super) fn choose_reason(text: &str) -> Result<String, FieldError> {
    let reason = text.trim();
    if reason.is_empty() {
        return Err(invalid("reason", FieldErrorCode::Required, "Say why."));
    }
    if reason.chars().count() > REASON_LONGEST {
        let detail = format!("At most {REASON_LONGEST} characters.");
        return Err(invalid("reason", FieldErrorCode::TooLong, detail));
    }
    if reason.chars().any(|c| c.is_control() && c != '\n') {
        return Err(invalid(
            "reason",
            FieldErrorCode::Invalid,
            "Control characters are not allowed.",
        ));
    }
    Ok(reason.to_owned())
}

/// The reason for a mail: the notice is an official one, and mail programs make links of addresses that
/// are written out, so everybody who may reset a device could send members anywhere (M-07).
pub(super) fn without_links(reason: &str) -> String {
    let words = reason.split_whitespace();
    let words = words.map(|word| if is_link(word) { NO_LINK } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a mail program may make a link of the word: a scheme, an address, or a host name.
fn is_link(word: &str) -> bool {
    let lower = word.to_lowercase();
    let is_host = |part: &str| {
        let labels: Vec<&str> = part.split(['.', '。', '．']).collect();
        let is_top_level = |label: &&str| {
            label.chars().count() > 1 && label.chars().all(|c| c.is_alphabetic() || c == '-')
        };
        labels
            .windows(2)
            .any(|pair| !pair[0].is_empty() && is_top_level(&pair[1]))
    };
    let is_part = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '。' | '．' | '-'));
    lower.contains("://") || lower.contains('@') || lower.split(is_part).any(is_host)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F18, M-07: a notice carries no address that the writer of the reason chose.
    #[test]
    fn a_reason_is_told_without_links() {
        for (reason, told) in [
            ("Open https://evil.example/login now", "Open […] now"),
            ("Open\nevil.example/login", "Open […]"),
            ("(www.evil.example)", "[…]"),
            ("\"evil.example\".", "[…]"),
            ("mail to me@evil.example!", "mail to […]"),
            ("javascript://x tel:evil.example", "[…] […]"),
            ("see EVIL．EXAMPLE", "see […]"),
            (
                "Phone lost, confirmed by call-back.",
                "Phone lost, confirmed by call-back.",
            ),
            ("z.B. at 9.30, room 3.14", "z.B. at 9.30, room 3.14"),
        ] {
            assert_eq!(without_links(reason), told);
        }
    }
}
