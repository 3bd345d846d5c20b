//! The API over HTTP: the real app, a database file of its own, a clock that tests move.

mod browser;
mod enrollment;
mod members;
mod policy;
mod races;
mod session;
mod setup;
mod sign_in;
mod support;
mod sweeper;
