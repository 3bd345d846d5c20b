//! The tables `members` and `invitations`, one row at a time.

use super::email::EmailAddress;
use super::model::{Member, sort_name};
use crate::platform::clock::Validity;
use crate::platform::db::schema::{invitations, members, organizations};
use crate::platform::db::{self, DbConnection, DbResult, load_all};
use diesel::prelude::*;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::me::Locale;
use shared_types::members::{MemberStatus, Role};
use shared_types::time::Time;

#[derive(Queryable)]
struct MemberRow {
    #[diesel(deserialize_as = String)]
    id: MemberId,
    #[diesel(deserialize_as = String)]
    organization: OrganizationId,
    organization_name: String,
    email: String,
    email_normal: String,
    display_name: String,
    #[diesel(deserialize_as = String)]
    role: Role,
    #[diesel(deserialize_as = String)]
    status: MemberStatus,
    #[diesel(deserialize_as = String)]
    locale: Locale,
    epoch: i64,
    password: Option<Vec<u8>>,
    recovery: (Option<i64>, Option<i64>, Option<i64>),
}

impl From<MemberRow> for Member {
    fn from(row: MemberRow) -> Self {
        let (enrolled_at, recovery_hold_until, reset_hold_until) = row.recovery;
        Self {
            id: row.id,
            organization: row.organization,
            organization_name: row.organization_name,
            email: row.email,
            email_normal: row.email_normal,
            display_name: row.display_name,
            role: row.role,
            status: row.status,
            locale: row.locale,
            epoch: row.epoch,
            password: row.password,
            enrolled_at: enrolled_at.map(Time::from_micros),
            recovery_hold_until: recovery_hold_until.map(Time::from_micros),
            reset_hold_until: reset_hold_until.map(Time::from_micros),
        }
    }
}

/// A tuple of its own, so that the whole stays a type that people can read.
type RecoveryColumns = (
    members::enrolled_at,
    members::recovery_hold_until,
    members::reset_hold_until,
);

const COLUMNS: (
    members::id,
    members::organization_id,
    organizations::name,
    members::email,
    members::email_normal,
    members::display_name,
    members::role,
    members::status,
    members::locale,
    members::epoch,
    members::password,
    RecoveryColumns,
) = (
    members::id,
    members::organization_id,
    organizations::name,
    members::email,
    members::email_normal,
    members::display_name,
    members::role,
    members::status,
    members::locale,
    members::epoch,
    members::password,
    (
        members::enrolled_at,
        members::recovery_hold_until,
        members::reset_hold_until,
    ),
);

pub(super) fn find_member(connection: &mut DbConnection, id: MemberId) -> DbResult<Option<Member>> {
    Ok(find_members(connection, &[id])?.pop())
}

/// Those that exist, in no order.
pub(super) fn find_members(
    connection: &mut DbConnection,
    ids: &[MemberId],
) -> DbResult<Vec<Member>> {
    let members = members::table
        .inner_join(organizations::table.on(organizations::id.eq(members::organization_id)))
        .select(COLUMNS);
    let ids = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<MemberRow> = load_all!(connection, members, members::id, ids)?;
    Ok(rows.into_iter().map(Member::from).collect())
}

pub(super) fn find_member_by_email(
    connection: &mut DbConnection,
    email: &EmailAddress,
) -> DbResult<Option<Member>> {
    find_member_by_normal_address(connection, email.normal())
}

pub(super) fn find_member_by_normal_address(
    connection: &mut DbConnection,
    normal: &str,
) -> DbResult<Option<Member>> {
    let row = members::table
        .inner_join(organizations::table.on(organizations::id.eq(members::organization_id)))
        .filter(members::email_normal.eq(normal))
        .select(COLUMNS)
        .get_result::<MemberRow>(connection)
        .optional()?;
    Ok(row.map(Member::from))
}

pub(super) fn update_epoch(connection: &mut DbConnection, id: MemberId) -> DbResult<i64> {
    diesel::update(members::table.find(id.to_string()))
        .set(members::epoch.eq(members::epoch + 1))
        .execute(connection)?;
    members::table
        .find(id.to_string())
        .select(members::epoch)
        .get_result(connection)
}

pub(super) fn update_password(
    connection: &mut DbConnection,
    id: MemberId,
    sealed: &[u8],
) -> DbResult<()> {
    diesel::update(members::table.find(id.to_string()))
        .set(members::password.eq(sealed))
        .execute(connection)?;
    Ok(())
}

pub(super) fn update_name(
    connection: &mut DbConnection,
    id: MemberId,
    display_name: &str,
) -> DbResult<()> {
    diesel::update(members::table.find(id.to_string()))
        .set((
            members::display_name.eq(display_name),
            members::sort_name.eq(sort_name(display_name)),
        ))
        .execute(connection)?;
    Ok(())
}

pub(super) fn update_locale(
    connection: &mut DbConnection,
    id: MemberId,
    locale: Locale,
) -> DbResult<()> {
    diesel::update(members::table.find(id.to_string()))
        .set(members::locale.eq(locale.as_str()))
        .execute(connection)?;
    Ok(())
}

pub(super) fn update_role(connection: &mut DbConnection, id: MemberId, role: Role) -> DbResult<()> {
    diesel::update(members::table.find(id.to_string()))
        .set(members::role.eq(role.as_str()))
        .execute(connection)?;
    Ok(())
}

/// Locks the organization until the transaction ends, then counts its administrators who can
/// sign in, so that two of them cannot remove each other at once.
pub(super) fn count_admins_locked(
    connection: &mut DbConnection,
    organization: OrganizationId,
) -> DbResult<i64> {
    db::lock(connection, &organization.to_string())?;
    members::table
        .filter(members::organization_id.eq(organization.to_string()))
        .filter(members::role.eq(Role::Admin.as_str()))
        .filter(members::status.eq(MemberStatus::Active.as_str()))
        .count()
        .get_result(connection)
}

/// Puts a new invitation in the place of an older one.
pub(super) fn replace_invitation(
    connection: &mut DbConnection,
    member: MemberId,
    token_hash: &[u8],
    validity: Validity,
) -> DbResult<()> {
    diesel::delete(invitations::table.find(member.to_string())).execute(connection)?;
    diesel::insert_into(invitations::table)
        .values((
            invitations::member_id.eq(member.to_string()),
            invitations::token_hash.eq(token_hash),
            invitations::created_at.eq(validity.from.micros()),
            invitations::expires_at.eq(validity.until.micros()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Whose invitation it is, while it is good.
pub(super) fn find_invited(
    connection: &mut DbConnection,
    token_hash: &[u8],
    now: Time,
) -> DbResult<Option<MemberId>> {
    let id = invitations::table
        .filter(invitations::token_hash.eq(token_hash))
        .filter(invitations::expires_at.gt(now.micros()))
        .select(invitations::member_id)
        .get_result::<String>(connection)
        .optional()?;
    Ok(id.and_then(|id| id.parse().ok()))
}

/// Spends an invitation: once.
pub(super) fn consume_invitation(
    connection: &mut DbConnection,
    token_hash: &[u8],
    now: Time,
) -> DbResult<bool> {
    let good = invitations::table
        .filter(invitations::token_hash.eq(token_hash))
        .filter(invitations::expires_at.gt(now.micros()));
    Ok(diesel::delete(good).execute(connection)? == 1)
}
