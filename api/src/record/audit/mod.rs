//! The append-only audit record: one row for every decision, in the transaction of the change.
//! Whatever is only read later is made of the rows later, by `record/followers`.

mod model;
mod repeated;
mod service;
mod settled;
mod store;
mod stored;
mod words;

pub use model::{Actor, Ending, Event, SignIn, SignInProof, refusal};
pub use repeated::{
    close_refusals, close_refusals_until, is_first_refusal, record_decision, record_repeated,
};
pub use service::{log_after_commit, record, record_all};
pub use settled::Settled;
pub use store::{
    AuditRow, CLOCK_STEPS, NewRow, Unreadable, bind_rows, count_rows, delete_rows,
    find_newest_position, find_position_at, find_rows, list_rows,
};
pub(crate) use store::{audit_columns, audit_values};
pub use stored::StoredEvent;
pub use words::{Action, ActorKind, Outcome};
