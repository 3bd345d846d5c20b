//! Events of the audit record, for every page that shows some.

mod actions;
mod labels;
mod requests;
mod table;

pub use actions::{ACTIONS, action};
pub use labels::{answer, outcome, outcome_badge, seal, what, who, whom, why};
pub use requests::{list_events, show_event};
pub use table::{broken_alert, table};
