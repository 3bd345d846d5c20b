//! The API over HTTP: the real app on a port of its own, with a database, a mailbox and a clock of
//! its own. One module per feature.

mod enrollment;
mod setup;
mod support;
mod sweeper;
