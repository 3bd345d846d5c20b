//! The application layer: start, commands, configuration, the server, the API document. No feature
//! imports it.

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
pub mod undocumented;
pub mod web_ui;
