//! Deliveries in the outbox, and the reasons of failed attempts.

use crate::record::audit::Action;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::time::Time;
use std::borrow::Cow;
use std::time::Duration;

/// A kind of delivery with a worker of its own, so that one slow receiver holds up no other kind.
#[derive(Debug)]
pub struct Channel {
    /// Its name in the outbox and in logs.
    pub name: &'static str,
    /// The action in the audit record of a delivery that was given up.
    pub not_delivered: Action,
    /// How many are attempted at once.
    pub slots: SlotLimits,
}

/// How many deliveries of a channel one process attempts at once.
#[derive(Clone, Copy, Debug)]
pub struct SlotLimits {
    /// Of any priority.
    pub all: usize,
    /// Of these, ordinary ones: an urgent one finds a free slot while slow receivers hold all others.
    pub ordinary: usize,
    /// Of these, deliveries of one organization: its slow receivers delay nobody else.
    pub of_organization: usize,
}

/// What goes first when there is more than can be sent at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Somebody waits for it, as for a code.
    Urgent,
    /// It may wait its turn.
    Ordinary,
}

impl Priority {
    /// The number in the column; smaller ones go first.
    pub(super) const fn number(self) -> i16 {
        match self {
            Self::Urgent => 0,
            Self::Ordinary => 1,
        }
    }

    pub(super) const fn of(number: i16) -> Self {
        match number {
            0 => Self::Urgent,
            _ => Self::Ordinary,
        }
    }
}

/// The organization that was served last, for each priority: the next one has its turn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns {
    urgent: String,
    ordinary: String,
}

impl Turns {
    pub(super) fn last(&mut self, priority: Priority) -> &mut String {
        match priority {
            Priority::Urgent => &mut self.urgent,
            Priority::Ordinary => &mut self.ordinary,
        }
    }
}

/// The oldest due delivery of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Next {
    /// The organization.
    pub(super) organization: String,
    /// The row.
    pub(super) id: String,
}

/// At most so many deliveries in any period of this length.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The number of deliveries, not 0.
    pub count: u32,
    /// The length of the period.
    pub window: Duration,
}

/// A delivery that is being written.
pub struct NewDelivery<'a> {
    /// The id of its row, from [`crate::platform::new_id`]: the same at every attempt.
    pub id: String,
    /// Its name in logs.
    pub kind: &'a str,
    /// Whether somebody waits for it.
    pub priority: Priority,
    /// The organization.
    pub organization: OrganizationId,
    /// The recipient, when it is a person.
    pub member: Option<MemberId>,
    /// The content, sealed by the channel.
    pub payload: Vec<u8>,
    /// When it is written.
    pub created_at: Time,
    /// From when it is attempted, where [`super::paced_time`] gave a time; otherwise at once.
    pub paced_for: Option<Time>,
    /// When it expires and must not be delivered any more.
    pub expires_at: Time,
}

/// The deliveries of one kind and priority to one member.
#[derive(Clone, Copy, Debug)]
pub struct RecipientOf<'a> {
    /// Its name in logs.
    pub kind: &'a str,
    /// Whether somebody waits for it.
    pub priority: Priority,
    /// The organization.
    pub organization: OrganizationId,
    /// The member.
    pub member: MemberId,
}

/// The ordinary deliveries of one kind in an organization.
#[derive(Clone, Copy, Debug)]
pub(super) struct KindOf<'a> {
    /// The name of the channel.
    pub(super) channel: &'a str,
    /// The organization.
    pub(super) organization: OrganizationId,
    /// Its name in logs.
    pub(super) kind: &'a str,
}

/// A delivery that this process attempts now.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The id of its row.
    pub id: String,
    /// Its name in logs.
    pub kind: String,
    /// Whether somebody waits for it.
    pub priority: Priority,
    /// The organization.
    pub organization: Option<OrganizationId>,
    /// The recipient.
    pub member: Option<MemberId>,
    /// The content, sealed by the channel.
    pub payload: Vec<u8>,
    /// When it was written.
    pub created_at: Time,
    /// When it expires and must not be delivered any more.
    pub expires_at: Time,
    /// Attempts, with this one.
    pub attempts: i64,
}

/// Why an attempt failed, in words without addresses or secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What it says of further attempts.
    pub kind: FailureKind,
    /// The cause.
    pub cause: Cow<'static, str>,
    /// After how long to try again, where the channel knows better than the pauses of all.
    pub retry_after: Option<Duration>,
}

/// What a failure says of further attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// None will succeed.
    Permanent,
    /// Another may succeed.
    Temporary,
    /// Nothing was sent: the receiver is not to be asked yet.
    NotAttempted,
    /// Nothing was sent and nothing is to be: it was settled elsewhere. Nobody has to know.
    Obsolete,
}

/// What became of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Its name in logs.
    pub kind: String,
    /// When it was written.
    pub created_at: Time,
    /// What became of it.
    pub state: SendingState,
    /// When it was sent or given up, or when the next attempt is made.
    pub at: Time,
    /// The cause of the last failed attempt.
    pub last_error: Option<String>,
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendingState {
    /// Its time, which the pace gave, is to come.
    Paced,
    /// It was not attempted yet.
    Queued,
    /// An attempt failed; another follows.
    Delayed,
    /// It was taken.
    Sent,
    /// It was given up.
    Failed,
}

/// Deliveries whose time, which the pace gave, is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// How many.
    pub count: i64,
    /// When the last of them is attempted.
    pub last_at: Option<Time>,
}

impl Failure {
    /// The delivery has expired.
    pub(super) const EXPIRED: Self = Self {
        kind: FailureKind::Permanent,
        cause: Cow::Borrowed("too late to be of use"),
        retry_after: None,
    };
}
