//! What a journey stands on: the real program, real SMTP on loopback, a real browser, and an
//! authenticator app of our own.

pub mod api;
pub mod authenticator;
pub mod axe;
pub mod browser;
pub mod devtools;
pub mod guarded;
pub mod journey;
pub mod keyboard;
pub mod mailbox;
pub mod ports;
pub mod qr;
pub mod server;
pub mod traces;
pub mod wait;
