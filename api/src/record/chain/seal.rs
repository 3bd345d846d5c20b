//! Sealing a batch of rows: one seal for each chain that has rows in it.

use super::model::ChainName;
use super::store;
use crate::platform::crypto::keys::{KeyRing, Purpose};
use crate::platform::crypto::mac_key::{MacBytes, MacKey};
use crate::platform::db::{DbConnection, DbResult};
use crate::record::audit::StoredEvent;
use std::collections::BTreeMap;

/// The beginning of a row's MAC that its seal stores: enough to name a bad row, while the seal's own
/// MAC, over the whole MACs of the rows, decides.
const TAG_BYTES: usize = 8;
const OFFSET_BYTES: usize = 4;

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

/// Seals that are not written yet.
#[derive(Debug, Default)]
pub struct Seals(Vec<Seal>);

/// Makes the seals of a batch, each after the newest of its chain.
pub fn make_seals(
    connection: &mut DbConnection,
    keys: &KeyRing,
    events: &[StoredEvent],
) -> DbResult<Seals> {
    let mut chains: BTreeMap<&[u8], Vec<&StoredEvent>> = BTreeMap::new();
    for event in events {
        chains.entry(event.chain_bytes()).or_default().push(event);
    }
    let names = chains.keys().map(|name| name.to_vec()).collect();
    let heads = store::find_heads(connection, names)?;
    let heads: BTreeMap<_, _> = heads
        .iter()
        .map(|head| (head.chain.0.as_slice(), head))
        .collect();
    let key = keys.mac_key(Purpose::Audit);
    let seals = chains.into_iter().map(|(name, events)| {
        let before = heads
            .get(name)
            .map(|head| (head.number, head.mac.as_slice()));
        seal(&key, name, before.unwrap_or((0, &[])), &events)
    });
    Ok(Seals(seals.collect()))
}

/// Writes seals.
pub fn insert_seals(connection: &mut DbConnection, seals: &Seals) -> DbResult<()> {
    store::insert_seals(connection, &seals.0)
}

fn seal(key: &MacKey, chain: &[u8], before: (i64, &[u8]), events: &[&StoredEvent]) -> Seal {
    let position = |event: Option<&&StoredEvent>| event.map_or(0, |event| event.position);
    let (first, last) = (position(events.first()), position(events.last()));
    let macs: Vec<MacBytes> = events
        .iter()
        .map(|event| row_mac(key, &event.exported_line()))
        .collect();
    let mut entries = Vec::with_capacity(events.len() * (OFFSET_BYTES + TAG_BYTES));
    for (event, mac) in events.iter().zip(&macs) {
        let offset = u32::try_from(event.position - first).expect("a batch spans few positions");
        entries.extend_from_slice(&offset.to_be_bytes());
        entries.extend_from_slice(&mac[..TAG_BYTES]);
    }
    let mut seal = Seal {
        chain: ChainName(chain.to_vec()),
        number: before.0 + 1,
        first,
        last,
        count: i64::try_from(events.len()).unwrap_or(i64::MAX),
        entries,
        mac: Vec::new(),
    };
    seal.mac = seal_mac(key, &seal, before.1, &macs).to_vec();
    seal
}

/// The MAC of a row in its exported form.
pub(super) fn row_mac(key: &MacKey, line: &str) -> MacBytes {
    key.mac(&[b"row", line.as_bytes()])
}

/// The MAC of a seal: over everything that it says, the seal before it, and the MACs of its rows.
pub(super) fn seal_mac(key: &MacKey, seal: &Seal, before: &[u8], rows: &[MacBytes]) -> MacBytes {
    key.mac(&[
        b"seal",
        &seal.chain.0,
        &seal.number.to_be_bytes(),
        &seal.first.to_be_bytes(),
        &seal.last.to_be_bytes(),
        &seal.count.to_be_bytes(),
        before,
        &seal.entries,
        rows.as_flattened(),
    ])
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
