//! The networks that a token is good from.

use ipnet::{IpNet, Ipv4Net};
use std::fmt;
use std::net::IpAddr;

/// Bits before an IPv4 address in an IPv6 one (RFC 4291 §2.5.5.2).
const MAPPED: u8 = 96;

/// Everywhere, or some networks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Option<Vec<IpNet>>);

impl Networks {
    /// Everywhere if there are none.
    pub fn of(networks: Vec<IpNet>) -> Self {
        Self(Some(networks).filter(|networks| !networks.is_empty()))
    }

    /// What a row says, separated by spaces. A word that is no network, which only a newer program or an accident
    /// writes, opens nothing.
    pub(super) fn parse(text: &str) -> Self {
        let parsed = |text: &str| text.split(' ').filter_map(|one| one.parse().ok()).collect();
        Self((!text.is_empty()).then(|| parsed(text)))
    }

    /// Whether a token is good from this address.
    pub fn contain(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let Self(networks) = self;
        networks
            .as_ref()
            .is_none_or(|networks| networks.iter().any(|net| net.contains(&address)))
    }

    /// The networks; none for everywhere.
    pub fn texts(&self) -> Vec<String> {
        let all = self.0.iter().flatten();
        all.map(ToString::to_string).collect()
    }
}

/// As a row has it.
impl fmt::Display for Networks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.texts().join(" "))
    }
}

/// The network that a person wrote, whole or as a single address, in the one form in which addresses are compared:
/// an IPv4 network inside IPv6 is that of IPv4.
pub fn read_network(text: &str) -> Option<IpNet> {
    let address = || text.parse::<IpAddr>().ok().map(IpNet::from);
    let network = text.parse::<IpNet>().ok().or_else(address)?.trunc();
    let IpNet::V6(six) = network else {
        return Some(network);
    };
    let mapped = six.addr().to_ipv4_mapped();
    match (mapped, six.prefix_len().checked_sub(MAPPED)) {
        (Some(address), Some(length)) => Ipv4Net::new(address, length).ok().map(IpNet::V4),
        _ => Some(network),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_good_from(networks: &str, address: &str) -> bool {
        Networks::parse(networks).contain(address.parse().expect("an address"))
    }

    /// K-05: a token with networks is good from these alone, in both versions of the protocol.
    #[test]
    fn networks_are_kept_to() {
        assert!(is_good_from("", "198.51.100.7"));
        let nets = "203.0.113.0/24 2001:db8::/48";
        assert!(is_good_from(nets, "203.0.113.255") && is_good_from(nets, "2001:db8:0:7::1"));
        assert!(!is_good_from(nets, "203.0.114.0") && !is_good_from(nets, "2001:db8:1::1"));
        assert!(is_good_from(nets, "::ffff:203.0.113.9"));
        assert_eq!(Networks::parse(nets).to_string(), nets);
        assert_eq!(Networks::of(Vec::new()), Networks::parse(""));
    }

    /// K-05: what cannot be read opens nothing.
    #[test]
    fn what_is_no_network_opens_nothing() {
        for text in ["home", "203.0.113.0/40", " ", "everywhere 2001:db8::/48"] {
            assert!(!is_good_from(text, "203.0.113.9"), "{text:?}");
        }
    }

    #[test]
    fn a_network_has_one_form() {
        for (text, network) in [
            ("203.0.113.7/24", Some("203.0.113.0/24")),
            ("198.51.100.7", Some("198.51.100.7/32")),
            ("2001:db8::1/48", Some("2001:db8::/48")),
            ("::ffff:203.0.113.7/120", Some("203.0.113.0/24")),
            ("::ffff:203.0.113.7", Some("203.0.113.7/32")),
            ("::/0", Some("::/0")),
            ("", None),
            ("203.0.113.0/33", None),
            ("example.com", None),
        ] {
            let read = read_network(text).map(|network| network.to_string());
            assert_eq!(read.as_deref(), network, "{text:?}");
        }
    }
}
