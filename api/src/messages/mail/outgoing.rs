//! A mail for a transport, with everything that it needs.

use super::blocks::Letter;
use super::letters::write_letter;
use super::model::{Mail, Recipient};
use shared_types::time::Time;

/// A mail as text, with its recipient and its id in the outbox.
pub(super) struct Outgoing {
    /// The row in the outbox: the same at every attempt.
    pub(super) id: String,
    /// When it was written.
    pub(super) at: Time,
    /// The recipient.
    pub(super) to: Recipient,
    /// The text.
    pub(super) letter: Letter,
}

impl Outgoing {
    /// Writes the text of `mail`.
    pub(super) fn new(id: String, at: Time, mail: Mail, public_url: &str) -> Self {
        let letter = write_letter(&mail, public_url);
        Self {
            id,
            at,
            to: mail.to,
            letter,
        }
    }
}
