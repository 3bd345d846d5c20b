//! What waits in the outbox, and how an attempt at it may fail.

use crate::record::audit::Action;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::time::Time;
use std::borrow::Cow;

/// A kind of delivery with a worker of its own, so that one slow receiver holds up no other kind.
#[derive(Debug)]
pub struct Channel {
    /// Its name in the outbox and in logs.
    pub name: &'static str,
    /// What the audit record calls a delivery that was given up.
    pub not_delivered: Action,
}

/// A delivery that is being written.
pub struct NewDelivery<'a> {
    /// The id of its row, from [`super::new_id`]: the same at every attempt.
    pub id: String,
    /// The word for it in logs.
    pub kind: &'a str,
    /// Whose organization it is.
    pub organization: OrganizationId,
    /// Whom it goes to, where it goes to a person.
    pub member: Option<MemberId>,
    /// What is sent, sealed by the channel.
    pub payload: Vec<u8>,
    /// When it is written.
    pub created_at: Time,
    /// From when on it must not be delivered any more.
    pub expires_at: Time,
}

/// A delivery that this process attempts now.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The id of its row.
    pub id: String,
    /// The word for it in logs.
    pub kind: String,
    /// Whose organization it is.
    pub organization: Option<OrganizationId>,
    /// Whom it goes to.
    pub member: Option<MemberId>,
    /// What is sent, sealed by the channel.
    pub payload: Vec<u8>,
    /// When it was written.
    pub created_at: Time,
    /// From when on it must not be delivered any more.
    pub expires_at: Time,
    /// Attempts, with this one.
    pub attempts: i64,
}

/// Why an attempt failed, in words without addresses or secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Whether another attempt is pointless.
    pub is_permanent: bool,
    /// What happened.
    pub cause: Cow<'static, str>,
}

impl Failure {
    /// The end of the delivery came first.
    pub(super) const EXPIRED: Self = Self {
        is_permanent: true,
        cause: Cow::Borrowed("too late to be of use"),
    };
}
