//! The origin of a request, read from its connection and headers.

use super::{ApiError, RequestId, client_address, user_agent};
use crate::platform::origin::Origin;
use actix_web::dev::Payload;
use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderName, USER_AGENT};
use actix_web::{FromRequest, HttpRequest};
use shared_types::me::Locale;
use std::future::{Ready, ready};

/// What the request tells.
pub fn origin_of(request: &HttpRequest) -> Origin {
    let request_id = RequestId::of(request).to_string();
    Origin {
        program: user_agent::program(header(request, &USER_AGENT)),
        locale: locale(header(request, &ACCEPT_LANGUAGE)),
        ..Origin::of_address(client_address::of(request), request_id)
    }
}

impl FromRequest for Origin {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(origin_of(request)))
    }
}

fn header<'a>(request: &'a HttpRequest, name: &HeaderName) -> &'a str {
    let value = request.headers().get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Browsers list the languages in order of preference, so the weights are ignored.
fn locale(accept_language: &str) -> Option<Locale> {
    accept_language.split(',').find_map(|range| {
        let tag = range.split(';').next().unwrap_or_default();
        Locale::of_wish(tag.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn origin(peer: &str) -> Origin {
        let peer = peer.parse().expect("a socket address");
        origin_of(&TestRequest::default().peer_addr(peer).to_http_request())
    }

    /// L-08 (/64, IPv4, mapped): one /64 has one rate limit; IPv4 in IPv6 is the IPv4 address.
    #[test]
    fn tries_are_counted_per_network_that_one_person_has() {
        assert_eq!(origin("203.0.113.9:1").throttle_key(), "203.0.113.9");
        assert_eq!(
            origin("[::ffff:203.0.113.9]:1").throttle_key(),
            "203.0.113.9"
        );
        assert_eq!(
            origin("[2001:db8:1:2:3::9]:1").throttle_key(),
            "2001:db8:1:2::/64"
        );
        assert_eq!(
            origin("[2001:db8:1:2:ffff::1]:1").throttle_key(),
            "2001:db8:1:2::/64"
        );
    }

    #[test]
    fn the_first_supported_language_is_chosen() {
        assert_eq!(locale("de-DE,de;q=0.9,en;q=0.8"), Some(Locale::De));
        assert_eq!(locale("xx, EN-gb;q=0.7, de;q=0.3"), Some(Locale::En));
        for none in ["", "xx", "*", "deu", ";q=1,,"] {
            assert_eq!(locale(none), None, "{none:?}");
        }
    }

    #[test]
    fn the_shown_network_is_coarse() {
        assert_eq!(origin("203.0.113.9:1").network, "203.0.113.0/24");
        assert_eq!(origin("[2001:db8:1:2::9]:1").network, "2001:db8:1::/48");
    }
}
