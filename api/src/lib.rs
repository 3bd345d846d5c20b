//! Twostep: self-hosted two-step verification for support desks. The JSON REST API.

// The roof.
pub mod config;
pub mod telemetry;

// The features, from the roof to the ground: each uses those after it, never one before.
pub mod audit;
pub mod mail;
pub mod members;
pub mod policy;
pub mod session;
pub mod throttle;
pub mod verification;

// The ground.
pub mod clock;
pub mod context;
pub mod crypto;
pub mod db;
pub mod http;
