//! Sealing a batch of rows: one seal for each chain that has rows in it.

use super::head;
use super::model::{ChainName, Head};
use super::store;
use super::stored_seal::{OFFSET_BYTES, Seal, TAG_BYTES};
use crate::platform::crypto::keys::{KeyRing, Purpose};
use crate::platform::crypto::mac_key::{MacBytes, MacKey};
use crate::platform::db::{DbConnection, DbResult};
use crate::record::audit::StoredEvent;
use std::collections::BTreeMap;

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
    let heads = head::find_heads(connection, names)?;
    let heads: BTreeMap<_, _> = heads
        .iter()
        .map(|head| (head.chain.0.as_slice(), head))
        .collect();
    let key = keys.mac_key(Purpose::Audit);
    let seals = chains
        .into_iter()
        .map(|(name, events)| seal(&key, name, heads.get(name).copied(), &events));
    Ok(Seals(seals.collect()))
}

/// Writes seals.
pub fn insert_seals(connection: &mut DbConnection, seals: &Seals) -> DbResult<()> {
    store::insert_seals(connection, &seals.0)
}

fn seal(key: &MacKey, chain: &[u8], before: Option<&Head>, events: &[&StoredEvent]) -> Seal {
    let position = |event: Option<&&StoredEvent>| event.map_or(0, |event| event.position);
    let (first, last) = (position(events.first()), position(events.last()));
    let macs: Vec<MacBytes> = events
        .iter()
        .map(|event| row_mac(key, &event.exported_line()))
        .collect();
    let positions: Vec<i64> = events.iter().map(|event| event.position).collect();
    let entries = entries(&positions, &macs).expect("a batch spans few positions");
    let mut seal = Seal {
        chain: ChainName(chain.to_vec()),
        number: before.map_or(0, |head| head.number) + 1,
        first,
        last,
        count: i64::try_from(events.len()).unwrap_or(i64::MAX),
        entries,
        mac: Vec::new(),
    };
    let before = before.map_or(&[][..], |head| &head.mac);
    seal.mac = seal_mac(key, &seal, before, &macs).to_vec();
    seal
}

/// What a seal remembers of its rows; `None` when they are too far apart for one.
pub(super) fn entries(positions: &[i64], macs: &[MacBytes]) -> Option<Vec<u8>> {
    let first = *positions.first()?;
    let mut entries = Vec::with_capacity(positions.len() * (OFFSET_BYTES + TAG_BYTES));
    for (position, mac) in positions.iter().zip(macs) {
        let offset = u32::try_from(position.checked_sub(first)?).ok()?;
        entries.extend_from_slice(&offset.to_be_bytes());
        entries.extend_from_slice(&mac[..TAG_BYTES]);
    }
    Some(entries)
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
