//! Webhooks: what happens is sent to addresses that administrators register, signed as Standard Webhooks say. A
//! follower of the audit record queues what the outbox then delivers.

mod decide;
mod deliver;
mod events;
mod fields;
mod follow;
mod handlers;
mod listing;
mod model;
mod refusals;
mod sample;
mod send;
mod service;
mod signature;
mod simulator;
mod store;
mod store_deliveries;
mod worker;

pub use handlers::routes;
pub use worker::{deliver_due, follow_all, forget_some, run, sweep, sweep_ended};
