//! The address of the client behind trusted proxies. One header carries it, the one that the operator
//! named and that every proxy writes; it counts only when a trusted peer sent it. Whatever a client puts
//! into another one is ignored. When the header cannot be parsed, it is the address of the peer.

use super::HttpSettings;
use actix_web::HttpRequest;
use actix_web::http::header::{FORWARDED, HeaderName};
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
    let name = settings.client_address_header.name();
    let chain = if name == FORWARDED {
        hops(request, &name, forwarded_for)
    } else {
        hops(request, &name, |hop| Some(hop.trim()))
    };
    right_most_untrusted(&chain, settings).unwrap_or(peer)
}

/// Whether the peer is a proxy that the host of this installation trusts.
pub fn is_of_trusted_proxy(request: &HttpRequest) -> bool {
    let peer = request.peer_addr().map(|peer| peer.ip().to_canonical());
    peer.is_some_and(|peer| HttpSettings::of(request).trusts(peer))
}

/// The hops of a header, left to right over all its lines.
fn hops(
    request: &HttpRequest,
    name: &HeaderName,
    node: impl Fn(&str) -> Option<&str>,
) -> Vec<Option<IpAddr>> {
    let mut hops = Vec::new();
    for line in request.headers().get_all(name) {
        let Ok(line) = line.to_str() else {
            hops.push(None);
            continue;
        };
        hops.extend(line.split(',').map(|hop| node(hop).and_then(parse_node)));
    }
    hops
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
    use crate::platform::http::ClientAddressHeader;
    use actix_web::test::TestRequest;
    use actix_web::web;

    fn client(peer: &str, headers: &[(&str, &str)]) -> String {
        client_by("X-Forwarded-For", peer, headers)
    }

    /// The client, when this header carries it.
    fn client_by(name: &str, peer: &str, headers: &[(&str, &str)]) -> String {
        let settings = HttpSettings {
            trusted_proxies: vec!["10.0.0.0/8".parse().expect("a network")],
            client_address_header: ClientAddressHeader::parse(name).expect("a known header"),
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

    /// L-09 (proxies alone): headers of an untrusted peer are ignored.
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

    /// L-09 (right-most): the right-most hop that is no trusted proxy is the client.
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
        let forwarded = [("Forwarded", element)];
        assert_eq!(client_by("forwarded", PROXY, &forwarded), "2001:db8::7");
    }

    /// L-09 (unparsable): with headers that cannot be parsed the peer is the client.
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
        assert_eq!(client("[::ffff:203.0.113.9]:1", &[]), "203.0.113.9");
    }

    /// L-09 (named header), review F9: a proxy that writes one header passes on what a client puts into the others, so
    /// they neither replace the address nor hide it.
    #[test]
    fn only_the_named_header_counts() {
        let every = [
            ("X-Forwarded-For", "198.51.100.1"),
            ("Forwarded", "for=198.51.100.2"),
            ("X-Real-IP", "198.51.100.3"),
            ("CF-Connecting-IP", "198.51.100.4"),
        ];
        for (named, value) in every {
            let expected = value.trim_start_matches("for=");
            assert_eq!(client_by(named, PROXY, &every), expected, "{named}");
            let others: Vec<_> = every
                .into_iter()
                .filter(|(name, _)| *name != named)
                .collect();
            assert_eq!(client_by(named, PROXY, &others), "10.0.0.1", "{named}");
        }
        let broken = [("X-Forwarded-For", "198.51.100.7"), ("Forwarded", "for=x")];
        assert_eq!(client(PROXY, &broken), "198.51.100.7");
    }
}
