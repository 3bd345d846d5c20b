//! Deliveries in the outbox, and the reasons of failed attempts.

use crate::record::audit::Action;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::time::Time;
use std::borrow::Cow;

/// A kind of delivery with a worker of its own, so that one slow receiver holds up no other kind.
#[derive(Debug)]
pub struct Channel {
    /// Its name in the outbox and in logs.
    pub name: &'static str,
    /// The action in the audit record of a delivery that was given up.
    pub not_delivered: Action,
}

/// A delivery that is being written.
pub struct NewDelivery<'a> {
    /// The id of its row, from [`super::new_id`]: the same at every attempt.
    pub id: String,
    /// Its name in logs.
    pub kind: &'a str,
    /// The organization.
    pub organization: OrganizationId,
    /// The recipient, when it is a person.
    pub member: Option<MemberId>,
    /// The content, sealed by the channel.
    pub payload: Vec<u8>,
    /// When it is written.
    pub created_at: Time,
    /// When it expires and must not be delivered any more.
    pub expires_at: Time,
}

/// A delivery that this process attempts now.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The id of its row.
    pub id: String,
    /// Its name in logs.
    pub kind: String,
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
    /// Whether another attempt is pointless.
    pub is_permanent: bool,
    /// The cause.
    pub cause: Cow<'static, str>,
}

impl Failure {
    /// The delivery has expired.
    pub(super) const EXPIRED: Self = Self {
        is_permanent: true,
        cause: Cow::Borrowed("too late to be of use"),
    };
}
