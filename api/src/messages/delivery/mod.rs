//! Sending what a committed change asks for: an outbox that is written in the transaction of the
//! change, leases so that no two workers send the same row, pauses between attempts, and dead
//! letters. What is sent, and how, is the channel's: mail, webhooks.
//!
//! Delivery is at least once, and never after the end that a row names.

mod model;
mod service;
mod slots;
mod store;
mod store_readable;
mod store_recent;
mod worker;

pub use model::{
    Channel, Delivery, Failure, FailureKind, NewDelivery, Pace, Priority, RecipientOf, Sending,
    SendingState, SlotLimits, Waiting,
};
pub use service::{
    count_waiting, enqueue, forget_some, keep_readable, list_readable, list_sendings, paced_time,
    postpone_kind, take_back, take_back_kind,
};
pub use worker::{Attempt, deliver_due, run};

#[cfg(test)]
pub(crate) use model::Turns;
#[cfg(test)]
pub(crate) use service::lease_due;
#[cfg(test)]
pub(crate) use slots::Free;
