//! Twostep: self-hosted two-step verification for support desks. The JSON REST API.
//!
//! The folders are the layers, top to bottom; each uses those below it, never one above
//! (`api/tests/guards`).

pub mod application;

pub mod upkeep;

pub mod consoles;

pub mod programs;

pub mod account;

pub mod second_step;

pub mod people;

pub mod messages;

pub mod record;

pub mod protection;

pub mod platform;
