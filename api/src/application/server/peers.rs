//! How many connections one peer holds at a time (security.md H-03).

use super::cuts::{Cut, Cuts};
use crate::platform::http::HttpSettings;
use crate::platform::origin::client_network;
use ipnet::IpNet;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The connections of every peer, over all workers.
#[derive(Debug)]
pub(super) struct Peers {
    settings: HttpSettings,
    most: usize,
    open: Mutex<HashMap<IpNet, usize>>,
    cuts: Cuts,
}

/// A connection's place, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    peers: Arc<Peers>,
    network: Option<IpNet>,
}

impl Peers {
    /// Nobody yet; `most` is how many connections each may have.
    pub(super) fn new(settings: HttpSettings, most: usize) -> Arc<Self> {
        Arc::new(Self {
            settings,
            most,
            open: Mutex::default(),
            cuts: Cuts::default(),
        })
    }

    /// A place for one more connection of this peer, or `None` when it has enough. A trusted proxy
    /// brings the connections of many, so it may have any number.
    pub(super) fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let peer = peer.to_canonical();
        if self.settings.trusts(peer) {
            return Some(self.place(None));
        }
        let network = client_network(peer);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(network).or_default();
        if *count >= self.most {
            self.cuts.note(Cut::TooMany);
            return None;
        }
        *count += 1;
        Some(self.place(Some(network)))
    }

    fn place(self: &Arc<Self>, network: Option<IpNet>) -> Place {
        Place {
            peers: Arc::clone(self),
            network,
        }
    }
}

impl Place {
    /// Notes that its connection is cut off.
    pub(super) fn note(&self, cut: Cut) {
        self.peers.cuts.note(cut);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(network) = self.network else {
            return;
        };
        let open = &self.peers.open;
        let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&network) {
            *count -= 1;
            if *count == 0 {
                open.remove(&network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peers() -> Arc<Peers> {
        let settings = HttpSettings {
            trusted_proxies: vec!["10.0.0.0/8".parse().expect("a network")],
            ..HttpSettings::default()
        };
        Peers::new(settings, 2)
    }

    /// H-03, L-08: a peer is one IPv4 address or one IPv6 /64; a trusted proxy is many peers.
    #[test]
    fn a_peer_has_a_number_of_places() {
        for (addresses, admitted) in [
            (["203.0.113.9"; 3], 2),
            (["203.0.113.9", "::ffff:203.0.113.9", "203.0.113.9"], 2),
            (["203.0.113.9", "203.0.113.9", "203.0.113.10"], 3),
            (["2001:db8::1", "2001:db8::2", "2001:db8::ffff:1"], 2),
            (["2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"], 3),
            (["10.0.0.1", "::ffff:10.0.0.1", "10.0.0.1"], 3),
        ] {
            let peers = peers();
            let places = addresses.map(|address| peers.admit(address.parse().expect("an address")));
            let count = places.iter().flatten().count();
            assert_eq!(count, admitted, "{addresses:?}");
        }
    }

    /// H-03: a place comes back with the end of its connection, and nothing is left of the peer.
    #[test]
    fn a_place_is_given_back() {
        let peers = peers();
        let peer = "203.0.113.9".parse().expect("an address");
        let first = peers.admit(peer).expect("a place");
        let second = peers.admit(peer).expect("a place");
        assert!(peers.admit(peer).is_none());
        drop(first);
        let third = peers.admit(peer).expect("the place of the first");
        assert!(peers.admit(peer).is_none());
        drop((second, third));
        assert!(peers.open.lock().expect("not poisoned").is_empty());
    }
}
