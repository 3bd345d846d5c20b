//! The address of the client behind trusted proxies. Forwarding headers count only when a trusted
//! peer sent them; with headers that cannot be parsed it is the address of the peer.

use super::HttpSettings;
use actix_web::HttpRequest;
use actix_web::http::header::{FORWARDED, HeaderName, X_FORWARDED_FOR};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The address of the client, IPv4 in IPv6 folded.
pub fn of(request: &HttpRequest) -> IpAddr {
    let settings = HttpSettings::of(request);
    let peer = request
        .peer_addr()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip())
        .to_canonical();
    if !settings.trusts(peer) {
        return peer;
    }
    let forwarded = hops(request, &FORWARDED, forwarded_for);
    let x_forwarded_for = hops(request, &X_FORWARDED_FOR, |hop| Some(hop.trim()));
    let chain = match (forwarded, x_forwarded_for) {
        (Some(chain), None) | (None, Some(chain)) => chain,
        // A proxy that writes one header may pass on a forged other one: both must agree.
        (Some(one), Some(other)) if one == other => one,
        _ => return peer,
    };
    right_most_untrusted(&chain, settings).unwrap_or(peer)
}

/// The hops of a header, left to right over all its lines; `None` when it is not there.
fn hops(
    request: &HttpRequest,
    name: &HeaderName,
    node: impl Fn(&str) -> Option<&str>,
) -> Option<Vec<Option<IpAddr>>> {
    let mut lines = request.headers().get_all(name).peekable();
    lines.peek()?;
    let mut hops = Vec::new();
    for line in lines {
        let Ok(line) = line.to_str() else {
            hops.push(None);
            continue;
        };
        hops.extend(line.split(',').map(|hop| node(hop).and_then(parse_node)));
    }
    Some(hops)
}

/// The `for=` node of one `Forwarded` element (RFC 7239 §4).
fn forwarded_for(element: &str) -> Option<&str> {
    let mut pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let (_, node) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
    Some(node.trim().trim_matches('"'))
}

/// An address, with or without brackets and port.
fn parse_node(node: &str) -> Option<IpAddr> {
    let bare = node
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let address = bare.unwrap_or(node).parse::<IpAddr>().ok();
    let with_port = || node.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    address
        .or_else(with_port)
        .map(|address| address.to_canonical())
}

/// The last hop, from the right, that is not a trusted proxy; `None` when a hop is no address.
fn right_most_untrusted(chain: &[Option<IpAddr>], settings: &HttpSettings) -> Option<IpAddr> {
    let mut client = None;
    for hop in chain.iter().rev() {
        let address = (*hop)?;
        client = Some(address);
        if !settings.trusts(address) {
            break;
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;
    use actix_web::web;

    fn client(peer: &str, headers: &[(&str, &str)]) -> String {
        let settings = HttpSettings {
            trusted_proxies: vec!["10.0.0.0/8".parse().expect("a network")],
            ..HttpSettings::default()
        };
        let start = TestRequest::default()
            .app_data(web::Data::new(settings))
            .peer_addr(peer.parse().expect("a socket address"));
        let request = headers
            .iter()
            .fold(start, |request, header| request.append_header(*header));
        of(&request.to_http_request()).to_string()
    }

    const PROXY: &str = "10.0.0.1:1000";

    /// L-09: headers of an untrusted peer are ignored.
    #[test]
    fn headers_of_untrusted_peers_are_ignored() {
        let forged = [("X-Forwarded-For", "1.2.3.4"), ("Forwarded", "for=1.2.3.4")];
        assert_eq!(client("203.0.113.9:1", &forged), "203.0.113.9");
        assert_eq!(
            client("203.0.113.9:1", &[("X-Real-IP", "1.2.3.4")]),
            "203.0.113.9"
        );
        assert_eq!(client(PROXY, &[("X-Real-IP", "1.2.3.4")]), "10.0.0.1");
    }

    /// L-09: the right-most hop that is no trusted proxy is the client.
    #[test]
    fn the_right_most_untrusted_hop_is_the_client() {
        for (value, expected) in [
            ("198.51.100.7", "198.51.100.7"),
            ("1.1.1.1, 198.51.100.7", "198.51.100.7"),
            ("1.1.1.1, 198.51.100.7, 10.9.9.9", "198.51.100.7"),
            ("10.1.1.1, 10.2.2.2", "10.1.1.1"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("198.51.100.7:4711", "198.51.100.7"),
            ("::ffff:198.51.100.7", "198.51.100.7"),
        ] {
            assert_eq!(
                client(PROXY, &[("X-Forwarded-For", value)]),
                expected,
                "{value}"
            );
        }
        let lines = [
            ("X-Forwarded-For", "1.1.1.1"),
            ("X-Forwarded-For", "198.51.100.7"),
        ];
        assert_eq!(client(PROXY, &lines), "198.51.100.7");
        let element = "for=1.1.1.1, For=\"[2001:db8::7]:80\";proto=https";
        assert_eq!(client(PROXY, &[("Forwarded", element)]), "2001:db8::7");
    }

    /// L-09: with headers that cannot be parsed the peer is the client.
    #[test]
    fn invalid_headers_fall_back_to_the_peer() {
        for value in [
            "",
            "unknown",
            "1.2.3",
            "1.2.3.4, ,",
            "_hidden",
            "1.2.3.4, x",
        ] {
            assert_eq!(
                client(PROXY, &[("X-Forwarded-For", value)]),
                "10.0.0.1",
                "{value}"
            );
        }
        let both = [
            ("X-Forwarded-For", "198.51.100.7"),
            ("Forwarded", "for=1.1.1.1"),
        ];
        assert_eq!(client(PROXY, &both), "10.0.0.1");
        let agree = [
            ("X-Forwarded-For", "198.51.100.7"),
            ("Forwarded", "for=198.51.100.7"),
        ];
        assert_eq!(client(PROXY, &agree), "198.51.100.7");
        assert_eq!(client("[::ffff:203.0.113.9]:1", &[]), "203.0.113.9");
    }
}
