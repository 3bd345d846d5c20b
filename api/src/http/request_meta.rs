//! Who is on the line, as far as the network tells: for throttling, session lists and the record.

use super::{ApiError, RequestId, client_address, program};
use actix_web::dev::Payload;
use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderName, USER_AGENT};
use actix_web::{FromRequest, HttpRequest};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use shared_types::me::Locale;
use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr};

/// What is known of a request apart from its credential and body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestMeta {
    /// The real client; IPv4 in IPv6 folded.
    pub address: IpAddr,
    /// The coarse network, IPv4 /24 or IPv6 /48, good enough to recognise one's own sessions.
    pub network: String,
    /// "Firefox on Linux", "curl", "Unknown program": never the raw header.
    pub label: String,
    /// The first of our languages that the browser asks for; absent when it asks for none.
    pub locale: Option<Locale>,
    /// The request's id in the log.
    pub request_id: String,
}

impl RequestMeta {
    /// What the request tells.
    pub fn of(request: &HttpRequest) -> Self {
        let address = client_address::of(request);
        Self {
            address,
            network: network(address, 24, 48).to_string(),
            label: program::label(header(request, &USER_AGENT)),
            locale: locale(header(request, &ACCEPT_LANGUAGE)),
            request_id: RequestId::of(request).to_string(),
        }
    }

    /// What was written down of an earlier request, for what is done about it in the background.
    pub fn remembered(network: String, label: String, request_id: String) -> Self {
        Self {
            address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
            network,
            label,
            locale: None,
            request_id,
        }
    }

    /// Whoever runs a command of the program on its host.
    pub fn of_host() -> Self {
        let label = "Command on the host".to_owned();
        Self::remembered(String::new(), label, String::new())
    }

    /// The key under which tries are counted: one IPv4 address, or one IPv6 /64, since whoever
    /// has one IPv6 address has the other 2⁶⁴ of its network.
    pub fn throttle_key(&self) -> String {
        match self.address {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(_) => client_network(self.address).to_string(),
        }
    }

    /// The key of the site around an IPv6 client, its /48.
    pub fn site_key(&self) -> Option<String> {
        let is_v6 = matches!(self.address, IpAddr::V6(_));
        is_v6.then(|| network(self.address, 32, 48).to_string())
    }
}

/// The network that one client has: one IPv4 address, or one IPv6 /64.
pub fn client_network(address: IpAddr) -> IpNet {
    network(address, 32, 64)
}

impl FromRequest for RequestMeta {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

fn header<'a>(request: &'a HttpRequest, name: &HeaderName) -> &'a str {
    let value = request.headers().get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Browsers name the languages in the person's order, so that the weights need no look.
fn locale(accept_language: &str) -> Option<Locale> {
    accept_language.split(',').find_map(|range| {
        let tag = range.split(';').next().unwrap_or_default();
        Locale::of_wish(tag.trim())
    })
}

fn network(address: IpAddr, v4_bits: u8, v6_bits: u8) -> IpNet {
    match address {
        IpAddr::V4(address) => IpNet::V4(Ipv4Net::new_assert(address, v4_bits).trunc()),
        IpAddr::V6(address) => IpNet::V6(Ipv6Net::new_assert(address, v6_bits).trunc()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn meta(peer: &str) -> RequestMeta {
        let peer = peer.parse().expect("a socket address");
        RequestMeta::of(&TestRequest::default().peer_addr(peer).to_http_request())
    }

    /// L-08: one /64 is one bucket; IPv4 in IPv6 is the IPv4 address.
    #[test]
    fn tries_are_counted_per_network_that_one_person_has() {
        assert_eq!(meta("203.0.113.9:1").throttle_key(), "203.0.113.9");
        assert_eq!(meta("[::ffff:203.0.113.9]:1").throttle_key(), "203.0.113.9");
        assert_eq!(
            meta("[2001:db8:1:2:3::9]:1").throttle_key(),
            "2001:db8:1:2::/64"
        );
        assert_eq!(
            meta("[2001:db8:1:2:ffff::1]:1").throttle_key(),
            "2001:db8:1:2::/64"
        );
    }

    #[test]
    fn the_first_language_of_ours_is_the_persons() {
        assert_eq!(locale("de-DE,de;q=0.9,en;q=0.8"), Some(Locale::De));
        assert_eq!(locale("fr, EN-gb;q=0.7, de;q=0.3"), Some(Locale::En));
        for none in ["", "fr", "*", "deu", ";q=1,,"] {
            assert_eq!(locale(none), None, "{none:?}");
        }
    }

    #[test]
    fn the_shown_network_is_coarse() {
        assert_eq!(meta("203.0.113.9:1").network, "203.0.113.0/24");
        assert_eq!(meta("[2001:db8:1:2::9]:1").network, "2001:db8:1::/48");
    }
}
