//! The mail transport: a mail server, the mailbox page of `twostep demo`, or none.

use super::failure::{Cause, SendError, TransportError};
use super::mailbox::Mailbox;
use super::outgoing::Outgoing;
use super::smtp::Smtp;
use std::sync::Arc;

/// A mail transport. Clones share everything.
#[derive(Clone)]
pub enum MailTransport {
    /// A real mail server.
    Smtp(Arc<Smtp>),
    /// The mailbox page of `twostep demo`.
    Mailbox(Mailbox),
    /// None is configured: mails wait in the outbox until they expire.
    None,
}

impl MailTransport {
    /// A mail server: `smtps://…`, or `smtp://…` with TLS or on this machine.
    pub fn smtp(url: &str, sender: &str) -> Result<Self, TransportError> {
        Ok(Self::Smtp(Arc::new(Smtp::new(url, sender)?)))
    }

    pub(super) async fn send(&self, mail: Outgoing) -> Result<(), SendError> {
        match self {
            Self::Smtp(smtp) => smtp.send(&mail).await,
            Self::Mailbox(mailbox) => {
                mailbox.keep(mail);
                Ok(())
            }
            Self::None => Err(SendError::later(Cause::NotConfigured)),
        }
    }
}
