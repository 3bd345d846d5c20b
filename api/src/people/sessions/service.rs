//! Checking and ending sessions. They are made by the sign-in that they belong to.

use super::store;
use crate::people::api_tokens::{self, KeptToken, NoSuchToken};
use crate::people::sign_ins;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::access::{
    AccessError, Actor, Authorized, Caller, Holder as _, MemberSession, OwnAccount, OwnSession,
    Right,
};
use crate::record::audit::Action;
use serde_json::json;
use shared_types::ids::SessionId;
use shared_types::limits::{FRESH_FOR, SESSION_IDLE};
use shared_types::sessions::SessionView;
use shared_types::time::Time;

/// Why a session credential opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// There is no such session.
    #[error(transparent)]
    Ended(#[from] SessionEnded),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The session is unknown, over, or of the other transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the session has ended")]
pub struct SessionEnded;

/// Why a caller may no longer do what the request came for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LostRight {
    /// The session ended meanwhile.
    #[error(transparent)]
    Ended(#[from] SessionEnded),
    /// The API token ended meanwhile.
    #[error(transparent)]
    Token(#[from] NoSuchToken),
    /// The right is gone.
    #[error(transparent)]
    Access(#[from] AccessError),
}

/// Why a session is not ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum EndSessionError {
    /// There is no such session of this member.
    #[error("no such session")]
    NotFound,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Carries this one session over a change of the member's epoch that ends all others.
pub fn keep_through(
    connection: &mut DbConnection,
    session: &MemberSession,
    epoch: i64,
) -> DbResult<()> {
    sign_ins::keep_through(connection, session.key, epoch)
}

/// The same for a session whose second step is gone: it goes on as one of the password alone.
pub fn keep_through_lowered(
    connection: &mut DbConnection,
    session: &MemberSession,
    epoch: i64,
) -> DbResult<()> {
    sign_ins::keep_through_lowered(connection, session.key, epoch)
}

/// Opens sensitive acts for five minutes; gives the end of them.
pub fn open_sensitive_acts(
    connection: &mut DbConnection,
    session: &MemberSession,
    now: Time,
) -> DbResult<Time> {
    let until = now + FRESH_FOR;
    sign_ins::set_fresh_until(connection, session.key, until)?;
    Ok(until)
}

/// Checks the right of a caller again inside the change that it is for, under the lock of what is
/// changed: a caller who was demoted, disabled or signed out while the request waited cannot use the
/// right that the request came with. Gives the caller as of now.
pub fn recheck_right<R: Right>(
    connection: &mut DbConnection,
    caller: &Authorized<R>,
    now: Time,
) -> DbResult<Result<Authorized<R>, LostRight>> {
    let actor = match caller.actor.actor() {
        Actor::Member(session) => {
            let found = store::find_session_by_key(connection, session.key)?;
            // The request used it; that need not be written down yet.
            let live = found.and_then(|found| found.live(Some(session.last_used_at), now));
            live.map(|live| Actor::Member(live.session))
                .ok_or_else(|| LostRight::from(SessionEnded))
        }
        Actor::Client(token) => api_tokens::find_again(connection, &token, now)?
            .map(Actor::Client)
            .ok_or_else(|| NoSuchToken::Unknown.into()),
        actor @ (Actor::Host | Actor::System) => Ok(actor),
    };
    let actor = match actor {
        Ok(actor) => actor,
        Err(lost) => return Ok(Err(lost)),
    };
    let caller = Caller {
        organization: caller.organization,
        actor,
        origin: caller.origin.clone(),
    };
    Ok(Authorized::check(caller).map_err(LostRight::from))
}

/// A program that asked before, where nobody presents its token: with what the token proves now; `None` when it
/// lost the right.
pub fn authorize_program<R: Right>(
    kept: &KeptToken,
    origin: &Origin,
    now: Time,
) -> Option<Authorized<R>> {
    let caller = Caller {
        organization: kept.organization,
        actor: Actor::Client(kept.proves(now)?),
        origin: origin.clone(),
    };
    Authorized::check(caller).ok()
}

/// The member's sessions that still count, newest first.
pub(super) async fn list_sessions(
    context: &Context,
    caller: Authorized<OwnAccount>,
) -> Result<Vec<SessionView>, DbError> {
    let now = context.clock.now();
    let list = move |connection: &mut DbConnection| {
        store::list_live_sessions(connection, &caller.actor, now - SESSION_IDLE, now)
    };
    context.db.read(list).await
}

/// Ends one session of the member.
pub(super) async fn end_session(
    context: &Context,
    caller: Authorized<OwnAccount>,
    id: SessionId,
) -> Result<(), EndSessionError> {
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| end(connection, &caller, id, now);
    context.db.write(write).await?
}

/// Ends the session that asks.
pub(super) async fn sign_out(
    context: &Context,
    caller: Authorized<OwnSession>,
) -> Result<(), EndSessionError> {
    let now = context.clock.now();
    let id = caller.actor.id;
    let write = move |connection: &mut DbConnection| end(connection, &caller, id, now);
    context.db.write(write).await?
}

pub(super) fn end(
    connection: &mut DbConnection,
    caller: &Caller<MemberSession>,
    id: SessionId,
    now: Time,
) -> DbResult<Result<(), EndSessionError>> {
    if !sign_ins::end_session(connection, caller.actor.member.key, id, now)? {
        return Ok(Err(EndSessionError::NotFound));
    }
    let event = caller.own_event(Action::SessionEnded);
    let event = event.details(json!({ "session": id }));
    caller.record(connection, now, &event).map(Ok)
}
