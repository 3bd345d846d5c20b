//! The append-only audit record: one row for every decision, in the transaction of the change,
//! sealed into a tamper-evident chain soon after.

mod chain;
mod model;
mod sealer;
mod service;
mod store;

pub use chain::{ChainStatus, Flaw, Head};
pub use model::{Action, Actor, Ending, Event, Outcome, refusal};
pub use sealer::{head, run, seal_once, verify};
pub use service::{record, record_all};
