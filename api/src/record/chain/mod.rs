//! The tamper-evident chains over the audit record: one for each organization and one for the
//! installation. Each seal covers the rows of its chain in one batch and the seal before it, so that
//! an edited, removed, added or moved row breaks its chain from there on (ASVS 16.4.2).

mod check;
mod checkpoint;
mod cut;
mod export;
mod export_check;
mod export_lines;
mod head;
mod model;
mod proof;
mod seal;
mod store;
mod store_checkpoints;
mod stored_seal;
mod verify;

pub use cut::{Cut, apply_cut, find_cut};
pub use export::{Export, Wanted};
pub use export_check::{ExportFlaw, ExportStatus, Span, verify_export};
pub use head::{heads, heads_after, parse_heads};
pub use model::{ChainName, ChainStatus, Flaw, Head};
pub use proof::{Proof, prove};
pub use seal::{Seals, insert_seals, make_seals};
pub use verify::verify;
