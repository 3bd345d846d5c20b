//! The tamper-evident chains over the audit record: one for each organization and one for the
//! installation. Each seal covers the rows of its chain in one batch and the seal before it, so that
//! an edited, removed, added or moved row breaks its chain from there on (ASVS 16.4.2).

mod check;
mod checkpoint;
mod cut;
mod daily;
mod daily_head;
mod day;
mod export;
mod export_check;
mod export_heads;
mod export_lines;
mod export_status;
mod head;
mod model;
mod proof;
mod seal;
mod store;
mod store_checkpoints;
mod store_daily_heads;
mod stored_seal;
mod verify;

pub use cut::{Cut, apply_cut, find_cut};
pub use daily::{find_signed_day, find_unsigned, insert_signed};
pub use daily_head::{DailyHead, HeadSigner, SignedHead};
pub use day::Day;
pub use export::{Export, Wanted};
pub use export_check::{has_heads, verify_export};
pub use export_status::{ExportFlaw, ExportStatus, SignedDays, Span};
pub use head::{heads, heads_after, parse_heads};
pub use model::{ChainName, ChainStatus, Flaw, Head};
pub use proof::{Proof, prove};
pub use seal::{Seals, insert_seals, make_seals};
pub use verify::verify;
