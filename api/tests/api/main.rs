//! The API over HTTP: the real app, a database file of its own, a clock that tests move.

mod attacks;
mod audit;
mod audit_chain;
mod bad_input;
mod browser;
mod database;
mod email_change;
mod enrollment;
mod fault_proxy;
mod faults;
mod headers;
mod members;
mod nodes;
mod oathtool;
mod policy;
mod races;
mod recovery;
mod session;
mod setup;
mod sign_in;
mod support;
mod support_recovery;
mod sweeper;
mod tables;
mod thieves;
