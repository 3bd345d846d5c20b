//! The tamper-evident chains over the audit record: one for each organization and one for the
//! installation. Each seal covers the rows of its chain in one batch and the seal before it, so that
//! an edited, removed, added or moved row breaks its chain from there on (ASVS 16.4.2).

mod check;
mod checkpoint;
mod cut;
mod head;
mod model;
mod seal;
mod store;
mod store_checkpoints;
mod stored_seal;
mod verify;

pub use cut::{Cut, apply_cut, find_cut};
pub use head::{heads, heads_after, parse_heads};
pub use model::{ChainName, ChainStatus, Flaw, Head};
pub use seal::{Seals, insert_seals, make_seals};
pub use verify::verify;
