//! Messages to people: mail, and the delivery that sends it.

pub mod delivery;
pub mod mail;
