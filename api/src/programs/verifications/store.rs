//! The table `verifications`.

use super::fields::Operation;
use crate::platform::db::keys::{OrganizationKey, first_uuid_at, uuid_of};
use crate::platform::db::schema::verifications;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::signing::Audience;
use diesel::prelude::*;
use shared_types::ids::{MemberId, VerificationId};
use shared_types::time::Time;
use shared_types::verifications::{VerificationResult, VerificationView};

/// Rows that one sweep deletes at most.
const SWEPT: i64 = 1000;

/// An answer to be kept.
#[derive(Debug)]
pub struct NewVerification<'a> {
    /// Its id.
    pub id: VerificationId,
    /// Where it was asked.
    pub organization: OrganizationKey,
    /// About whom.
    pub member: MemberId,
    /// Who asked, as the record has it.
    pub asked_by: &'a str,
    /// What was found.
    pub result: VerificationResult,
    /// For what.
    pub operation: &'a Operation,
}

pub(super) fn insert(
    connection: &mut DbConnection,
    new: &NewVerification<'_>,
    now: Time,
) -> DbResult<()> {
    let Operation {
        audience,
        purpose,
        target,
        target_hash,
        station,
    } = new.operation;
    diesel::insert_into(verifications::table)
        .values((
            verifications::id.eq(&new.id.0.as_bytes()[..]),
            verifications::organization.eq(new.organization),
            verifications::member.eq(&new.member.0.as_bytes()[..]),
            verifications::asked_by.eq(new.asked_by),
            verifications::result.eq(new.result.as_str()),
            verifications::answered_at.eq(now.micros()),
            verifications::audience.eq(audience.as_ref().map(Audience::as_str)),
            verifications::purpose.eq(purpose.as_deref()),
            verifications::target.eq(target.as_deref()),
            verifications::target_hash.eq(target_hash.as_deref()),
            verifications::station.eq(station.as_deref()),
        ))
        .execute(connection)
        .map(drop)
}

#[derive(Queryable)]
struct Row {
    id: Vec<u8>,
    member: Vec<u8>,
    asked_by: String,
    #[diesel(deserialize_as = String)]
    result: VerificationResult,
    #[diesel(deserialize_as = i64)]
    answered_at: Time,
    audience: Option<String>,
    purpose: Option<String>,
    target: Option<String>,
    target_hash: Option<String>,
    station: Option<String>,
}

/// An answer that was given in this organization.
pub(super) fn find(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: VerificationId,
) -> DbResult<Option<VerificationView>> {
    let row: Option<Row> = verifications::table
        .find(&id.0.as_bytes()[..])
        .filter(verifications::organization.eq(organization))
        .select((
            verifications::id,
            verifications::member,
            verifications::asked_by,
            verifications::result,
            verifications::answered_at,
            verifications::audience,
            verifications::purpose,
            verifications::target,
            verifications::target_hash,
            verifications::station,
        ))
        .get_result(connection)
        .optional()?;
    Ok(row.map(|row| VerificationView {
        id: VerificationId(uuid_of(&row.id)),
        at: row.answered_at,
        member: MemberId(uuid_of(&row.member)),
        result: row.result,
        asked_by: row.asked_by,
        audience: row.audience,
        purpose: row.purpose,
        target: row.target,
        target_hash: row.target_hash,
        station: row.station,
    }))
}

/// Deletes some answers of an organization.
pub(super) fn delete_some_of(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<usize> {
    let some: Vec<Vec<u8>> = verifications::table
        .filter(verifications::organization.eq(organization))
        .limit(SWEPT)
        .select(verifications::id)
        .load(connection)?;
    diesel::delete(verifications::table.filter(verifications::id.eq_any(some))).execute(connection)
}

/// Deletes answers that were given before this: a range of the primary key, whose ids begin with the time.
pub(super) fn delete_before(connection: &mut DbConnection, before: Time) -> DbResult<usize> {
    let first = first_uuid_at(before);
    let old: Vec<Vec<u8>> = verifications::table
        .filter(verifications::id.lt(&first.as_bytes()[..]))
        .order(verifications::id)
        .limit(SWEPT)
        .select(verifications::id)
        .load(connection)?;
    diesel::delete(verifications::table.filter(verifications::id.eq_any(old))).execute(connection)
}
