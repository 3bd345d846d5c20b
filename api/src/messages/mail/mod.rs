//! E-mail: what is said to members outside of the page. A mail is written into the outbox table in
//! the transaction of the change that it tells of, so it exists exactly when the change does, and
//! a worker takes it from there to the mail server.
//!
//! Delivery is at least once, with a stable `Message-ID`; a mail is never delivered after its end.

mod html;
mod letter;
mod letters;
mod mailbox;
mod mailbox_page;
mod message;
mod model;
mod outgoing;
mod service;
mod smtp;
mod store;
mod text;
mod transport;
mod words;
mod worker;

#[cfg(fuzzing)]
pub mod fuzzing;

#[cfg(test)]
mod delivery_tests;
#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod sink;

pub use mailbox::Mailbox;
pub use mailbox_page::serve_mailbox;
pub use model::{Circumstances, Mail, MailContent, Notice, Recipient, RecoveryNotice};
pub use service::enqueue;
pub use transport::{Transport, TransportError};
pub use worker::{deliver_due, run};
