//! Reading members in pages, with where they stand.

use super::listing::Filter;
use crate::db::schema::{devices, members};
use crate::db::{DbConnection, DbResult, MultiBackend};
use diesel::dsl::not;
use diesel::prelude::*;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::members::{MemberStatus, MemberView, Role, TwoStepState, TwoStepView};
use shared_types::time::Time;

/// The page's end in the order of the list: name, then id.
pub(super) type Position = (String, String);

#[derive(Queryable)]
struct ListedRow {
    #[diesel(deserialize_as = String)]
    id: MemberId,
    email: String,
    display_name: String,
    sort_name: String,
    #[diesel(deserialize_as = String)]
    role: Role,
    #[diesel(deserialize_as = String)]
    status: MemberStatus,
    #[diesel(deserialize_as = i64)]
    created_at: Time,
    last_signed_in_at: Option<i64>,
    recovery_hold_until: Option<i64>,
    device: Option<(String, Option<i64>, Option<i64>, i64)>,
}

/// One member of the organization.
pub(super) fn find_view(
    connection: &mut DbConnection,
    organization: OrganizationId,
    id: MemberId,
    now: Time,
) -> DbResult<Option<MemberView>> {
    let mut filter = Filter::of(organization);
    filter.id = Some(id);
    Ok(list_members(connection, &filter, 1, now)?
        .into_iter()
        .next()
        .map(|(_, view)| view))
}

/// At most `limit` members behind the filter's position, in order.
pub(super) fn list_members(
    connection: &mut DbConnection,
    filter: &Filter,
    limit: i64,
    now: Time,
) -> DbResult<Vec<(Position, MemberView)>> {
    let confirmed = devices::member_id
        .eq(members::id)
        .and(devices::status.ne("pending"));
    let mut query = members::table
        .left_join(devices::table.on(confirmed))
        .filter(members::organization_id.eq(filter.organization.to_string()))
        .order((members::sort_name, members::id))
        .limit(limit)
        .select((
            members::id,
            members::email,
            members::display_name,
            members::sort_name,
            members::role,
            members::status,
            members::created_at,
            members::last_signed_in_at,
            members::recovery_hold_until,
            (
                devices::status,
                devices::confirmed_at,
                devices::last_used_at,
                devices::blocked_until,
            )
                .nullable(),
        ))
        .into_boxed::<MultiBackend>();
    if let Some(id) = filter.id {
        query = query.filter(members::id.eq(id.to_string()));
    }
    if let Some((name, id)) = filter.after.clone() {
        // Said so that SQLite begins at this place of the index instead of reading up to it.
        let behind = members::sort_name.gt(name.clone()).or(members::id.gt(id));
        query = query.filter(members::sort_name.ge(name).and(behind));
    }
    if let Some(start) = filter.search.clone() {
        // A range instead of LIKE: it can use an index on both backends.
        let end = format!("{start}\u{10FFFF}");
        let by_name = members::sort_name
            .ge(start.clone())
            .and(members::sort_name.lt(end.clone()));
        let by_email = members::email_normal
            .ge(start)
            .and(members::email_normal.lt(end));
        query = query.filter(by_name.or(by_email));
    }
    if let Some(role) = filter.role {
        query = query.filter(members::role.eq(role.as_str()));
    }
    if let Some(status) = filter.status {
        query = query.filter(members::status.eq(status.as_str()));
    }
    let (status, locked) = (devices::status, devices::blocked_until.gt(now.micros()));
    query = match filter.two_step {
        None => query,
        Some(TwoStepState::NotSetUp) => query.filter(devices::id.is_null()),
        Some(TwoStepState::Disabled) => query.filter(status.eq("disabled")),
        Some(TwoStepState::On) => query.filter(status.eq("active").and(not(locked))),
        Some(TwoStepState::Locked) => query.filter(status.eq("active").and(locked)),
    };
    let rows = query.load::<ListedRow>(connection)?;
    Ok(rows.into_iter().map(|row| into_view(row, now)).collect())
}

fn into_view(row: ListedRow, now: Time) -> (Position, MemberView) {
    let position = (row.sort_name, row.id.to_string());
    let view = MemberView {
        id: row.id,
        email: row.email,
        display_name: row.display_name,
        role: row.role,
        status: row.status,
        two_step: two_step(row.device, now),
        created_at: row.created_at,
        last_signed_in_at: row.last_signed_in_at.map(Time::from_micros),
        recovery_hold_until: row
            .recovery_hold_until
            .map(Time::from_micros)
            .filter(|until| *until > now),
    };
    (position, view)
}

fn two_step(device: Option<(String, Option<i64>, Option<i64>, i64)>, now: Time) -> TwoStepView {
    let Some((status, confirmed_at, last_used_at, blocked_until)) = device else {
        return crate::verification::two_step_view(None, now);
    };
    let is_locked = blocked_until > now.micros();
    TwoStepView {
        state: match status.as_str() {
            "active" if is_locked => TwoStepState::Locked,
            "active" => TwoStepState::On,
            _ => TwoStepState::Disabled,
        },
        enrolled_at: confirmed_at.map(Time::from_micros),
        last_used_at: last_used_at.map(Time::from_micros),
        locked_until: is_locked.then(|| Time::from_micros(blocked_until)),
    }
}
