//! The API over HTTP: the real app, a database file of its own, a clock that tests move.

mod attacks;
mod audit;
mod audit_chain;
mod bad_input;
mod browser;
mod database;
mod enrollment;
mod headers;
mod members;
mod oathtool;
mod policy;
mod races;
mod session;
mod setup;
mod sign_in;
mod support;
mod sweeper;
mod tables;
