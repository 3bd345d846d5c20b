//! Twostep: self-hosted two-step verification for support desks. The JSON REST API.

// The roof.
pub mod app;
pub mod commands;
pub mod config;
pub mod docs;
pub mod health;
pub mod openapi;
pub mod panics;
pub mod server;
pub mod sweeper;
pub mod telemetry;
pub mod web_ui;

// The features, from the roof to the ground: each uses those after it, never one before.
pub mod audit;
pub mod backup;
pub mod enrollment;
pub mod flow;
pub mod keyring;
pub mod mail;
pub mod me;
pub mod members;
pub mod moving;
pub mod policy;
pub mod recovery;
pub mod session;
pub mod setup;
pub mod sign_in;
pub mod throttle;
pub mod verification;

// The ground.
pub mod clock;
pub mod context;
pub mod crypto;
pub mod db;
pub mod http;
