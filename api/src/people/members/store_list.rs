//! Reading members in pages, with the state of their second step.

use super::filter::Filter;
use super::listed::Listed;
use crate::people::devices::{DeviceState, DeviceStatus, two_step_view};
use crate::people::groups;
use crate::platform::db::keys::{KEYS_PER_MEMBER, MemberKey, OrganizationKey};
use crate::platform::db::schema::{group_members, members, rules, totp_devices};
use crate::platform::db::{DbConnection, DbResult, MultiBackend, load_all};
use crate::protection::demand::{Demand, MemberRules, Rule, demand};
use crate::protection::hold;
use crate::record::followers;
use diesel::dsl::{IntoBoxed, not};
use diesel::prelude::*;
use shared_types::ids::MemberId;
use shared_types::members::{MemberStatus, MemberView, Role, TwoStepState, TwoStepView};
use shared_types::policy::TwoStepPolicy;
use shared_types::time::Time;
use std::collections::HashMap;

/// How many rows, and the time for which states are told.
#[derive(Clone, Copy)]
pub(super) struct Slice {
    pub(super) limit: i64,
    pub(super) now: Time,
}

#[derive(Queryable)]
struct ListedRow {
    key: MemberKey,
    organization: OrganizationKey,
    #[diesel(deserialize_as = String)]
    id: MemberId,
    email: String,
    email_verified: bool,
    display_name: String,
    sort_name: String,
    #[diesel(deserialize_as = String)]
    role: Role,
    #[diesel(deserialize_as = String)]
    status: MemberStatus,
    version: i64,
    #[diesel(deserialize_as = i64)]
    created_at: Time,
    locale: Option<String>,
    hold: HoldColumns,
    demand: DemandRow,
    device: Option<DeviceColumns>,
}

#[derive(Queryable)]
struct DemandRow {
    #[diesel(deserialize_as = String)]
    two_step: TwoStepPolicy,
    required_from: Option<i64>,
    skips: i64,
    exempt_until: Option<i64>,
    skips_used: i64,
}

/// Since when, why, and until when.
type HoldColumns = (Option<i64>, Option<String>, Option<i64>);

/// Status, when it was confirmed, when it was last used, until when it is blocked.
type DeviceColumns = (String, i64, Option<i64>, i64, Option<i64>);

/// One member of the organization.
pub(super) fn find_view(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: MemberId,
    now: Time,
) -> DbResult<Option<MemberView>> {
    let found = find_listed(connection, organization, id, now)?;
    Ok(found.map(|listed| listed.view))
}

/// The same, with the row.
pub(super) fn find_listed(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: MemberId,
    now: Time,
) -> DbResult<Option<Listed>> {
    let found = filtered(&Filter::of(organization), now)
        .filter(members::id.eq(id.to_string()))
        .get_result::<ListedRow>(connection)
        .optional()?;
    let found: Vec<Listed> = found.map(|row| into_listed(row, now)).into_iter().collect();
    let mut found = with_groups(connection, found)?;
    add_last_sign_ins(connection, &mut found)?;
    Ok(found.pop())
}

/// At most `limit` members, behind a name and an id, in the order of names, without their last
/// sign-ins.
pub(super) fn list_by_name(
    connection: &mut DbConnection,
    filter: &Filter,
    after: Option<(&str, &str)>,
    slice: Slice,
) -> DbResult<Vec<Listed>> {
    let Slice { limit, now } = slice;
    let mut query = filtered(filter, now)
        .order((members::sort_name, members::id))
        .limit(limit);
    // One lower bound, so that both backends begin there instead of reading up to it.
    if let Some((name, id)) = after {
        let (name, id) = (name.to_owned(), id.to_owned());
        let behind = members::sort_name.gt(name.clone()).or(members::id.gt(id));
        query = query.filter(members::sort_name.ge(name).and(behind));
    }
    let rows = query.load::<ListedRow>(connection)?;
    let found = rows.into_iter().map(|row| into_listed(row, now));
    with_groups(connection, found.collect())
}

/// The members of these keys, in their order, without their last sign-ins.
pub(super) fn list_of_keys(
    connection: &mut DbConnection,
    keys: &[MemberKey],
    now: Time,
) -> DbResult<Vec<Listed>> {
    let rows: Vec<ListedRow> = load_all!(connection, listed(), members::key, keys.to_vec())?;
    let found = rows.into_iter().map(|row| (row.key, into_listed(row, now)));
    let mut found: HashMap<MemberKey, Listed> = found.collect();
    let found = keys.iter().filter_map(|key| found.remove(key));
    with_groups(connection, found.collect())
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
        totp_devices::replace_by,
    );
    members::table
        .inner_join(rules::table.on(rules::key.eq(members::rule)))
        .left_join(totp_devices::table.on(own))
        .select((
            members::key,
            members::organization,
            members::id,
            members::email,
            members::email_verified,
            members::display_name,
            members::sort_name,
            members::role,
            members::status,
            members::version,
            members::created_at,
            members::locale,
            (
                members::hold_since,
                members::hold_cause,
                members::hold_until,
            ),
            (
                rules::two_step,
                rules::required_from,
                rules::skips,
                members::exempt_until,
                members::skips_used,
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
    if let Some(group) = &filter.group {
        let inside = group_members::table
            .filter(group_members::in_group.eq(group.key))
            .select(group_members::member);
        query = query.filter(members::key.eq_any(inside));
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

/// The groups of each, in a second statement: a join would repeat the member for each of them.
fn with_groups(connection: &mut DbConnection, mut listed: Vec<Listed>) -> DbResult<Vec<Listed>> {
    let keys: Vec<MemberKey> = listed.iter().map(|one| one.key).collect();
    let mut names = groups::names_of(connection, &keys)?;
    for Listed { key, view, .. } in &mut listed {
        view.groups = names.remove(key).unwrap_or_default();
    }
    Ok(listed)
}

/// The last sign-ins stand beside the audit record, which alone is written at a sign-in.
pub(super) fn add_last_sign_ins(
    connection: &mut DbConnection,
    listed: &mut [Listed],
) -> DbResult<()> {
    let ids: Vec<MemberId> = listed.iter().map(|one| one.view.id).collect();
    let times = followers::find_last_sign_ins(connection, &ids)?;
    for Listed { view, .. } in listed {
        view.last_signed_in_at = times.get(&view.id).copied();
    }
    Ok(())
}

fn into_listed(row: ListedRow, now: Time) -> Listed {
    let (since, cause, until) = row.hold;
    let two_step = two_step(row.device, now);
    let rules = row.demand.into_rules(row.role);
    let asked = asked_of(rules, two_step.state, now);
    Listed {
        key: row.key,
        organization: row.organization,
        sort_name: row.sort_name,
        locale: row.locale.and_then(|tag| tag.try_into().ok()),
        view: MemberView {
            id: row.id,
            email: row.email,
            email_verified: row.email_verified,
            display_name: row.display_name,
            role: row.role,
            status: row.status,
            groups: Vec::new(),
            demand: asked.word(),
            due_at: rules
                .due_at(now)
                .filter(|_| matches!(two_step.state, TwoStepState::NotSetUp)),
            skips_left: asked.skips_left(),
            exempt_until: rules.exempt_until(now),
            two_step,
            version: row.version,
            created_at: row.created_at,
            last_signed_in_at: None,
            recovery_hold: hold::of_columns(since, cause, until).filter(|hold| hold.runs_at(now)),
            former_addresses: Vec::new(),
            support: None,
        },
    }
}

impl DemandRow {
    fn into_rules(self, role: Role) -> MemberRules {
        MemberRules {
            rule: Rule::of_columns(self.two_step, self.required_from, self.skips),
            role,
            exempt_until: self.exempt_until.map(Time::from_micros),
            skips_used: self.skips_used,
        }
    }
}

/// What is asked of a member: nothing more of one whose device works; one that is switched off stops every sign-in,
/// whatever the policy asks.
fn asked_of(rules: MemberRules, state: TwoStepState, now: Time) -> Demand {
    match state {
        TwoStepState::On | TwoStepState::Locked => Demand::None,
        TwoStepState::NotSetUp => demand(rules, now),
        TwoStepState::Disabled => Demand::Now,
    }
}

fn two_step(device: Option<DeviceColumns>, now: Time) -> TwoStepView {
    let device_state = device.map(
        |(status, confirmed_at, last_used_at, blocked_until, replace_by)| DeviceState {
            status: DeviceStatus::parse(&status),
            confirmed_at: Time::from_micros(confirmed_at),
            last_used_at: last_used_at.map(Time::from_micros),
            locked_until: Time::from_micros(blocked_until),
            replace_by: replace_by.map(Time::from_micros),
        },
    );
    two_step_view(device_state, now)
}
