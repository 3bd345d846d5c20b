//! Challenges: a program asks a person to confirm one operation with a code, on a page of ours. The code is checked as
//! that of a verification; the program learns the outcome by asking, by a webhook, or when the browser comes back, and
//! takes the receipt once.

mod fields;
mod handlers;
mod model;
mod page;
mod refusals;
mod service;
mod store;

pub use handlers::routes;
pub use service::{advance, forget_some, sweep};
