//! Where a request comes from, as far as the network tells: for rate limits, session lists and the
//! audit record. Not only HTTP has one: a command on the host and a background task do too.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use shared_types::me::Locale;
use shared_types::programs::ON_HOST;
use std::net::{IpAddr, Ipv4Addr};

/// What is known of a request apart from its credential and body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The real client; IPv4 in IPv6 folded.
    pub address: IpAddr,
    /// The coarse network, IPv4 /24 or IPv6 /48, precise enough to recognise one's own sessions.
    pub network: String,
    /// "Firefox on Linux", "curl", "Unknown program": never the raw header.
    pub program: String,
    /// The first supported language that the browser asks for; absent when it asks for none.
    pub locale: Option<Locale>,
    /// The request's id in the log.
    pub request_id: String,
}

impl Origin {
    /// A client at this address; nothing is known of its program yet.
    pub fn of_address(address: IpAddr, request_id: String) -> Self {
        Self {
            address,
            network: network(address, 24, 48).to_string(),
            program: String::new(),
            locale: None,
            request_id,
        }
    }

    /// What was stored of an earlier request, for background work that it caused.
    pub fn remembered(network: String, program: String, request_id: String) -> Self {
        Self {
            address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
            network,
            program,
            locale: None,
            request_id,
        }
    }

    /// A command of the program on its host.
    pub fn of_host() -> Self {
        let program = ON_HOST.to_owned();
        Self::remembered(String::new(), program, String::new())
    }

    /// The key under which tries are counted: one IPv4 address, or one IPv6 /64, since a client
    /// with one IPv6 address has the other 2⁶⁴ of its network.
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

fn network(address: IpAddr, v4_bits: u8, v6_bits: u8) -> IpNet {
    match address {
        IpAddr::V4(address) => IpNet::V4(Ipv4Net::new_assert(address, v4_bits).trunc()),
        IpAddr::V6(address) => IpNet::V6(Ipv6Net::new_assert(address, v6_bits).trunc()),
    }
}
