//! Where the record goes on whose beginning was pruned: one checkpoint for each chain, and one row that
//! says up to where all of them were pruned. Both carry a MAC under the audit key, so that nobody
//! without it can cut off more, or make up what a chain began with.

use super::model::{ChainName, Head};
use crate::platform::crypto::mac_key::{MacBytes, MacKey};
use subtle::ConstantTimeEq as _;

/// The end of the pruned beginning of a chain.
#[derive(Clone, Debug)]
pub(super) struct Checkpoint {
    pub(super) chain: ChainName,
    /// The number of the last seal that is gone.
    pub(super) number: i64,
    /// Its last row: those that are kept begin after it.
    pub(super) position: i64,
    /// All rows of the chain that are gone.
    pub(super) count: i64,
    /// When it was pruned last, in microseconds.
    pub(super) pruned_at: i64,
    /// The MAC that the first kept seal goes on from.
    pub(super) seal_mac: Vec<u8>,
    pub(super) mac: Vec<u8>,
}

/// Up to where all chains were pruned.
#[derive(Clone, Debug)]
pub(super) struct Pruned {
    /// No row up to this position is left.
    pub(super) position: i64,
    /// All rows that are gone.
    pub(super) count: i64,
    /// The number of checkpoints: none can be taken away.
    pub(super) chains: i64,
    /// When it was pruned last, in microseconds.
    pub(super) at: i64,
    pub(super) mac: Vec<u8>,
}

/// What a check of the chains begins with.
#[derive(Debug, Default)]
pub(super) struct Beginning {
    /// `None` before the first pruning.
    pub(super) pruned: Option<Pruned>,
    pub(super) checkpoints: Vec<Checkpoint>,
}

impl Checkpoint {
    pub(super) fn mac_under(&self, key: &MacKey) -> MacBytes {
        key.mac(&[
            b"checkpoint",
            &self.chain.0,
            &self.number.to_be_bytes(),
            &self.position.to_be_bytes(),
            &self.count.to_be_bytes(),
            &self.pruned_at.to_be_bytes(),
            &self.seal_mac,
        ])
    }

    /// Whether it was made with one of these keys.
    pub(super) fn is_proved(&self, keys: &[MacKey]) -> bool {
        is_proved(keys, &self.mac, |key| self.mac_under(key))
    }

    /// The seal that it stands for.
    pub(super) fn head(&self) -> Head {
        Head {
            chain: self.chain.clone(),
            number: self.number,
            mac: self.seal_mac.clone(),
        }
    }
}

impl Pruned {
    pub(super) fn mac_under(&self, key: &MacKey) -> MacBytes {
        key.mac(&[
            b"pruned",
            &self.position.to_be_bytes(),
            &self.count.to_be_bytes(),
            &self.chains.to_be_bytes(),
            &self.at.to_be_bytes(),
        ])
    }

    /// Whether it was made with one of these keys.
    pub(super) fn is_proved(&self, keys: &[MacKey]) -> bool {
        is_proved(keys, &self.mac, |key| self.mac_under(key))
    }
}

fn is_proved(keys: &[MacKey], stored: &[u8], mac: impl Fn(&MacKey) -> MacBytes) -> bool {
    keys.iter().any(|key| bool::from(mac(key).ct_eq(stored)))
}
