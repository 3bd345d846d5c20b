//! What leaves the installation for a person: mail, and the deliveries that carry it.

pub mod delivery;
pub mod mail;
