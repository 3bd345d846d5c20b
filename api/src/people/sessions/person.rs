//! A person who is signed in, for features that say so to others: read live, and no right to anything.

use super::model::{Account, LiveSession};
use super::store::StoredSession;
use super::{service, store};
use crate::people::devices::DeviceStatus;
use crate::platform::db::keys::{MemberRef, OrganizationRef, SignInKey};
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::limits::LAST_USE_UNWRITTEN;
use crate::platform::origin::Origin;
use crate::protection::access::{Actor, Authorized, Caller, MemberSession, OwnSession};
use shared_types::ids::SessionId;
use shared_types::limits::FRESH_FOR;
use shared_types::members::Role;
use shared_types::time::Time;

/// Somebody whose session counts.
#[derive(Clone, Debug)]
pub struct SignedInPerson {
    /// Where the person is a member.
    pub organization: OrganizationRef,
    /// What pages show of the person.
    pub account: Account,
    session: MemberSession,
}

impl SignedInPerson {
    pub(super) fn of(live: LiveSession) -> Self {
        Self {
            organization: live.organization,
            account: live.account,
            session: live.session,
        }
    }

    /// The member.
    pub const fn member(&self) -> MemberRef {
        self.session.member
    }

    /// The member's role now.
    pub const fn role(&self) -> Role {
        self.session.role
    }

    /// The row of the session.
    pub const fn session_key(&self) -> SignInKey {
        self.session.key
    }

    /// The session's name in lists.
    pub const fn session(&self) -> SessionId {
        self.session.id
    }

    /// 1: the password alone. 2: the password and a code.
    pub const fn aal(&self) -> u8 {
        self.session.aal
    }

    /// When the person was authenticated last: at the sign-in, or where the password (and a code) was asked for again,
    /// which opens sensitive acts for a while.
    pub fn authenticated_at(&self) -> Time {
        self.session.fresh_until - FRESH_FOR
    }

    /// Whether that was in the last five minutes.
    pub fn is_fresh(&self, now: Time) -> bool {
        now < self.session.fresh_until
    }

    /// Whether the policy asks for a second step that the session was made without.
    pub fn owes_second_step(&self) -> bool {
        self.session.owes_second_step()
    }

    /// Whether the next sign-in asks for a code.
    pub fn has_device(&self) -> bool {
        let device = self.account.device.as_ref();
        device.is_some_and(|device| device.status == DeviceStatus::Active)
    }
}

/// The person of this session, while it counts.
pub fn find_person(
    connection: &mut DbConnection,
    session: SignInKey,
    now: Time,
) -> DbResult<Option<SignedInPerson>> {
    let found = store::find_session_by_key(connection, session)?;
    Ok(found
        .and_then(|found| found.live(None, now))
        .map(SignedInPerson::of))
}

/// Which of these sessions have ended, in any way. A use that is not written down yet may have kept one alive a little
/// longer, so their time is looked at as it was shortly before.
pub fn list_ended(
    connection: &mut DbConnection,
    sessions: &[SignInKey],
    now: Time,
) -> DbResult<Vec<SignInKey>> {
    let found = store::find_sessions(connection, sessions)?;
    let live = found.into_iter().map(|stored| {
        let found = stored.map(StoredSession::into_found);
        found.and_then(|found| found.live(None, now - LAST_USE_UNWRITTEN))
    });
    let ended = sessions.iter().zip(live).filter(|(_, live)| live.is_none());
    Ok(ended.map(|(key, _)| *key).collect())
}

/// Ends the session of this person; whether it was one until now.
pub fn end_of_person(
    connection: &mut DbConnection,
    person: &SignedInPerson,
    origin: &Origin,
    now: Time,
) -> DbResult<bool> {
    let caller = Caller {
        organization: person.organization,
        actor: Actor::Member(person.session.clone()),
        origin: origin.clone(),
    };
    match Authorized::<OwnSession>::check(caller) {
        Ok(caller) => {
            let ended = service::end(connection, &caller, person.session(), now)?;
            Ok(ended.is_ok())
        }
        // A person by a session always has this right.
        Err(_) => Ok(false),
    }
}
