//! Which addresses may be connected to (H-11).
//!
//! Public ones by default. The operator of the host may name private networks; link-local addresses, which
//! cloud machines answer their own credentials at, and other such services are never reached.

use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use url::{Host, Url};

/// Whether a URL names an address of this machine, or `localhost`.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        // `Url` reads the hosts of schemes that browsers do not know as names.
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|one| one.is_loopback())
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// What is said of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It may be connected to.
    Admitted,
    /// It may not, unless the operator of the host names its network.
    NotPublic,
    /// It may not, even if the operator names it.
    Never,
}

/// The networks that the operator of the host admits besides public addresses.
#[derive(Clone, Debug, Default)]
pub struct Allowed(Arc<[IpNet]>);

impl Allowed {
    /// These networks.
    pub fn new(networks: Vec<IpNet>) -> Self {
        Self(networks.into())
    }

    /// Whether an address may be connected to.
    pub fn judge(&self, address: IpAddr) -> Admission {
        let address = meant(address);
        if is_refused(address) {
            Admission::Never
        } else if is_public(address) || self.0.iter().any(|net| net.contains(&address)) {
            Admission::Admitted
        } else {
            Admission::NotPublic
        }
    }
}

/// Whether no address of a network is ever connected to, so that naming it is a mistake.
pub fn is_never(network: &IpNet) -> bool {
    never_networks().any(|never| never.contains(network))
}

/// The address that a packet ends at: IPv4 inside IPv6 (RFC 4291 §2.5.5) and behind the well-known prefix of
/// NAT64 (RFC 6052) is judged as IPv4.
fn meant(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else {
        return address;
    };
    let [prefix @ .., _, _] = v6.segments();
    let is_mapped = prefix == [0, 0, 0, 0, 0, 0xffff];
    let is_nat64 = prefix == [0x64, 0xff9b, 0, 0, 0, 0];
    // `::1` and `::` are no IPv4 addresses.
    let is_compatible = prefix == [0; 6] && u128::from(v6) > 1;
    if is_mapped || is_nat64 || is_compatible {
        let [.., first, second, third, last] = v6.octets();
        return IpAddr::V4(Ipv4Addr::new(first, second, third, last));
    }
    address
}

/// Link-local, services of clouds that give credentials to every machine that asks, and what names no single machine.
const NEVER: [&str; 18] = [
    "0.0.0.0/8",
    "169.254.0.0/16",
    // Of Alibaba, Azure and Oracle.
    "100.100.100.200/32",
    "168.63.129.16/32",
    "192.0.0.192/32",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/128",
    // NAT64 with a prefix of its own: which IPv4 address it leads to is not to be seen.
    "64:ff9b:1::/48",
    // Teredo and 6to4: tunnels to an IPv4 address.
    "2001::/32",
    "2002::/16",
    // Of Amazon (all its services of a machine), Scaleway, Oracle and Google.
    "fd00:ec2::/32",
    "fd00:42::42/128",
    "fd00:c1::a9fe:a9fe/128",
    "fd20:ce::254/128",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
];

/// Of the unicast addresses of both versions, those that are not for everybody (the special-purpose
/// registries of IANA).
const NOT_PUBLIC: [&str; 15] = [
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "2001::/23",
    "2001:db8::/32",
    "2620:4f:8000::/48",
    "3fff::/20",
];

fn networks(texts: &'static [&'static str]) -> impl Iterator<Item = IpNet> {
    texts
        .iter()
        .map(|text| text.parse().expect("a network that stands above"))
}

fn never_networks() -> impl Iterator<Item = IpNet> {
    networks(&NEVER)
}

fn is_refused(address: IpAddr) -> bool {
    let is_isatap = match address {
        // RFC 5214 §6.1: a tunnel to the IPv4 address at its end.
        IpAddr::V6(v6) => v6.segments()[4] & 0xfdff == 0 && v6.segments()[5] == 0x5efe,
        IpAddr::V4(_) => false,
    };
    is_isatap || never_networks().any(|net| net.contains(&address))
}

fn is_public(address: IpAddr) -> bool {
    // IPv6 is given away from 2000::/3 only.
    let is_global = match address {
        IpAddr::V6(v6) => is_unicast(v6),
        IpAddr::V4(_) => true,
    };
    is_global && !networks(&NOT_PUBLIC).any(|net| net.contains(&address))
}

fn is_unicast(v6: Ipv6Addr) -> bool {
    v6.segments()[0] & 0xe000 == 0x2000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(networks: &[&str]) -> Allowed {
        let networks = networks.iter().map(|net| net.parse().expect("a network"));
        Allowed::new(networks.collect())
    }

    fn judge(allowed: &Allowed, address: &str) -> Admission {
        allowed.judge(address.parse().expect("an address"))
    }

    /// H-11 (addresses): public addresses alone are connected to, whatever form the others come in.
    #[test]
    fn public_addresses_are_admitted_and_no_others() {
        let none = Allowed::default();
        for public in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "192.167.255.255",
            "192.169.0.0",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
        ] {
            assert_eq!(judge(&none, public), Admission::Admitted, "{public}");
        }
        for private in [
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.255.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "::1",
            "fc00::1",
            "fdff::1",
            "2001:db8::1",
            "2001:20::1",
            "3fff::1",
            "5f00::1",
            "100::1",
            "::ffff:127.0.0.1",
            "::ffff:a00:1",
            "::127.0.0.1",
            "::10.1.2.3",
            "64:ff9b::7f00:1",
            "64:ff9b::192.168.0.1",
        ] {
            assert_eq!(judge(&none, private), Admission::NotPublic, "{private}");
        }
    }

    /// Addresses that nobody admits.
    const NEVER_REACHED: [&str; 30] = [
        "0.0.0.0",
        "0.1.2.3",
        "169.254.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd00:42::42",
        "fd00:c1::a9fe:a9fe",
        "fd20:ce::254",
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "2002:7f00:1::1",
        "2001:0:7f00:1::1",
        "2a00:1450::5efe:a9fe:a9fe",
        "fd00::200:5efe:a9fe:a9fe",
    ];

    /// H-11 (host setting), H-11 (never): the host admits the networks that it names, link-local addresses and
    /// services of clouds not even with `0.0.0.0/0`.
    #[test]
    fn the_host_admits_its_networks_and_never_link_local_ones() {
        let desk = allowed(&["192.168.7.0/24", "fd00::/8"]);
        for (address, admission) in [
            ("192.168.7.9", Admission::Admitted),
            ("::ffff:192.168.7.9", Admission::Admitted),
            ("64:ff9b::192.168.7.9", Admission::Admitted),
            ("fd12::1", Admission::Admitted),
            ("192.168.8.9", Admission::NotPublic),
            ("127.0.0.1", Admission::NotPublic),
            ("::1", Admission::NotPublic),
        ] {
            assert_eq!(judge(&desk, address), admission, "{address}");
        }
        let everything = allowed(&["0.0.0.0/0", "::/0"]);
        assert_eq!(judge(&everything, "127.0.0.1"), Admission::Admitted);
        for never in NEVER_REACHED {
            for allowed in [&Allowed::default(), &desk, &everything] {
                assert_eq!(judge(allowed, never), Admission::Never, "{never}");
            }
        }
    }

    #[test]
    fn a_network_of_which_nothing_is_ever_reached_is_known() {
        let is_never = |net: &str| is_never(&net.parse().expect("a network"));
        assert!(is_never("169.254.0.0/16") && is_never("169.254.169.254/32"));
        assert!(is_never("fe80::/10") && is_never("fe80::/64"));
        assert!(!is_never("127.0.0.0/8") && !is_never("0.0.0.0/0"));
    }
}
