//! The changes of `members` that lists and counts follow: each writes what follows from it in the
//! same transaction, so that no change can forget it.
//!
//! The caller has locked the member, and nobody else changes the row. A row of `member_counts` is
//! shared by all members of a rule who stand so, and stays locked until the commit.
//! Lock order: member, counts (in the order of their keys; one change of counts in a transaction),
//! audit. Every transaction keeps it, so none of them deadlocks.

use super::model::{FirstProof, Member, NewMember, sort_name};
use super::store_words;
use crate::people::devices::{DeviceStatus, DeviceSummary};
use crate::platform::db::keys::{MemberKey, OrganizationKey, RuleKey};
use crate::platform::db::schema::{member_counts, members, passwords};
use crate::platform::db::{DbConnection, DbResult, StatementError, on_backend};
use diesel::prelude::*;
use shared_types::members::MemberStatus;
use shared_types::time::Time;
use std::collections::BTreeMap;

/// Where a member is counted, and what decides about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Queryable)]
struct Standing {
    organization: OrganizationKey,
    rule: RuleKey,
    status: String,
    device_status: String,
}

impl Standing {
    /// A device that proves its member.
    fn has_device(&self) -> bool {
        self.device_status == DeviceStatus::Active.as_str()
    }

    fn is_to_set_up(&self) -> bool {
        self.status == MemberStatus::Active.as_str() && !self.has_device()
    }

    /// Counts of one rule are locked in this order.
    fn place(&self) -> (RuleKey, &str, bool) {
        (self.rule, &self.status, self.has_device())
    }
}

/// A new member, whom no count has before [`count`].
#[must_use]
pub(super) struct Uncounted {
    pub(super) key: MemberKey,
    standing: Standing,
}

/// Inserts a member; `None` when the address, or the entry of the directory, is a member's in the organization
/// already. It can only clash on that.
pub(super) fn insert_uncounted(
    connection: &mut DbConnection,
    new: &NewMember<'_>,
    rule: RuleKey,
    now: Time,
) -> DbResult<Option<Uncounted>> {
    let (status, directory_id) = match new.proof {
        FirstProof::Invitation => (MemberStatus::Invited, None),
        FirstProof::Password(_) => (MemberStatus::Active, None),
        FirstProof::Directory(id) => (MemberStatus::Active, Some(id)),
    };
    let standing = Standing {
        organization: new.organization.key,
        rule,
        status: status.as_str().to_owned(),
        device_status: NO_DEVICE.to_owned(),
    };
    let row = (
        members::id.eq(new.id.to_string()),
        members::organization.eq(new.organization.key),
        members::rule.eq(rule),
        members::email.eq(new.email.as_typed()),
        members::email_normal.eq(new.email.normal()),
        members::display_name.eq(new.display_name),
        members::sort_name.eq(sort_name(new.display_name)),
        members::role.eq(new.role.as_str()),
        members::status.eq(status.as_str()),
        members::epoch.eq(1),
        members::created_at.eq(now.micros()),
        members::to_set_up.eq(standing.is_to_set_up()),
        members::directory_id.eq(directory_id),
        members::email_verified.eq(directory_id.is_none()),
    );
    // An error would end PostgreSQL's transaction; no row is an answer.
    let inserted = on_backend!(connection, |own| diesel::insert_into(members::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(own))?;
    if inserted == 0 {
        return Ok(None);
    }
    let key: MemberKey = members::table
        .filter(members::id.eq(new.id.to_string()))
        .select(members::key)
        .get_result(connection)?;
    if let FirstProof::Password(sealed) = &new.proof {
        diesel::insert_into(passwords::table)
            .values((passwords::member.eq(key), passwords::sealed.eq(sealed)))
            .execute(connection)?;
    }
    store_words::replace_words(connection, key)?;
    Ok(Some(Uncounted { key, standing }))
}

/// Counts new members.
pub(super) fn count(connection: &mut DbConnection, new: Vec<Uncounted>) -> DbResult<()> {
    let mut standings: BTreeMap<Standing, i64> = BTreeMap::new();
    for one in new {
        *standings.entry(one.standing).or_default() += 1;
    }
    let mut standings = standings.iter();
    standings.try_for_each(|(standing, members)| join(connection, standing, *members))
}

/// Changes the status from the one that was read; the same status changes nothing.
pub(super) fn update_status(
    connection: &mut DbConnection,
    member: &Member,
    status: MemberStatus,
) -> DbResult<()> {
    update_standing(connection, member, status, member.rule)
}

/// Points a member at the rule of other groups.
pub(super) fn update_rule(
    connection: &mut DbConnection,
    member: &Member,
    rule: RuleKey,
) -> DbResult<()> {
    update_standing(connection, member, member.status, rule)
}

/// Changes status and rule together from those that were read: counts are changed once in a transaction.
pub(super) fn update_standing(
    connection: &mut DbConnection,
    member: &Member,
    status: MemberStatus,
    rule: RuleKey,
) -> DbResult<()> {
    if (member.status, member.rule) == (status, rule) {
        return Ok(());
    }
    let before = find_standing(connection, member.key)?;
    let after = Standing {
        status: status.as_str().to_owned(),
        rule,
        ..before.clone()
    };
    let as_read = members::table
        .find(member.key)
        .filter(members::status.eq(member.status.as_str()))
        .filter(members::device_status.eq(before.device_status.clone()));
    let changed = diesel::update(as_read)
        .set((
            members::version.eq(members::version + 1),
            members::status.eq(status.as_str()),
            members::rule.eq(rule),
            members::to_set_up.eq(after.is_to_set_up()),
        ))
        .execute(connection)?;
    // Not one row: it was not locked, or is gone.
    require_one(changed)?;
    recount_member(connection, &before, &after)
}

/// Removes the member with everything that refers to the row. `last` is done before the row is deleted, after the
/// counts are locked: what it locks comes later in the order of `db::lock`.
pub(super) fn delete_member(
    connection: &mut DbConnection,
    member: &Member,
    last: impl FnOnce(&mut DbConnection) -> DbResult<()>,
) -> DbResult<()> {
    let before = find_standing(connection, member.key)?;
    leave(connection, &before)?;
    last(connection)?;
    let as_read = members::table
        .find(member.key)
        .filter(members::status.eq(before.status.clone()))
        .filter(members::device_status.eq(before.device_status.clone()));
    require_one(diesel::delete(as_read).execute(connection)?)
}

/// Repeats in the member's row how its device stands.
pub(super) fn update_device_summary(
    connection: &mut DbConnection,
    member: &Member,
    summary: DeviceSummary,
) -> DbResult<()> {
    let before = find_standing(connection, member.key)?;
    let device_status = summary.status.map_or(NO_DEVICE, DeviceStatus::as_str);
    let after = Standing {
        device_status: device_status.to_owned(),
        ..before.clone()
    };
    let as_read = members::table
        .find(member.key)
        .filter(members::status.eq(before.status.clone()))
        .filter(members::device_status.eq(before.device_status.clone()));
    let changed = diesel::update(as_read)
        .set((
            members::device_status.eq(device_status),
            members::was_blocked.eq(summary.was_blocked),
            members::to_set_up.eq(after.is_to_set_up()),
        ))
        .execute(connection)?;
    require_one(changed)?;
    recount_member(connection, &before, &after)
}

/// What a member without a device has in `device_status`.
const NO_DEVICE: &str = "none";

fn find_standing(connection: &mut DbConnection, member: MemberKey) -> DbResult<Standing> {
    members::table
        .find(member)
        .select((
            members::organization,
            members::rule,
            members::status,
            members::device_status,
        ))
        .get_result(connection)
}

/// Counts a member at another place than before.
fn recount_member(
    connection: &mut DbConnection,
    before: &Standing,
    after: &Standing,
) -> DbResult<()> {
    match before.place().cmp(&after.place()) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => {
            leave(connection, before)?;
            join(connection, after, 1)
        }
        std::cmp::Ordering::Greater => {
            join(connection, after, 1)?;
            leave(connection, before)
        }
    }
}

fn join(connection: &mut DbConnection, standing: &Standing, members: i64) -> DbResult<()> {
    let row = (
        member_counts::organization.eq(standing.organization),
        member_counts::rule.eq(standing.rule),
        member_counts::status.eq(&standing.status),
        member_counts::has_device.eq(standing.has_device()),
        member_counts::members.eq(members),
    );
    let key = (
        member_counts::organization,
        member_counts::rule,
        member_counts::status,
        member_counts::has_device,
    );
    let changed = on_backend!(connection, |own| diesel::insert_into(member_counts::table)
        .values(row)
        .on_conflict(key)
        .do_update()
        .set(member_counts::members.eq(member_counts::members + members))
        .execute(own))?;
    require_one(changed)
}

fn leave(connection: &mut DbConnection, standing: &Standing) -> DbResult<()> {
    let count = member_counts::table.find((
        standing.organization,
        standing.rule,
        &standing.status,
        standing.has_device(),
    ));
    let changed = diesel::update(count)
        .set(member_counts::members.eq(member_counts::members - 1))
        .execute(connection)?;
    require_one(changed)
}

/// What is counted and what counts it change together, or not at all.
fn require_one(changed: usize) -> DbResult<()> {
    match changed {
        1 => Ok(()),
        _ => Err(StatementError::RollbackTransaction),
    }
}
