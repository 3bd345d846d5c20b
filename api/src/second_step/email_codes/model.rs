//! An e-mailed code, what it is bound to, and why it is refused.

use crate::people::members::Member;
use crate::platform::crypto::code::Code;
use crate::platform::db::keys::{BrowserKey, SignInKey};
use crate::protection::throttle::Budget;
use crate::record::audit::Ending;
use shared_types::limits::REFUSALS_TOLD_EVERY;
use shared_types::secret::Secret;
use shared_types::sign_in::EmailCodeView;
use shared_types::time::Time;
use std::time::Duration;

/// What a code is bound to: it proves nothing anywhere else (E-03).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundTo {
    /// The sign-in of a flow that sets up a device, or of an earlier one in the same browser.
    Flow(SignInKey),
    /// The sign-in of a session whose member changes the address. A member changes one address at a time: a new
    /// code voids the older one, whichever session asked for it.
    Session(SignInKey),
}

impl BoundTo {
    /// What the code is for, as the row says it.
    pub(super) const fn purpose(self) -> &'static str {
        match self {
            Self::Flow(_) => "enrollment",
            Self::Session(_) => "email_change",
        }
    }

    /// The sign-in. A session has the one of its flow, so the purpose is always asked for too.
    pub(super) const fn sign_in(self) -> SignInKey {
        match self {
            Self::Flow(key) | Self::Session(key) => key,
        }
    }

    /// What the MAC of a code covers beside its digits: what it is for, and the sign-in that it was made for.
    pub(super) fn text(self, made_for: SignInKey) -> String {
        format!("{}:{}", self.purpose(), made_for.number())
    }
}

/// A code to be sent.
#[derive(Clone, Copy, Debug)]
pub struct NewEmailCode<'a> {
    /// Who proves a mailbox.
    pub member: &'a Member,
    /// What asked for the code.
    pub bound_to: BoundTo,
    /// The address that the code proves.
    pub email: &'a str,
    /// Whose mails it counts among.
    pub budget: Budget,
}

/// A code that a mail has to bring now.
#[derive(Debug)]
pub struct SentEmailCode {
    /// The six digits.
    pub code: Secret,
    /// What the caller may know of it.
    pub view: EmailCodeView,
}

/// A code that came back.
#[derive(Clone, Copy, Debug)]
pub struct EmailCodeTry<'a> {
    /// Who proves a mailbox.
    pub member: &'a Member,
    /// What the code must be bound to.
    pub bound_to: BoundTo,
    /// Whose tries it counts among.
    pub budget: Budget,
    /// Six digits.
    pub code: &'a Code,
}

/// Why no code is sent: too many mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendEmailCodeError {
    /// Too many mails.
    #[error("too many emails")]
    Throttled(Duration),
}

impl SendEmailCodeError {
    /// How the record says it.
    pub const fn ending(self) -> Ending {
        match self {
            Self::Throttled(_) => Ending::throttled(),
        }
    }

    /// How long no code is sent.
    pub const fn wait(self) -> Duration {
        match self {
            Self::Throttled(wait) => wait,
        }
    }
}

/// Why a code proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailCodeError {
    /// Too many wrong codes.
    #[error("too many wrong codes")]
    Throttled(Duration),
    /// So many wrong codes in all that a person has to help.
    #[error("too many wrong codes in all")]
    Closed,
    /// The code is over, or was never sent.
    #[error("the emailed code has ended")]
    Expired,
    /// The code is wrong.
    #[error("the emailed code is wrong")]
    Wrong {
        /// Tries left at this code, at least one.
        tries_left: u32,
    },
    /// The code is wrong, and no try is left at it.
    #[error("the emailed code is wrong for the last time")]
    LastWrong,
    /// Its tries were used up before, so that it is not looked at.
    #[error("the tries at the emailed code are used up")]
    UsedUp,
}

impl EmailCodeError {
    /// How the record says it.
    pub const fn ending(self) -> Ending {
        match self {
            Self::Throttled(_) | Self::Closed => Ending::throttled(),
            Self::Expired => Ending::failure("expired"),
            Self::Wrong { .. } | Self::LastWrong => Ending::failure("wrong"),
            Self::UsedUp => Ending::failure("used_up"),
        }
    }

    /// How long no code is looked at, where that is the reason.
    pub const fn wait(self) -> Option<Duration> {
        match self {
            Self::Throttled(wait) => Some(wait),
            Self::Closed => Some(REFUSALS_TOLD_EVERY),
            Self::Expired | Self::UsedUp | Self::Wrong { .. } | Self::LastWrong => None,
        }
    }
}

/// What the table keeps of the newest code.
#[derive(Clone, Debug)]
pub(super) struct KeptCode {
    /// The sign-in that its MAC covers.
    pub(super) made_for: SignInKey,
    /// The known browser that asked for it.
    pub(super) browser: Option<BrowserKey>,
    /// The member's epoch when it was sent.
    pub(super) epoch: i64,
    /// The address that it proves.
    pub(super) email: String,
    /// The MAC of the code.
    pub(super) mac: Vec<u8>,
    /// The short word that also stands in the mail.
    pub(super) reference: String,
    /// When it was sent.
    pub(super) sent_at: Time,
    /// When it ends.
    pub(super) expires_at: Time,
    /// Wrong tries at it.
    pub(super) tries: i64,
}
