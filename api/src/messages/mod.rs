//! Messages to people: mail.

pub mod mail;
