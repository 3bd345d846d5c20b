//! The address of a webhook: its host, and what is wrong with it in words.

use crate::i18n::Texts;
use shared_types::problem::FieldErrorCode;

/// Each reason has its own advice; `None` where it is that of every field.
pub(super) fn flaw(texts: Texts, code: FieldErrorCode) -> Option<&'static str> {
    match code {
        FieldErrorCode::Invalid => Some(texts.webhooks.wrong_address()),
        FieldErrorCode::NotPublic => Some(texts.webhooks.private_address()),
        _ => None,
    }
}

/// Who is told: the host of an address, and its port where it has one; `None` where it has none.
pub(super) fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?']).next()?;
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_stands_before_the_path() {
        let hosts = [
            (
                "https://hooks.example.com/a/b?c=https://d",
                Some("hooks.example.com"),
            ),
            (
                "https://hooks.example.com:8443?c",
                Some("hooks.example.com:8443"),
            ),
            ("https://[2001:db8::1]/", Some("[2001:db8::1]")),
            ("", None),
            ("https://", None),
        ];
        for (url, expected) in hosts {
            assert_eq!(host(url), expected, "{url}");
        }
    }
}
