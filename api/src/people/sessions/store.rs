//! The table `sessions`.

use super::model::{FoundSession, NewSession};
use crate::platform::clock::Validity;
use crate::platform::db::schema::{members, policies, sessions};
use crate::platform::db::{DbConnection, DbResult, insert_all, on_backend};
use crate::protection::access::MemberSession;
use crate::protection::demand::MemberRules;
use diesel::prelude::*;
use shared_types::ids::{MemberId, OrganizationId, SessionId};
use shared_types::limits::FRESH_FOR;
use shared_types::members::{MemberStatus, Role};
use shared_types::policy::TwoStepPolicy;
use shared_types::sessions::{SessionView, Transport};
use shared_types::time::Time;

#[derive(Queryable)]
struct SessionRow {
    #[diesel(deserialize_as = String)]
    id: SessionId,
    #[diesel(deserialize_as = String)]
    member: MemberId,
    #[diesel(deserialize_as = String)]
    organization: OrganizationId,
    #[diesel(deserialize_as = String)]
    role: Role,
    #[diesel(deserialize_as = String)]
    member_status: MemberStatus,
    member_epoch: i64,
    #[diesel(deserialize_as = String)]
    two_step: TwoStepPolicy,
    epoch: i64,
    #[diesel(deserialize_as = String)]
    transport: Transport,
    aal: i64,
    #[diesel(deserialize_as = i64)]
    created_at: Time,
    #[diesel(deserialize_as = i64)]
    last_used_at: Time,
    #[diesel(deserialize_as = i64)]
    expires_at: Time,
    #[diesel(deserialize_as = i64)]
    fresh_until: Time,
}

/// The columns of a [`SessionRow`], found by a condition.
///
/// A server locks tables in the order of the query. Changes meet members before sessions; the other
/// way round a migration that takes both would stand in a deadlock with this.
macro_rules! session_where {
    ($condition:expr) => {
        members::table
            .inner_join(sessions::table.on(members::id.eq(sessions::member_id)))
            .inner_join(policies::table.on(policies::organization_id.eq(members::organization_id)))
            .filter($condition)
            .select((
                sessions::id,
                members::id,
                members::organization_id,
                members::role,
                members::status,
                members::epoch,
                policies::two_step,
                sessions::epoch,
                sessions::transport,
                sessions::aal,
                sessions::created_at,
                sessions::last_used_at,
                sessions::expires_at,
                sessions::fresh_until,
            ))
    };
}

pub(super) fn find_session(
    connection: &mut DbConnection,
    token_hash: &[u8],
) -> DbResult<Option<FoundSession>> {
    let session = session_where!(sessions::token_hash.eq(token_hash));
    let row = on_backend!(connection, |own| session.get_result::<SessionRow>(own)).optional()?;
    Ok(row.map(FoundSession::from))
}

pub(super) fn find_session_by_id(
    connection: &mut DbConnection,
    id: SessionId,
) -> DbResult<Option<FoundSession>> {
    let session = session_where!(sessions::id.eq(id.to_string()));
    let row = session.get_result::<SessionRow>(connection).optional()?;
    Ok(row.map(FoundSession::from))
}

impl From<SessionRow> for FoundSession {
    fn from(row: SessionRow) -> Self {
        Self {
            id: row.id,
            member: row.member,
            organization: row.organization,
            role: row.role,
            member_status: row.member_status,
            member_epoch: row.member_epoch,
            rules: MemberRules {
                two_step: row.two_step,
            },
            epoch: row.epoch,
            transport: row.transport,
            aal: aal(row.aal),
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            expires_at: row.expires_at,
            fresh_until: row.fresh_until,
        }
    }
}

fn aal(value: i64) -> u8 {
    u8::try_from(value).unwrap_or(1)
}

pub(super) fn insert_sessions(
    connection: &mut DbConnection,
    new: &[(SessionId, Vec<u8>, &NewSession<'_>)],
    validity: Validity,
) -> DbResult<()> {
    let rows = new.iter().map(|(id, token_hash, new)| {
        (
            sessions::id.eq(id.to_string()),
            sessions::token_hash.eq(token_hash),
            sessions::member_id.eq(new.member.to_string()),
            sessions::epoch.eq(new.epoch),
            sessions::transport.eq(new.transport.as_str()),
            sessions::aal.eq(i64::from(new.aal)),
            sessions::label.eq(&new.origin.program),
            sessions::network.eq(&new.origin.network),
            sessions::created_at.eq(validity.from.micros()),
            sessions::last_used_at.eq(validity.from.micros()),
            sessions::expires_at.eq(validity.until.micros()),
            sessions::fresh_until.eq((validity.from + FRESH_FOR).micros()),
        )
    });
    insert_all!(connection, sessions::table, rows.collect())
}

pub(super) fn update_last_used(
    connection: &mut DbConnection,
    id: SessionId,
    now: Time,
) -> DbResult<()> {
    diesel::update(sessions::table.find(id.to_string()))
        .set(sessions::last_used_at.eq(now.micros()))
        .execute(connection)?;
    Ok(())
}

pub(super) fn update_fresh_until(
    connection: &mut DbConnection,
    id: SessionId,
    until: Time,
) -> DbResult<()> {
    diesel::update(sessions::table.find(id.to_string()))
        .set(sessions::fresh_until.eq(until.micros()))
        .execute(connection)?;
    Ok(())
}

pub(super) fn update_epoch(
    connection: &mut DbConnection,
    id: SessionId,
    epoch: i64,
) -> DbResult<()> {
    diesel::update(sessions::table.find(id.to_string()))
        .set(sessions::epoch.eq(epoch))
        .execute(connection)?;
    Ok(())
}

#[derive(Queryable)]
struct ListedRow {
    #[diesel(deserialize_as = String)]
    id: SessionId,
    aal: i64,
    #[diesel(deserialize_as = String)]
    transport: Transport,
    label: String,
    network: String,
    #[diesel(deserialize_as = i64)]
    created_at: Time,
    #[diesel(deserialize_as = i64)]
    last_used_at: Time,
    #[diesel(deserialize_as = i64)]
    expires_at: Time,
}

/// The member's sessions that still count, newest first.
pub(super) fn list_live_sessions(
    connection: &mut DbConnection,
    session: &MemberSession,
    idle_since: Time,
    now: Time,
) -> DbResult<Vec<SessionView>> {
    let rows = sessions::table
        .filter(sessions::member_id.eq(session.member.to_string()))
        .filter(sessions::epoch.eq(session.epoch))
        .filter(sessions::expires_at.gt(now.micros()))
        .filter(sessions::last_used_at.gt(idle_since.micros()))
        .order(sessions::created_at.desc())
        .select((
            sessions::id,
            sessions::aal,
            sessions::transport,
            sessions::label,
            sessions::network,
            sessions::created_at,
            sessions::last_used_at,
            sessions::expires_at,
        ))
        .load::<ListedRow>(connection)?;
    Ok(rows
        .into_iter()
        .map(|row| into_view(row, session.id))
        .collect())
}

fn into_view(row: ListedRow, current: SessionId) -> SessionView {
    SessionView {
        id: row.id,
        current: row.id == current,
        aal: aal(row.aal),
        transport: row.transport,
        label: row.label,
        network: row.network,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        expires_at: row.expires_at,
    }
}

/// Ends a session of this member; says whether there was one.
pub(super) fn delete_session(
    connection: &mut DbConnection,
    member: MemberId,
    id: SessionId,
) -> DbResult<bool> {
    let own = sessions::table
        .find(id.to_string())
        .filter(sessions::member_id.eq(member.to_string()));
    Ok(diesel::delete(own).execute(connection)? == 1)
}

pub(super) fn delete_ended(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let ended = sessions::table.filter(sessions::expires_at.le(now.micros()));
    diesel::delete(ended).execute(connection)
}
