//! The content of an audit row.

use super::words::{Action, ActorKind, Outcome};
use serde_json::{Value, json};
use shared_types::ids::{ApiTokenId, FlowId, MemberId, OrganizationId};
use shared_types::sessions::Transport;
use std::borrow::Cow;
use std::fmt;
use uuid::Uuid;

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

impl Actor {
    /// What kind of actor it is.
    pub const fn kind(self) -> ActorKind {
        match self {
            Self::Member(_) => ActorKind::Member,
            Self::Client(_) => ActorKind::Client,
            Self::Anonymous => ActorKind::Anonymous,
            Self::System => ActorKind::System,
        }
    }

    /// The id, where the actor has one.
    pub const fn id(self) -> Option<Uuid> {
        match self {
            Self::Member(MemberId(id)) | Self::Client(ApiTokenId(id)) => Some(id),
            Self::Anonymous | Self::System => None,
        }
    }

    /// The actor of a kind with an id; `None` where the two do not fit.
    pub(super) const fn of(kind: ActorKind, id: Option<Uuid>) -> Option<Self> {
        match (kind, id) {
            (ActorKind::Member, Some(id)) => Some(Self::Member(MemberId(id))),
            (ActorKind::Client, Some(id)) => Some(Self::Client(ApiTokenId(id))),
            (ActorKind::Anonymous, None) => Some(Self::Anonymous),
            (ActorKind::System, None) => Some(Self::System),
            _ => None,
        }
    }
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

/// A sign-in that is finished.
#[derive(Clone, Copy, Debug)]
pub struct SignIn {
    /// The organization of the member.
    pub organization: OrganizationId,
    /// Who signed in.
    pub member: MemberId,
    /// The sign-in attempt that ended with it.
    pub flow: FlowId,
    /// How the session is carried.
    pub transport: Transport,
    /// What was proved.
    pub proof: SignInProof,
}

/// What a member proved to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInProof {
    /// The password alone: assurance level 1.
    Password,
    /// The password and a code: assurance level 2.
    Code,
}

impl SignInProof {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "code",
        }
    }

    /// The assurance level of the session.
    pub const fn aal(self) -> u8 {
        match self {
            Self::Password => 1,
            Self::Code => 2,
        }
    }
}

/// A refusal of somebody who proved nothing.
pub fn refusal(action: Action, ending: Ending) -> Event {
    Event::anonymous(action).ending(ending)
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
    /// The sign-in attempt that it belongs to.
    pub flow: Option<FlowId>,
    /// The word that says why it ended so.
    pub result: Option<Cow<'static, str>>,
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
            flow: None,
            result: None,
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

    /// The one row of a finished sign-in: its result tells what was proved.
    pub fn signed_in(sign_in: SignIn) -> Self {
        let SignIn {
            organization,
            member,
            flow,
            transport,
            proof,
        } = sign_in;
        Self::own(organization, member, Action::SignInFinished)
            .in_flow(flow)
            .result(proof.as_str())
            .details(json!({ "aal": proof.aal(), "transport": transport }))
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

    /// In the record of an organization, that of the installation otherwise.
    #[must_use]
    pub fn in_record_of(mut self, organization: OrganizationId) -> Self {
        self.organization = Some(organization);
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
    pub fn in_flow(mut self, flow: FlowId) -> Self {
        self.flow = Some(flow);
        self
    }

    /// Sets the reason of the outcome.
    #[must_use]
    pub fn result(mut self, word: impl Into<Cow<'static, str>>) -> Self {
        self.result = Some(word.into());
        self
    }

    /// The details as they are stored; `None` when there are none.
    pub(super) fn details_text(&self) -> Option<String> {
        let is_empty = self
            .details
            .as_object()
            .is_some_and(serde_json::Map::is_empty);
        (!is_empty).then(|| self.details.to_string())
    }

    /// The word of the log that says why it ended so.
    pub(super) fn reason(&self) -> Option<String> {
        let cause = || self.details.get("cause")?.as_str().map(str::to_owned);
        self.result.as_deref().map(str::to_owned).or_else(cause)
    }
}
