//! Who asks: in which organization, as whom, from where.

use crate::platform::db::keys::{ApiTokenKey, BrowserKey, MemberRef, OrganizationRef, SignInKey};
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::protection::demand::Demand;
use crate::record::audit::{self, Action, Event};
use shared_types::api_tokens::Scope;
use shared_types::ids::{ApiTokenId, OrganizationId, SessionId};
use shared_types::limits::SESSION_IDLE;
use shared_types::members::Role;
use shared_types::sessions::Transport;
use shared_types::time::Time;
use std::collections::BTreeSet;
use std::fmt::Debug;

/// Somebody who asks, with what was proven of him.
#[derive(Clone, Debug)]
pub struct Caller<A = Actor> {
    /// Where everything happens that the caller asks for.
    pub organization: OrganizationRef,
    /// As whom.
    pub actor: A,
    /// From where.
    pub origin: Origin,
}

/// As whom a caller acts.
#[derive(Clone, Debug)]
pub enum Actor {
    /// A person, by a session.
    Member(MemberSession),
    /// A program, by an API token (`tsk_…`).
    Client(ApiToken),
    /// A command on the host, by an operator of the installation.
    Host,
    /// The program itself, in the background.
    System,
}

/// What a live session proves, read anew at every request.
#[derive(Clone, Debug)]
pub struct MemberSession {
    /// Its row.
    pub key: SignInKey,
    /// The session's name in lists.
    pub id: SessionId,
    /// Whose it is.
    pub member: MemberRef,
    /// The member's role now.
    pub role: Role,
    /// The member's epoch; in another one the session has ended.
    pub epoch: i64,
    /// The transport that it was made for.
    pub transport: Transport,
    /// 1: the password alone. 2: the password and a code.
    pub aal: u8,
    /// When it was made.
    pub created_at: Time,
    /// When it was last used, to the minute.
    pub last_used_at: Time,
    /// When it ends in any case.
    pub expires_at: Time,
    /// Until when sensitive acts are open.
    pub fresh_until: Time,
    /// The known browser in which it was made, or which it made known; it may be forgotten by now.
    pub browser: Option<BrowserKey>,
    /// What the policy asks of this member now.
    pub demand: Demand,
    /// Recovery by e-mail is held for the member, and the session was made without a code: a mailbox may be all that
    /// stands behind it.
    pub is_held: bool,
}

/// What a live API token proves, read anew at every request.
#[derive(Clone, Debug)]
pub struct ApiToken {
    /// Its row.
    pub key: ApiTokenKey,
    /// The token's name in lists.
    pub id: ApiTokenId,
    /// What people call it.
    pub name: String,
    /// The member who answers for it.
    pub owner: MemberRef,
    /// The owner's role now: a token never does more than its owner may.
    pub owner_role: Role,
    /// What it was made for.
    pub scopes: BTreeSet<Scope>,
    /// The level of the session that made it, or took it over.
    pub aal: u8,
    /// When it ends.
    pub expires_at: Time,
    /// What the policy asks of its owner now.
    pub demand: Demand,
}

impl ApiToken {
    /// Whether the policy asks for a second step that the session was made without which made the token.
    pub fn owes_second_step(&self) -> bool {
        self.demand.is_due() && self.aal < 2
    }
}

impl Holder for ApiToken {
    fn recorded(&self) -> audit::Actor {
        audit::Actor::Client(self.id)
    }

    /// Nobody is there to type a password; a fresh session made the token.
    fn is_fresh(&self, _now: Time) -> bool {
        true
    }

    fn actor(&self) -> Actor {
        Actor::Client(self.clone())
    }
}

/// What can hold a right.
pub trait Holder: Clone + Debug + Send + Sync + 'static {
    /// The holder's name in the record.
    fn recorded(&self) -> audit::Actor;

    /// Whether sensitive acts are open to the holder.
    fn is_fresh(&self, now: Time) -> bool;

    /// The actor that it is.
    fn actor(&self) -> Actor;
}

impl MemberSession {
    /// When it ends unless it is used before.
    pub fn idle_expires_at(&self) -> Time {
        (self.last_used_at + SESSION_IDLE).min(self.expires_at)
    }

    /// Whether a second step is due that this session was made without.
    pub fn owes_second_step(&self) -> bool {
        self.demand.is_due() && self.aal < 2
    }
}

impl Holder for MemberSession {
    fn recorded(&self) -> audit::Actor {
        audit::Actor::Member(self.member.id)
    }

    fn is_fresh(&self, now: Time) -> bool {
        now < self.fresh_until
    }

    fn actor(&self) -> Actor {
        Actor::Member(self.clone())
    }
}

impl Actor {
    /// What the actor did, for the record. For the host and the program itself, which act for the
    /// whole installation too; what a [`Caller`] does is recorded by it.
    pub fn event_in(&self, organization: Option<OrganizationId>, action: Action) -> Event {
        Event::of(self.recorded(), organization, action)
    }

    /// The member who answers for what the actor does, if it is done in a member's name.
    pub fn answerable(&self) -> Option<MemberRef> {
        match self {
            Self::Member(session) => Some(session.member),
            Self::Client(token) => Some(token.owner),
            Self::Host | Self::System => None,
        }
    }

    /// Whether a code stands behind the actor; an operator on the host needs none.
    pub fn has_second_step(&self) -> bool {
        match self {
            Self::Member(session) => session.aal >= 2,
            Self::Client(token) => token.aal >= 2,
            Self::Host | Self::System => true,
        }
    }

    /// The highest role that the actor may change or give, by a right that allows it at all. A
    /// program acts on agents only, so that a stolen token makes no administrator; neither does who came by a
    /// mailbox alone, so that nothing is kept beyond the hold.
    pub fn highest_subject(&self) -> Role {
        match self {
            Self::Member(session) if session.is_held => Role::Agent,
            Self::Member(_) | Self::Host | Self::System => Role::Admin,
            Self::Client(_) => Role::Agent,
        }
    }
}

impl Holder for Actor {
    fn recorded(&self) -> audit::Actor {
        match self {
            Self::Member(session) => session.recorded(),
            Self::Client(token) => token.recorded(),
            Self::Host | Self::System => audit::Actor::System,
        }
    }

    fn is_fresh(&self, now: Time) -> bool {
        match self {
            Self::Member(session) => session.is_fresh(now),
            Self::Client(token) => token.is_fresh(now),
            Self::Host | Self::System => true,
        }
    }

    fn actor(&self) -> Actor {
        self.clone()
    }
}

impl<A: Holder> Caller<A> {
    /// What the caller did with success, for the record.
    pub fn event(&self, action: Action) -> Event {
        Event::of(self.actor.recorded(), Some(self.organization.id), action)
    }

    /// Writes the caller's event into the record, inside the transaction of the change.
    pub fn record(&self, connection: &mut DbConnection, now: Time, event: &Event) -> DbResult<()> {
        audit::record(connection, now, &self.origin, event)
    }

    /// Appends many rows, in their order.
    pub fn record_all(
        &self,
        connection: &mut DbConnection,
        now: Time,
        events: &[Event],
    ) -> DbResult<()> {
        let events: Vec<_> = events.iter().map(|event| (&self.origin, event)).collect();
        audit::record_all(connection, now, &events)
    }
}

impl Caller {
    /// A command on the host that changes something of this organization.
    pub fn host(organization: OrganizationRef) -> Self {
        Self {
            organization,
            actor: Actor::Host,
            origin: Origin::of_host(),
        }
    }

    /// The program itself, for something of this organization; `origin` is that of the request
    /// that caused it, as far as it was kept.
    pub fn system(organization: OrganizationRef, origin: Origin) -> Self {
        Self {
            organization,
            actor: Actor::System,
            origin,
        }
    }
}

impl Caller<MemberSession> {
    /// What the member did for himself, for the record.
    pub fn own_event(&self, action: Action) -> Event {
        self.event(action).about(self.actor.member.id)
    }
}
