//! The changes of `members` that lists and counts follow: each writes what follows from it in the
//! same transaction, so that no change can forget it.
//!
//! The caller has locked the member, and nobody else changes the row. The row of `member_counts` is
//! shared by all members of an organization and stays locked until the commit.
//! Lock order: member, counts, audit. Every transaction keeps it, so none of them deadlocks.

use super::model::{Member, NewMember, sort_name};
use crate::people::devices::{DeviceStatus, DeviceSummary};
use crate::platform::db::schema::{member_counts, members};
use crate::platform::db::{DbConnection, DbResult, StatementError, on_backend};
use diesel::dsl::not;
use diesel::prelude::*;
use shared_types::ids::OrganizationId;
use shared_types::me::Locale;
use shared_types::members::MemberStatus;
use shared_types::time::Time;

/// What is added to each count of an organization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct CountChange {
    invited: i64,
    active: i64,
    to_set_up: i64,
}

impl CountChange {
    /// `by` members of this status more; who is disabled counts nowhere.
    fn of(status: MemberStatus, by: i64) -> Self {
        Self {
            invited: if status == MemberStatus::Invited {
                by
            } else {
                0
            },
            active: if status == MemberStatus::Active {
                by
            } else {
                0
            },
            to_set_up: 0,
        }
    }

    fn to_set_up(self, by: i64) -> Self {
        Self {
            to_set_up: self.to_set_up + by,
            ..self
        }
    }
}

/// The counts of a new organization: nobody.
pub(super) fn insert_counts(
    connection: &mut DbConnection,
    organization: OrganizationId,
) -> DbResult<()> {
    diesel::insert_into(member_counts::table)
        .values((
            member_counts::organization_id.eq(organization.to_string()),
            member_counts::invited.eq(0),
            member_counts::active.eq(0),
            member_counts::to_set_up.eq(0),
        ))
        .execute(connection)?;
    Ok(())
}

/// Inserts a member; `false` when the address is taken. It can only clash on the address.
pub(super) fn insert_member(
    connection: &mut DbConnection,
    new: &NewMember<'_>,
    now: Time,
) -> DbResult<bool> {
    let status = match new.password {
        Some(_) => MemberStatus::Active,
        None => MemberStatus::Invited,
    };
    let is_active = status == MemberStatus::Active;
    let row = (
        members::id.eq(new.id.to_string()),
        members::organization_id.eq(new.organization.to_string()),
        members::email.eq(new.email.as_typed()),
        members::email_normal.eq(new.email.normal()),
        members::display_name.eq(new.display_name),
        members::sort_name.eq(sort_name(new.display_name)),
        members::role.eq(new.role.as_str()),
        members::status.eq(status.as_str()),
        members::locale.eq(Locale::default().as_str()),
        members::epoch.eq(1),
        members::password.eq(&new.password),
        members::created_at.eq(now.micros()),
        members::to_set_up.eq(is_active),
    );
    // An error would end PostgreSQL's transaction; no row is an answer.
    let inserted = on_backend!(connection, |own| diesel::insert_into(members::table)
        .values(row)
        .on_conflict(members::email_normal)
        .do_nothing()
        .execute(own))?;
    if inserted == 1 {
        let joins = CountChange::of(status, 1).to_set_up(i64::from(is_active));
        update_counts(connection, new.organization, joins)?;
    }
    Ok(inserted == 1)
}

/// Changes the status from the one that was read; the same status changes nothing.
pub(super) fn update_status(
    connection: &mut DbConnection,
    member: &Member,
    status: MemberStatus,
) -> DbResult<()> {
    if member.status == status {
        return Ok(());
    }
    let as_read = members::table
        .find(member.id.to_string())
        .filter(members::status.eq(member.status.as_str()));
    let changed = diesel::update(as_read)
        .set(members::status.eq(status.as_str()))
        .execute(connection)?;
    // Not one row: it was not locked, or is gone.
    require_one(changed)?;
    let joins = CountChange::of(status, 1);
    let leaves = CountChange::of(member.status, -1);
    let change = CountChange {
        invited: joins.invited + leaves.invited,
        active: joins.active + leaves.active,
        to_set_up: update_to_set_up(connection, member)?,
    };
    update_counts(connection, member.organization, change)
}

/// Removes the member with everything that belongs to it.
pub(super) fn delete_member(connection: &mut DbConnection, member: &Member) -> DbResult<()> {
    // Who is disabled counts nowhere.
    update_status(connection, member, MemberStatus::Disabled)?;
    diesel::delete(members::table.find(member.id.to_string())).execute(connection)?;
    Ok(())
}

/// Repeats in the member's row how its device stands.
pub(super) fn update_device_summary(
    connection: &mut DbConnection,
    member: &Member,
    summary: DeviceSummary,
) -> DbResult<()> {
    let status = match summary.status {
        None => "none",
        Some(DeviceStatus::Active) => "active",
        Some(DeviceStatus::Disabled) => "disabled",
    };
    let changed = diesel::update(members::table.find(member.id.to_string()))
        .set((
            members::device_status.eq(status),
            members::was_blocked.eq(summary.was_blocked),
        ))
        .execute(connection)?;
    require_one(changed)?;
    let to_set_up = update_to_set_up(connection, member)?;
    let change = CountChange::default().to_set_up(to_set_up);
    update_counts(connection, member.organization, change)
}

/// Writes `to_set_up` anew, from the columns that it follows from; gives how many members more that
/// are.
fn update_to_set_up(connection: &mut DbConnection, member: &Member) -> DbResult<i64> {
    let has_to = members::status
        .eq(MemberStatus::Active.as_str())
        .and(members::device_status.ne("active"));
    let row = members::table.find(member.id.to_string());
    let begins = row.clone().filter(not(members::to_set_up)).filter(has_to);
    let begun = diesel::update(begins)
        .set(members::to_set_up.eq(true))
        .execute(connection)?;
    if begun == 1 {
        return Ok(1);
    }
    let ends = row.filter(members::to_set_up).filter(not(has_to));
    let ended = diesel::update(ends)
        .set(members::to_set_up.eq(false))
        .execute(connection)?;
    Ok(if ended == 1 { -1 } else { 0 })
}

fn update_counts(
    connection: &mut DbConnection,
    organization: OrganizationId,
    change: CountChange,
) -> DbResult<()> {
    if change == CountChange::default() {
        return Ok(());
    }
    let changed = diesel::update(member_counts::table.find(organization.to_string()))
        .set((
            member_counts::invited.eq(member_counts::invited + change.invited),
            member_counts::active.eq(member_counts::active + change.active),
            member_counts::to_set_up.eq(member_counts::to_set_up + change.to_set_up),
        ))
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
