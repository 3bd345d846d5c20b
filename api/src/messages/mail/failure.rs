//! Why a mail server cannot be used, and why a mail was not accepted.

use std::fmt;

/// Why a mail server cannot be used as it is configured. Never shows the URL: it has a password.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The URL has neither of the two schemes.
    #[error(
        "the SMTP URL must look like smtps://user:password@host:465 or smtp://host:587?tls=required"
    )]
    Url,
    /// Passwords and codes would cross a network unencrypted.
    #[error(
        "smtp:// without ?tls=required is for this machine only; use smtps://, or smtp://…?tls=required"
    )]
    Plain,
    /// TLS cannot be set up, for example because there are no root certificates.
    #[error("TLS to the mail server cannot be set up: {0}")]
    Tls(String),
    /// The sender is not an address.
    #[error("the sender of mails must look like: Twostep <twostep@example.com>")]
    Sender,
}

/// Why a mail was not accepted, without addresses or codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SendError {
    /// Whether another attempt is pointless.
    pub(super) is_permanent: bool,
    /// The cause.
    pub(super) cause: Cause,
}

/// The cause of a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The reply of the mail server.
    Reply(u16),
    /// The attempt timed out.
    Timeout,
    /// The mail server could not be reached.
    Connection,
    /// The mail server's certificate is not valid for its name.
    Tls,
    /// The connection broke, or the reply was invalid.
    Protocol,
    /// The address or a name is not valid in a mail.
    Message,
    /// No mail server is configured.
    NotConfigured,
    /// The stored mail does not open.
    Unreadable,
}

/// How the cause begins that names a reply.
const REPLY: &str = "the mail server answered ";

/// The code of the reply that a stored cause names.
pub(super) fn reply_in(cause: &str) -> Option<u16> {
    cause.strip_prefix(REPLY)?.parse().ok()
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
            Self::Reply(code) => write!(f, "{REPLY}{code}"),
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
