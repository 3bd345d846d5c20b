//! The networks of a token as they are typed.

use crate::failure::Failure;
use crate::i18n::Texts;
use shared_types::limits::API_TOKEN_NETWORKS;
use shared_types::problem::FieldErrorCode;
use std::net::IpAddr;

/// Each of them.
pub(super) fn each(typed: &str) -> impl Iterator<Item = &str> {
    typed
        .split([',', ';', ' '])
        .filter(|network| !network.is_empty())
}

/// What is wrong with them, as far as a browser can tell.
pub(super) fn check(typed: &str) -> Option<FieldErrorCode> {
    if each(typed).count() > API_TOKEN_NETWORKS {
        return Some(FieldErrorCode::TooLong);
    }
    let is_wrong = each(typed).any(|network| !is_network(network));
    is_wrong.then_some(FieldErrorCode::Invalid)
}

/// The same in words, and which of them is none, whether the browser or the server found it.
pub(super) fn flaw(texts: Texts, failure: Option<&Failure>, typed: &str) -> Option<String> {
    let failure = failure?;
    if failure.field("networks") == Some(FieldErrorCode::TooLong) {
        return Some(texts.tokens.too_many_networks(API_TOKEN_NETWORKS));
    }
    let of_server = failure.item("networks");
    let of_server = of_server.and_then(|place| each(typed).nth(place));
    let of_browser = || {
        failure.field("networks")?;
        each(typed).find(|network| !is_network(network))
    };
    let wrong = of_server.or_else(of_browser)?;
    Some(texts.tokens.wrong_network(wrong))
}

/// An address, or a network with its length.
fn is_network(text: &str) -> bool {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (text, None),
    };
    let Ok(address) = address.parse::<IpAddr>() else {
        return false;
    };
    let longest = if address.is_ipv4() { 32 } else { 128 };
    length.is_none_or(|length| length.parse::<u8>().is_ok_and(|length| length <= longest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_checked_before_they_are_sent() {
        for (typed, flaw) in [
            ("", None),
            ("::1, 203.0.113.0/24; 2001:db8::/48 10.0.0.7", None),
            ("::1, home", Some(FieldErrorCode::Invalid)),
            ("203.0.113.0/33", Some(FieldErrorCode::Invalid)),
            ("203.0.113.0/", Some(FieldErrorCode::Invalid)),
            ("2001:db8::/129", Some(FieldErrorCode::Invalid)),
            ("203.0.113", Some(FieldErrorCode::Invalid)),
        ] {
            assert_eq!(check(typed), flaw, "{typed}");
        }
        let most = "10.0.0.1,".repeat(API_TOKEN_NETWORKS);
        assert_eq!(check(&most), None);
        assert_eq!(check(&format!("{most}::1")), Some(FieldErrorCode::TooLong));
    }
}
