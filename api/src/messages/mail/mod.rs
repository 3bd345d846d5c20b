//! E-mail to members. A mail is inserted into the outbox table in the transaction of the change that
//! it reports, so it exists exactly when the change does, and `delivery` sends it to the mail server,
//! with the same `Message-ID` at every attempt.

mod blocks;
mod failure;
mod html;
mod import_notice;
mod letters;
mod mailbox;
mod mailbox_json;
mod mailbox_page;
mod message;
mod model;
mod moments;
mod notices;
mod outgoing;
mod policy_notice;
mod program_notice;
mod readable;
mod recent;
mod sanitize;
mod service;
mod smtp;
mod text;
mod transport;

#[cfg(fuzzing)]
pub mod fuzzing;

#[cfg(test)]
mod delivery_tests;
#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod priority_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod sink;
#[cfg(test)]
mod tls_tests;

pub use failure::TransportError;
pub use import_notice::ImportNotice;
pub use mailbox::Mailbox;
pub use mailbox_page::serve_mailbox;
pub use model::{
    Circumstances, HoldEnd, Mail, MailContent, Notice, Recipient, RecoveryNotice, SetUpPurpose,
};
pub use policy_notice::{ChangedBy, PolicyAsks, PolicyNotice};
pub use program_notice::{ProgramNotice, WebhookChange};
pub use readable::{forget_some, list_readable};
pub use recent::{count_waiting_invitations, list_recent};
pub use service::{
    deliver_due, enqueue, enqueue_invitation, invitation_time, run, take_back_invitations,
};
pub use transport::MailTransport;
