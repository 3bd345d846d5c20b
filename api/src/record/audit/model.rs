//! The content of an audit row.

use serde_json::{Value, json};
use shared_types::ids::{ApiTokenId, FlowId, MemberId, OrganizationId};
use std::fmt;

/// The actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A member, authenticated or at least identified by a right password.
    Member(MemberId),
    /// A program, by an API token.
    Client(ApiTokenId),
    /// An unauthenticated caller.
    Anonymous,
    /// The program itself, or its operator.
    System,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(id) => write!(f, "member:{id}"),
            Self::Client(id) => write!(f, "client:{id}"),
            Self::Anonymous => f.write_str("anonymous"),
            Self::System => f.write_str("system"),
        }
    }
}

/// The outcome of an audit event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Success,
    /// Checked and refused.
    Failure,
    /// Not checked: too many tries.
    Throttled,
}

impl Outcome {
    /// The text in the column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Throttled => "throttled",
        }
    }
}

/// How it ended, with the word that says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// How it ended.
    pub outcome: Outcome,
    /// Why.
    pub word: &'static str,
}

impl Ending {
    /// Done.
    pub const fn success(word: &'static str) -> Self {
        Self {
            outcome: Outcome::Success,
            word,
        }
    }

    /// Looked at and refused.
    pub const fn failure(word: &'static str) -> Self {
        Self {
            outcome: Outcome::Failure,
            word,
        }
    }

    /// Not looked at: too many tries.
    pub const fn throttled() -> Self {
        Self {
            outcome: Outcome::Throttled,
            word: Outcome::Throttled.as_str(),
        }
    }
}

/// A refusal of somebody who proved nothing.
pub fn refusal(action: Action, ending: Ending) -> Event {
    Event::anonymous(action).ending(ending)
}

/// What was decided or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name is its own text in `as_str`")]
pub enum Action {
    OrganizationCreated,
    PasswordChecked,
    PasswordChanged,
    PasswordResetRequested,
    PasswordResetSent,
    PasswordReset,
    SignInNotFinished,
    EmailChangeStarted,
    EmailChanged,
    FlowGivenUp,
    CodeChecked,
    SessionCreated,
    SessionEnded,
    Reauthenticated,
    NewDeviceStarted,
    EmailCodeSent,
    EmailCodeChecked,
    DevicePrepared,
    DeviceConfirmed,
    DeviceRemoved,
    DeviceReset,
    DeviceDisabled,
    DeviceUnlocked,
    SecretUnreadable,
    PolicyChanged,
    MemberCreated,
    MemberChanged,
    MemberDeleted,
    InvitationSent,
    InvitationAccepted,
    MailNotDelivered,
    KeyActivated,
    KeyRemoved,
    DatabaseRestored,
    CountsRepaired,
    HandlerPanicked,
}

impl Action {
    /// The text in the column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OrganizationCreated => "organization.created",
            Self::PasswordChecked => "password.checked",
            Self::PasswordChanged => "password.changed",
            Self::PasswordResetRequested => "password_reset.requested",
            Self::PasswordResetSent => "password_reset.sent",
            Self::PasswordReset => "password_reset.confirmed",
            Self::SignInNotFinished => "sign_in.not_finished",
            Self::EmailChangeStarted => "email_change.started",
            Self::EmailChanged => "email_change.confirmed",
            Self::FlowGivenUp => "flow.given_up",
            Self::CodeChecked => "code.checked",
            Self::SessionCreated => "session.created",
            Self::SessionEnded => "session.ended",
            Self::Reauthenticated => "session.reauthenticated",
            Self::NewDeviceStarted => "device.replacement_started",
            Self::EmailCodeSent => "email_code.sent",
            Self::EmailCodeChecked => "email_code.checked",
            Self::DevicePrepared => "device.prepared",
            Self::DeviceConfirmed => "device.confirmed",
            Self::DeviceRemoved => "device.removed",
            Self::DeviceReset => "device.reset",
            Self::DeviceDisabled => "device.disabled",
            Self::DeviceUnlocked => "device.unlocked",
            Self::SecretUnreadable => "device.unseal_failed",
            Self::PolicyChanged => "policy.changed",
            Self::MemberCreated => "member.created",
            Self::MemberChanged => "member.changed",
            Self::MemberDeleted => "member.deleted",
            Self::InvitationSent => "invitation.sent",
            Self::InvitationAccepted => "invitation.accepted",
            Self::MailNotDelivered => "mail.not_delivered",
            Self::KeyActivated => "key.activated",
            Self::KeyRemoved => "key.removed",
            Self::DatabaseRestored => "database.restored",
            Self::CountsRepaired => "counts.repaired",
            Self::HandlerPanicked => "handler.panicked",
        }
    }
}

/// An audit row that is not written yet.
#[derive(Clone, Debug)]
pub struct Event {
    /// The organization; `None` when there is none, such as for an unknown address at sign-in.
    pub organization: Option<OrganizationId>,
    /// The actor.
    pub actor: Actor,
    /// What was decided or changed.
    pub action: Action,
    /// The outcome of an audit event.
    pub outcome: Outcome,
    /// The member concerned.
    pub subject: Option<MemberId>,
    /// Further details, without secrets.
    pub details: Value,
}

impl Event {
    /// What an actor did with success; nobody is its subject yet.
    pub fn of(actor: Actor, organization: Option<OrganizationId>, action: Action) -> Self {
        Self {
            organization,
            actor,
            action,
            outcome: Outcome::Success,
            subject: None,
            details: json!({}),
        }
    }

    /// An action of a member on the member's own account.
    pub fn own(organization: OrganizationId, member: MemberId, action: Action) -> Self {
        Self::of(Actor::Member(member), Some(organization), action).about(member)
    }

    /// An act of somebody who proved nothing. In no organization's record, so that it does not show
    /// whether an address or a token is known.
    pub fn anonymous(action: Action) -> Self {
        Self::of(Actor::Anonymous, None, action)
    }

    /// Sets the outcome, with the word that says why.
    #[must_use]
    pub fn ending(self, Ending { outcome, word }: Ending) -> Self {
        self.outcome(outcome).result(word)
    }

    /// Sets the outcome.
    #[must_use]
    pub fn outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// Sets the member to whom it was done.
    #[must_use]
    pub fn about(mut self, subject: MemberId) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Sets the actor.
    #[must_use]
    pub fn by(mut self, actor: Actor) -> Self {
        self.actor = actor;
        self
    }

    /// Sets the details.
    #[must_use]
    pub fn details(mut self, details: Value) -> Self {
        match (self.details.as_object_mut(), details) {
            (Some(all), Value::Object(more)) => all.extend(more),
            (_, details) => self.details = details,
        }
        self
    }

    /// Sets the flow.
    #[must_use]
    pub fn in_flow(self, flow: FlowId) -> Self {
        self.details(json!({ "flow": flow }))
    }

    /// Adds the reason of the outcome to the details.
    #[must_use]
    pub fn result(self, word: &str) -> Self {
        self.details(json!({ "result": word }))
    }

    /// Adds a text to the details.
    pub(super) fn detail(&self, name: &str) -> Option<String> {
        self.details.get(name)?.as_str().map(str::to_owned)
    }
}
