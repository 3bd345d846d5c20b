//! Requests that this program sends to addresses which somebody else chose: over https, or http on this machine where it is
//! asked for, to public addresses and those that the host admits, checked where the connection is made.

mod address;
mod client;
#[cfg(test)]
mod client_tests;
mod resolver;

pub use address::{Admission, Allowed, is_loopback, is_never};
pub use client::{Answer, CaError, Outbound, Post, SendFailure, is_on_this_machine};
