//! A seal as the table has it, with the rows that it remembers.

use super::model::ChainName;
use crate::platform::crypto::mac_key::MacBytes;

/// The beginning of a row's MAC that its seal stores: enough to name a bad row, while the seal's own
/// MAC, over the whole MACs of the rows, decides.
pub(super) const TAG_BYTES: usize = 8;
/// The bytes of how far a row is from the first one.
pub(super) const OFFSET_BYTES: usize = 4;

/// A seal as the table has it.
#[derive(Clone, Debug)]
pub(super) struct Seal {
    pub(super) chain: ChainName,
    pub(super) number: i64,
    pub(super) first: i64,
    pub(super) last: i64,
    pub(super) count: i64,
    pub(super) entries: Vec<u8>,
    pub(super) mac: Vec<u8>,
}

/// A row as its seal remembers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) position: i64,
    pub(super) tag: [u8; TAG_BYTES],
}

impl Entry {
    /// Whether a row's MAC begins with the stored part.
    pub(super) fn fits(&self, mac: &MacBytes) -> bool {
        mac.starts_with(&self.tag)
    }
}

impl Seal {
    /// Its rows in their order; `None` when the stored bytes are none that we write.
    pub(super) fn rows(&self) -> Option<Vec<Entry>> {
        let (all, rest) = self.entries.as_chunks::<{ OFFSET_BYTES + TAG_BYTES }>();
        let rows: Vec<Entry> = all.iter().map(|bytes| self.entry(bytes)).collect();
        let is_ordered = rows.windows(2).all(|two| two[0].position < two[1].position);
        let ends = (rows.first()?.position, rows.last()?.position);
        let is_whole = rest.is_empty() && i64::try_from(rows.len()) == Ok(self.count);
        (is_whole && is_ordered && ends == (self.first, self.last)).then_some(rows)
    }

    fn entry(&self, bytes: &[u8; OFFSET_BYTES + TAG_BYTES]) -> Entry {
        let [a, b, c, d, tag @ ..] = *bytes;
        Entry {
            position: self
                .first
                .saturating_add(u32::from_be_bytes([a, b, c, d]).into()),
            tag,
        }
    }
}
