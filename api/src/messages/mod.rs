//! What leaves the installation for a person: mail.

pub mod mail;
