//! The columns of `members` that a directory turns on.

use crate::platform::db::keys::{MemberKey, OrganizationKey};
use crate::platform::db::schema::members;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::ids::MemberId;
use shared_types::members::MemberStatus;

pub(super) fn find_key(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: &str,
) -> DbResult<Option<MemberKey>> {
    members::table
        .filter(members::organization.eq(organization))
        .filter(members::directory_id.eq(id))
        .select(members::key)
        .get_result(connection)
        .optional()
}

pub(super) fn find_id(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: &str,
) -> DbResult<Option<MemberId>> {
    let found: Option<String> = members::table
        .filter(members::organization.eq(organization))
        .filter(members::directory_id.eq(id))
        .select(members::id)
        .get_result(connection)
        .optional()?;
    Ok(found.and_then(|id| id.parse().ok()))
}

pub(super) fn update_directory_id(
    connection: &mut DbConnection,
    member: MemberKey,
    id: &str,
) -> DbResult<()> {
    diesel::update(members::table.find(member))
        .set((
            members::version.eq(members::version + 1),
            members::directory_id.eq(id),
            // The directory says the address; who is linked by it has not proven it.
            members::email_verified.eq(false),
        ))
        .execute(connection)
        .map(drop)
}

pub(super) fn verify_email(connection: &mut DbConnection, member: MemberKey) -> DbResult<()> {
    diesel::update(members::table.find(member))
        .set((
            members::version.eq(members::version + 1),
            members::email_verified.eq(true),
        ))
        .execute(connection)
        .map(drop)
}

/// Those who can sign in.
pub(super) fn list(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    after: &str,
    most: i64,
) -> DbResult<Vec<(MemberKey, String)>> {
    members::table
        .filter(members::organization.eq(organization))
        .filter(members::directory_id.gt(after))
        .filter(members::status.eq(MemberStatus::Active.as_str()))
        .order(members::directory_id)
        .limit(most)
        .select((members::key, members::directory_id.assume_not_null()))
        .load(connection)
}
