//! Reading members in pages, with the state of their second step.

use super::filter::Filter;
use crate::people::devices::{DeviceState, DeviceStatus, two_step_view};
use crate::platform::db::keys::{KEYS_PER_MEMBER, OrganizationKey};
use crate::platform::db::schema::{members, totp_devices};
use crate::platform::db::{DbConnection, DbResult, MultiBackend};
use crate::protection::hold;
use crate::record::followers;
use diesel::dsl::{IntoBoxed, not};
use diesel::prelude::*;
use shared_types::ids::MemberId;
use shared_types::members::{MemberStatus, MemberView, Role, TwoStepState, TwoStepView};
use shared_types::time::Time;

/// Addresses that one page goes through at most, so that its cost has an end where nearly all of
/// them belong to members whom their names have shown before.
const ADDRESSES_OF_A_PAGE: i64 = 1000;

/// A place in the list. A search gives those whose names begin with its text, in the order of
/// names, and then those whose addresses alone do, in the order of addresses: each part is one
/// index range; the parts are disjoint.
#[derive(Clone, Debug)]
pub(super) enum Position {
    /// Behind a name, and behind an id among those of that name.
    Name(String, String),
    /// Behind an address.
    Address(String),
}

/// How many rows, and the time for which states are told.
#[derive(Clone, Copy)]
pub(super) struct Slice {
    pub(super) limit: i64,
    pub(super) now: Time,
}

/// The addresses that begin with a text, behind one of them.
#[derive(Clone, Copy)]
pub(super) struct Addresses<'a> {
    pub(super) search: &'a str,
    pub(super) after: &'a str,
}

/// A member with the place where the list goes on.
pub(super) type Listed = (Position, MemberView);

#[derive(Queryable)]
struct ListedRow {
    #[diesel(deserialize_as = String)]
    id: MemberId,
    email: String,
    email_normal: String,
    display_name: String,
    sort_name: String,
    #[diesel(deserialize_as = String)]
    role: Role,
    #[diesel(deserialize_as = String)]
    status: MemberStatus,
    #[diesel(deserialize_as = i64)]
    created_at: Time,
    hold: HoldColumns,
    device: Option<DeviceColumns>,
}

/// Since when, why, and until when.
type HoldColumns = (Option<i64>, Option<String>, Option<i64>);

/// Status, when it was confirmed, when it was last used, until when it is blocked.
type DeviceColumns = (String, i64, Option<i64>, i64);

/// One member of the organization.
pub(super) fn find_view(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: MemberId,
    now: Time,
) -> DbResult<Option<MemberView>> {
    let found = filtered(&Filter::of(organization), now)
        .filter(members::id.eq(id.to_string()))
        .get_result::<ListedRow>(connection)
        .optional()?;
    let mut views: Vec<MemberView> = found.map(|row| into_view(row, now)).into_iter().collect();
    add_last_sign_ins(connection, views.iter_mut())?;
    Ok(views.pop())
}

/// At most `limit` members whose names fit, behind a name and an id, in the order of names.
pub(super) fn list_by_name(
    connection: &mut DbConnection,
    filter: &Filter,
    after: Option<(&str, &str)>,
    slice: Slice,
) -> DbResult<Vec<Listed>> {
    let Slice { limit, now } = slice;
    let start = filter.search.as_deref().unwrap_or_default();
    let mut query = filtered(filter, now)
        .order((members::sort_name, members::id))
        .limit(limit);
    // One lower bound, so that both backends begin there instead of reading up to it.
    query = match after.filter(|(name, _)| *name >= start) {
        None => query.filter(members::sort_name.ge(start.to_owned())),
        Some((name, id)) => {
            let (name, id) = (name.to_owned(), id.to_owned());
            let behind = members::sort_name.gt(name.clone()).or(members::id.gt(id));
            query.filter(members::sort_name.ge(name).and(behind))
        }
    };
    if let Some(search) = &filter.search {
        query = query.filter(members::sort_name.lt(end_of(search)));
    }
    let rows = query.load::<ListedRow>(connection)?;
    let listed = rows.into_iter().map(|row| {
        let position = Position::Name(row.sort_name.clone(), row.id.to_string());
        (position, into_view(row, now))
    });
    let mut listed: Vec<Listed> = listed.collect();
    add_last_sign_ins(connection, listed.iter_mut().map(|(_, view)| view))?;
    Ok(listed)
}

/// At most `limit` members whose addresses fit and whose names do not, behind an address, in the
/// order of addresses; and where to go on if not all addresses were looked at.
pub(super) fn list_by_address(
    connection: &mut DbConnection,
    filter: &Filter,
    addresses: Addresses<'_>,
    slice: Slice,
) -> DbResult<(Vec<Listed>, Option<Position>)> {
    let Addresses { search, after } = addresses;
    let Slice { limit, now } = slice;
    let mut query = filtered(filter, now)
        .order(members::email_normal)
        .limit(limit);
    let mut addresses = members::table
        .filter(members::organization.eq(filter.organization))
        .filter(members::email_normal.lt(end_of(search)))
        .order(members::email_normal)
        .offset(ADDRESSES_OF_A_PAGE - 1)
        .limit(1)
        .select(members::email_normal)
        .into_boxed::<MultiBackend>();
    if after < search {
        query = query.filter(members::email_normal.ge(search.to_owned()));
        addresses = addresses.filter(members::email_normal.ge(search.to_owned()));
    } else {
        query = query.filter(members::email_normal.gt(after.to_owned()));
        addresses = addresses.filter(members::email_normal.gt(after.to_owned()));
    }
    let last: Option<String> = addresses.get_result(connection).optional()?;
    query = match last.clone() {
        Some(last) => query.filter(members::email_normal.le(last)),
        None => query.filter(members::email_normal.lt(end_of(search))),
    };
    let name_fits = members::sort_name
        .ge(search.to_owned())
        .and(members::sort_name.lt(end_of(search)));
    let rows = query.filter(not(name_fits)).load::<ListedRow>(connection)?;
    let listed = rows.into_iter().map(|row| {
        let position = Position::Address(row.email_normal.clone());
        (position, into_view(row, now))
    });
    let mut listed: Vec<Listed> = listed.collect();
    add_last_sign_ins(connection, listed.iter_mut().map(|(_, view)| view))?;
    Ok((listed, last.map(Position::Address)))
}

/// What no text that begins with `start` reaches. A range instead of LIKE: an index gives it on
/// both backends.
fn end_of(start: &str) -> String {
    format!("{start}\u{10FFFF}")
}

#[diesel::dsl::auto_type]
fn listed() -> _ {
    // The authenticator app is in the first of the member's slots.
    let keys: i64 = KEYS_PER_MEMBER;
    let own = totp_devices::key.eq(members::key * keys);
    let device = (
        totp_devices::status,
        totp_devices::confirmed_at,
        totp_devices::last_used_at,
        totp_devices::blocked_until,
    );
    members::table
        .left_join(totp_devices::table.on(own))
        .select((
            members::id,
            members::email,
            members::email_normal,
            members::display_name,
            members::sort_name,
            members::role,
            members::status,
            members::created_at,
            (
                members::hold_since,
                members::hold_cause,
                members::hold_until,
            ),
            device.nullable(),
        ))
}

/// Whom the filter leaves, wherever they stand.
fn filtered(filter: &Filter, now: Time) -> IntoBoxed<'static, listed, MultiBackend> {
    let mut query = listed()
        .into_boxed::<MultiBackend>()
        .filter(members::organization.eq(filter.organization));
    if let Some(role) = filter.role {
        query = query.filter(members::role.eq(role.as_str()));
    }
    if let Some(status) = filter.status {
        query = query.filter(members::status.eq(status.as_str()));
    }
    if filter.is_held {
        let runs = members::hold_until
            .is_null()
            .or(members::hold_until.gt(now.micros()));
        query = query.filter(members::hold_since.is_not_null().and(runs));
    }
    // Of the members, where an index holds them in the order of the list; of the device only what
    // the time decides.
    let (device, locked) = (
        members::device_status,
        totp_devices::blocked_until.gt(now.micros()),
    );
    match filter.two_step {
        None => query,
        Some(TwoStepState::NotSetUp) => query.filter(device.eq("none")),
        Some(TwoStepState::Disabled) => query.filter(device.eq("disabled")),
        Some(TwoStepState::On) => query.filter(device.eq("active").and(not(locked))),
        Some(TwoStepState::Locked) => query
            .filter(members::was_blocked.eq(true))
            .filter(device.eq("active").and(locked)),
    }
}

/// The last sign-ins stand beside the audit record, which alone is written at a sign-in.
fn add_last_sign_ins<'a>(
    connection: &mut DbConnection,
    views: impl Iterator<Item = &'a mut MemberView>,
) -> DbResult<()> {
    let views: Vec<&mut MemberView> = views.collect();
    let ids: Vec<MemberId> = views.iter().map(|view| view.id).collect();
    let times = followers::find_last_sign_ins(connection, &ids)?;
    for view in views {
        view.last_signed_in_at = times.get(&view.id).copied();
    }
    Ok(())
}

fn into_view(row: ListedRow, now: Time) -> MemberView {
    let (since, cause, until) = row.hold;
    MemberView {
        id: row.id,
        email: row.email,
        display_name: row.display_name,
        role: row.role,
        status: row.status,
        two_step: two_step(row.device, now),
        created_at: row.created_at,
        last_signed_in_at: None,
        recovery_hold: hold::of_columns(since, cause, until).filter(|hold| hold.runs_at(now)),
        former_addresses: Vec::new(),
    }
}

fn two_step(device: Option<DeviceColumns>, now: Time) -> TwoStepView {
    let device_state =
        device.map(
            |(status, confirmed_at, last_used_at, blocked_until)| DeviceState {
                status: DeviceStatus::parse(&status),
                confirmed_at: Time::from_micros(confirmed_at),
                last_used_at: last_used_at.map(Time::from_micros),
                locked_until: Time::from_micros(blocked_until),
            },
        );
    two_step_view(device_state, now)
}
