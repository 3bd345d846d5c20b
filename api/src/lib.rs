//! Twostep: self-hosted two-step verification for support desks. The JSON REST API.

pub mod audit;
pub mod clock;
pub mod context;
pub mod crypto;
pub mod db;
pub mod http;
pub mod session;
pub mod throttle;
