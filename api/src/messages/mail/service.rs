//! Mails as deliveries: sealed when they are inserted, opened and written as text when they are sent.

use super::failure::{Cause, SendError};
use super::model::{INVITATION, Mail};
use super::outgoing::Outgoing;
use super::transport::MailTransport;
use crate::messages::delivery::{
    self, Attempt, Channel, Delivery, Failure, FailureKind, NewDelivery, Pace, Priority,
    RecipientOf, SlotLimits,
};
use crate::platform::context::Context;
use crate::platform::crypto::keys::Purpose;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::new_id::new_id;
use crate::protection::keyring;
use crate::record::audit::Action;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::limits::SANDBOX_MAILS;
use shared_types::time::Time;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

pub(super) static MAIL: Channel = Channel {
    name: "mail",
    not_delivered: Action::MailNotDelivered,
    // All go to one mail server, and more connections make it no faster.
    slots: SlotLimits {
        all: 8,
        ordinary: 6,
        of_organization: 8,
    },
};

/// Inserts a mail into the outbox, sealed. It is sent if and only if the transaction of `connection`
/// commits.
pub fn enqueue(connection: &mut DbConnection, context: &Context, mail: &Mail) -> DbResult<()> {
    insert(connection, context, mail, None)
}

/// The same for an invitation, which is sent from [`invitation_time`] on.
pub fn enqueue_invitation(
    connection: &mut DbConnection,
    context: &Context,
    mail: &Mail,
    at: Time,
) -> DbResult<()> {
    insert(connection, context, mail, Some(at))
}

/// Takes back the invitations of a member that wait, because their links are void.
pub fn take_back_invitations(
    connection: &mut DbConnection,
    organization: OrganizationId,
    member: MemberId,
) -> DbResult<()> {
    let invitations = RecipientOf {
        kind: INVITATION,
        priority: Priority::Ordinary,
        organization,
        member,
    };
    delivery::take_back(connection, &MAIL, &invitations)
}

/// When the next invitation of an organization is sent. What is over the number of an hour waits: an
/// administrator of one organization must not make this installation a source of mass mail.
pub fn invitation_time(
    connection: &mut DbConnection,
    context: &Context,
    organization: OrganizationId,
) -> DbResult<Time> {
    let pace = Pace {
        count: context.invitations_per_hour,
        window: Duration::from_hours(1),
    };
    delivery::paced_time(connection, organization, pace, context.clock.now())
}

fn insert(
    connection: &mut DbConnection,
    context: &Context,
    mail: &Mail,
    paced_for: Option<Time>,
) -> DbResult<()> {
    let now = context.clock.now();
    let id = new_id(now).to_string();
    let (organization, member) = (mail.to.organization_id, mail.to.member_id);
    let plain = Zeroizing::new(serde_json::to_vec(mail).expect("a mail is plain data"));
    let bound_to = [&*id, &*organization.to_string(), &*member.to_string()];
    let payload = context.keys.seal(Purpose::Mail, &bound_to, &plain);
    keyring::require_known(connection, &payload)?;
    let new = NewDelivery {
        id,
        kind: mail.content.kind(),
        priority: mail.content.priority(),
        organization,
        member: Some(member),
        payload,
        created_at: now,
        paced_for,
        expires_at: mail.content.expires_at(),
    };
    if mail.is_test {
        // No mail of a test organization waits for a worker, so none is ever handed to a mail server.
        return delivery::keep_readable(connection, &MAIL, &new, SANDBOX_MAILS);
    }
    delivery::enqueue(connection, &MAIL, &new)
}

/// Sends mails until `shutdown` is done.
pub async fn run(context: Context, transport: MailTransport, shutdown: impl Future<Output = ()>) {
    if matches!(transport, MailTransport::None) {
        tracing::warn!("no mail server is configured: mails wait, and expire unsent");
    }
    let attempt = attempt(&context, &transport);
    delivery::run(context, &MAIL, attempt, shutdown).await;
}

/// Sends every mail that is due, and gives the number that was delivered.
pub async fn deliver_due(context: &Context, transport: &MailTransport) -> usize {
    delivery::deliver_due(context, &MAIL, attempt(context, transport)).await
}

fn attempt(context: &Context, transport: &MailTransport) -> Attempt {
    let (context, transport) = (context.clone(), transport.clone());
    Arc::new(move |delivery| {
        let outgoing = open(&context, &delivery).ok_or(SendError::never(Cause::Unreadable));
        let transport = transport.clone();
        Box::pin(async move { transport.send(outgoing?).await.map_err(Failure::from) })
    })
}

/// The mail as text, when its seal opens.
pub(super) fn open(context: &Context, delivery: &Delivery) -> Option<Outgoing> {
    let (organization, member) = (delivery.organization?, delivery.member?);
    let bound_to = [
        &*delivery.id,
        &*organization.to_string(),
        &*member.to_string(),
    ];
    let plain = context
        .keys
        .open(Purpose::Mail, &bound_to, &delivery.payload);
    let mail: Mail = serde_json::from_slice(&plain.ok()?).ok()?;
    let (id, at) = (delivery.id.clone(), delivery.created_at);
    Some(Outgoing::new(id, at, mail, &context.public_url))
}

impl From<SendError> for Failure {
    fn from(error: SendError) -> Self {
        Self {
            kind: if error.is_permanent {
                FailureKind::Permanent
            } else {
                FailureKind::Temporary
            },
            cause: error.cause.to_string().into(),
            retry_after: None,
        }
    }
}
