//! Followers of the audit record: what is only read later is made of the rows later.
//!
//! A request appends one audit row and nothing else. In the background one reader takes the new rows
//! in batches, up to where the record is complete, and hands each batch to the followers. Each keeps
//! in its own row how far it is, and writes its changes and that position in one transaction: after
//! a crash it goes on without a gap and without doing anything twice. A lease lets one of several
//! nodes work at a time.

mod change;
mod days;
mod follower;
mod index_line;
mod lines;
mod outside;
mod pages;
mod positions;
mod pruning;
mod service;
mod sign_ins;
mod store;
mod store_days;
mod store_index;
mod store_sign_ins;

pub use follower::Follower;
pub use outside::Outside;
pub use pages::{EventFilter, EventPage, PageRequest, list_events};
pub use pruning::Made;
pub use service::{Followers, catch_up, oldest_needed_position, run, up_to};
pub use sign_ins::find_last_sign_ins;
pub use store_days::{DayCount, count_days, list_single_factor_days};
