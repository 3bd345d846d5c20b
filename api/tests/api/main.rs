//! The API over HTTP: the real app, a database file of its own, a clock that tests move.

mod attacks;
mod audit;
mod audit_chain;
mod backup;
mod bad_input;
mod browser;
mod clock_steps;
mod disk_full;
mod dump;
mod email_change;
mod enrollment;
mod headers;
mod keys;
mod logs;
mod mailbox_alone;
mod members;
mod oathtool;
mod policy;
mod process;
mod program;
mod races;
mod recovery;
mod rekey;
mod secrecy;
mod secrecy_journey;
mod session;
mod setup;
mod sign_in;
#[path = "../../src/mail/sink.rs"]
mod sink;
mod support;
mod support_recovery;
mod sweeper;
mod thieves;
mod two_programs;
mod watched;
