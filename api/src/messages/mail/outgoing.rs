//! A mail on its way out: everything that a transport needs.

use super::letter::Letter;
use super::letters::write_letter;
use super::model::{Mail, Recipient};
use shared_types::time::Time;

/// A mail in words, with its address and its name in the outbox.
pub(super) struct Outgoing {
    /// The row in the outbox: the same at every attempt.
    pub(super) id: String,
    /// When it was written.
    pub(super) at: Time,
    /// Who gets it.
    pub(super) to: Recipient,
    /// The words.
    pub(super) letter: Letter,
}

impl Outgoing {
    /// Puts `mail` into words.
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
