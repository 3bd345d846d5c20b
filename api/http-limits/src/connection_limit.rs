//! The limit of connections that one peer may have at a time (H-03).

use crate::rejections::{Rejection, Rejections};
use ipnet::IpNet;
use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The network under which a peer is counted; `None` for a peer without a limit.
type CountedNetwork = dyn Fn(IpAddr) -> Option<IpNet> + Send + Sync;

/// Counts the open connections of every peer, over all workers.
pub struct ConnectionLimit {
    counted_network: Box<CountedNetwork>,
    limit: usize,
    open: Mutex<HashMap<IpNet, usize>>,
    rejections: Rejections,
}

/// The right to one connection, given back when it is dropped.
#[derive(Debug)]
pub struct Slot {
    shared: Arc<ConnectionLimit>,
    network: Option<IpNet>,
}

impl ConnectionLimit {
    /// Allows `limit` connections for each network that `counted_network` gives. A peer for which it
    /// gives `None`, such as a trusted proxy that brings the connections of many clients, may have
    /// any number.
    pub fn new(
        limit: usize,
        counted_network: impl Fn(IpAddr) -> Option<IpNet> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            counted_network: Box::new(counted_network),
            limit,
            open: Mutex::default(),
            rejections: Rejections::default(),
        })
    }

    /// A slot for one more connection of this peer, or `None` when it has as many as it may have.
    /// An IPv4 address that is written as IPv6 counts as IPv4.
    pub fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Slot> {
        let Some(network) = (self.counted_network)(peer.to_canonical()) else {
            return Some(self.slot(None));
        };
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(network).or_default();
        if *count >= self.limit {
            self.rejections.record(Rejection::TooMany);
            return None;
        }
        *count += 1;
        Some(self.slot(Some(network)))
    }

    fn slot(self: &Arc<Self>, network: Option<IpNet>) -> Slot {
        Slot {
            shared: Arc::clone(self),
            network,
        }
    }
}

impl fmt::Debug for ConnectionLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionLimit")
            .field("limit", &self.limit)
            .field("open", &self.open)
            .finish_non_exhaustive()
    }
}

impl Slot {
    /// Records that the connection of this slot is closed early.
    pub(crate) fn record(&self, rejection: Rejection) {
        self.shared.rejections.record(rejection);
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let Some(network) = self.network else {
            return;
        };
        let open = &self.shared.open;
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

    /// H-03: a slot is given back with the end of its connection, and the peer is forgotten.
    #[test]
    fn a_slot_is_given_back() {
        let limit = ConnectionLimit::new(2, |peer| Some(peer.into()));
        let peer = "203.0.113.9".parse().expect("an address");
        let first = limit.admit(peer).expect("a slot");
        let second = limit.admit(peer).expect("a slot");
        assert!(limit.admit(peer).is_none());
        drop(first);
        let third = limit.admit(peer).expect("the slot of the first");
        assert!(limit.admit(peer).is_none());
        drop((second, third));
        assert!(limit.open.lock().expect("not poisoned").is_empty());
    }

    #[test]
    fn a_peer_that_is_not_counted_has_no_limit() {
        let limit = ConnectionLimit::new(0, |_| None);
        let peer = "10.0.0.1".parse().expect("an address");
        let slots = [limit.admit(peer), limit.admit(peer)];
        assert_eq!(slots.iter().flatten().count(), 2);
    }
}
