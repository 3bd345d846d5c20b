//! Where mails go: to a mail server, to the mailbox page of `twostep demo`, or nowhere yet.

use super::mailbox::Mailbox;
use super::outgoing::Outgoing;
use super::smtp::Smtp;
use std::fmt;
use std::sync::Arc;

/// The way out. Cloning it shares everything.
#[derive(Clone)]
pub enum Transport {
    /// A real mail server.
    Smtp(Arc<Smtp>),
    /// The mailbox page of `twostep demo`.
    Mailbox(Mailbox),
    /// Nothing is configured: mails wait in the outbox until they end.
    None,
}

/// Why a mail server cannot be used as it is configured. Never shows the URL: it has a password.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// Not a URL of the two schemes.
    #[error(
        "the SMTP URL must look like smtps://user:password@host:465 or smtp://host:587?tls=required"
    )]
    Url,
    /// Passwords and codes would cross a network in the clear.
    #[error(
        "smtp:// without ?tls=required is for this machine only; use smtps://, or smtp://…?tls=required"
    )]
    Plain,
    /// TLS cannot be set up, for example because there are no root certificates.
    #[error("TLS to the mail server cannot be set up: {0}")]
    Tls(String),
    /// Not an address.
    #[error("the sender of mails must look like: Twostep <twostep@example.com>")]
    Sender,
}

/// Why a mail was not taken, in words without addresses or codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SendError {
    /// Whether another attempt is pointless.
    pub(super) is_permanent: bool,
    /// What happened.
    pub(super) cause: Cause,
}

/// What happened at an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The mail server said so.
    Reply(u16),
    /// It took longer than we wait.
    Timeout,
    /// Nobody could be reached.
    Connection,
    /// The other side is not who it should be.
    Tls,
    /// The connection broke, or the answer made no sense.
    Protocol,
    /// The address or a name cannot stand in a mail.
    Message,
    /// There is no mail server.
    NotConfigured,
    /// The stored mail does not open.
    Unreadable,
}

impl Transport {
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

impl SendError {
    /// Another attempt may succeed.
    pub(super) const fn later(cause: Cause) -> Self {
        Self {
            is_permanent: false,
            cause,
        }
    }

    /// No attempt will succeed.
    pub(super) const fn never(cause: Cause) -> Self {
        Self {
            is_permanent: true,
            cause,
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reply(code) => write!(f, "the mail server answered {code}"),
            Self::Timeout => f.write_str("the mail server took too long"),
            Self::Connection => f.write_str("the mail server cannot be reached"),
            Self::Tls => f.write_str("the mail server's certificate was not accepted"),
            Self::Protocol => f.write_str("the mail server broke off"),
            Self::Message => f.write_str("the address cannot be written to"),
            Self::NotConfigured => f.write_str("no mail server is configured"),
            Self::Unreadable => f.write_str("the stored mail does not open"),
        }
    }
}
