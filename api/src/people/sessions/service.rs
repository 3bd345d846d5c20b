//! Making, checking and shutdown sessions.

use super::model::{NewSession, Session};
use super::store;
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Event};
use serde_json::json;
use shared_types::ids::{MemberId, SessionId};
use shared_types::limits::{FRESH_FOR, SESSION_IDLE, SESSION_LIFETIME};
use shared_types::secret::Secret;
use shared_types::sessions::{SessionGrant, SessionView, Transport};
use shared_types::time::Time;
use std::time::Duration;
use uuid::Uuid;

/// A session's last use is written down at most once in this time.
const LAST_USED_GRAIN: Duration = Duration::from_mins(1);

/// Why a session credential opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// Unknown, ended, or of the other transport.
    #[error("the session has ended")]
    Ended,
    /// The policy asks for a second step that this session was made without.
    #[error("the session was made without the second step")]
    SecondStepRequired,
    /// The act needs a re-authentication within the last five minutes.
    #[error("the last authentication is too long ago")]
    NotFresh,
    /// The role does not allow it.
    #[error("the role does not allow this")]
    Forbidden,
    /// There is no such session of this member.
    #[error("no such session")]
    NotFound,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The session behind a presented token, whatever the policy asks.
pub(super) async fn find_live(
    context: &Context,
    transport: Transport,
    presented: &str,
) -> Result<Session, SessionError> {
    let hash = token::presented(TokenKind::Session, presented).ok_or(SessionError::Ended)?;
    let now = context.clock.now();
    let found = context
        .db
        .look_up(move |connection| store::find_session(connection, &hash))
        .await?;
    let session = found
        .filter(|session| session.is_live(transport, now))
        .ok_or(SessionError::Ended)?;
    if now.since(session.last_used_at) >= LAST_USED_GRAIN {
        let id = session.id;
        let noted = context
            .db
            .write(move |connection| store::update_last_used(connection, id, now))
            .await;
        if let Err(error) = noted {
            // A full disk must not keep out whoever only reads. Not noting it can only make
            // the session end earlier.
            tracing::warn!(%error, "the last use of a session was not noted");
        }
    }
    Ok(session)
}

/// Makes sessions inside the caller's change. The bearer token stands in the grant; the caller of
/// a session for a cookie moves it there.
pub fn create_all(
    connection: &mut DbConnection,
    new: &[NewSession<'_>],
    now: Time,
) -> DbResult<Vec<SessionGrant>> {
    let expires_at = now + SESSION_LIFETIME;
    let (mut rows, mut grants) = (Vec::new(), Vec::new());
    for session in new {
        let (token, hash) = token::generate(TokenKind::Session);
        rows.push((SessionId(Uuid::now_v7()), hash, session));
        grants.push(SessionGrant {
            token: Some(token),
            aal: session.aal,
            expires_at,
        });
    }
    store::insert_sessions(connection, &rows, (now, expires_at))?;
    Ok(grants)
}

/// Remembers the browsers of these members, that finished a sign-in; gives the values of their
/// cookies.
pub fn create_known_browsers(
    connection: &mut DbConnection,
    members: &[MemberId],
    now: Time,
) -> DbResult<Vec<Secret>> {
    let new = members.iter().map(|member| {
        let (token, hash) = token::generate(TokenKind::KnownBrowser);
        (token, (hash, *member))
    });
    let (tokens, rows): (Vec<_>, Vec<_>) = new.unzip();
    store::insert_known_browsers(connection, &rows, now)?;
    Ok(tokens)
}

/// Whether a browser cookie was given to this member.
pub fn is_known_browser(
    connection: &mut DbConnection,
    presented: &Secret,
    member: MemberId,
    now: Time,
) -> DbResult<bool> {
    match token::presented(TokenKind::KnownBrowser, presented.expose()) {
        Some(hash) => store::is_known_browser(connection, &hash, member, now),
        None => Ok(false),
    }
}

/// Carries this one session over a change of the member's epoch that ends all others.
pub fn keep_through(connection: &mut DbConnection, id: SessionId, epoch: i64) -> DbResult<()> {
    store::update_epoch(connection, id, epoch)
}

/// Opens sensitive acts for five minutes; gives the end of them.
pub fn open_sensitive_acts(
    connection: &mut DbConnection,
    id: SessionId,
    now: Time,
) -> DbResult<Time> {
    let until = now + FRESH_FOR;
    store::update_fresh_until(connection, id, until)?;
    Ok(until)
}

/// Drops sessions and known browsers whose time is over.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store::delete_ended(connection, now)
}

/// The member's sessions that still count, newest first.
pub(super) async fn list_sessions(
    context: &Context,
    session: Session,
) -> Result<Vec<SessionView>, SessionError> {
    let now = context.clock.now();
    let list = move |connection: &mut DbConnection| {
        store::list_live_sessions(connection, &session, now - SESSION_IDLE, now)
    };
    Ok(context.db.read(list).await?)
}

/// Ends one session of the member.
pub(super) async fn end_session(
    context: &Context,
    origin: Origin,
    session: Session,
    id: SessionId,
) -> Result<(), SessionError> {
    let now = context.clock.now();
    let was_there = context
        .db
        .write(move |connection| {
            let was_there = store::delete_session(connection, session.member, id)?;
            if was_there {
                let event = Event::own(session.organization, session.member, Action::SessionEnded)
                    .details(json!({ "session": id }));
                audit::record(connection, now, &origin, &event)?;
            }
            Ok(was_there)
        })
        .await?;
    if was_there {
        Ok(())
    } else {
        Err(SessionError::NotFound)
    }
}
