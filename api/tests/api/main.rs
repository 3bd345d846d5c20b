//! The API over HTTP: the real app, a database file of its own, a clock that tests move.

mod attacks;
mod audit;
mod audit_chain;
mod backup;
mod bad_input;
mod browser;
mod dump;
mod email_change;
mod enrollment;
mod headers;
mod keys;
mod members;
mod oathtool;
mod policy;
mod program;
mod races;
mod recovery;
mod rekey;
mod session;
mod setup;
mod sign_in;
mod support;
mod support_recovery;
mod sweeper;
mod thieves;
