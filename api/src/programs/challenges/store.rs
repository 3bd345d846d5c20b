//! The table `challenges`, read with the organization's id.

use super::model::{Answered, Challenge, Outcome};
use crate::platform::crypto::token::{NewToken, PresentedToken};
use crate::platform::db::keys::{OrganizationKey, OrganizationRef, uuid_of};
use crate::platform::db::schema::{challenges, organizations};
use crate::platform::db::{DbConnection, DbResult};
use crate::programs::verifications::Operation;
use crate::protection::signing::Audience;
use diesel::dsl::case_when;
use diesel::prelude::*;
use shared_types::challenges::ChallengeStatus;
use shared_types::ids::{ApiTokenId, ChallengeId, MemberId, OrganizationId, VerificationId};
use shared_types::limits::{CHALLENGE_RECEIPT_OPEN, CHALLENGE_TRIES};
use shared_types::time::Time;
use std::time::Duration;

/// Rows that one sweep deletes at most.
const SWEPT: i64 = 1000;
/// In `state` of one that was not answered.
const OPEN: &str = ChallengeStatus::Pending.as_str();

#[derive(Queryable)]
struct Row {
    key: i64,
    id: Vec<u8>,
    verifier: Vec<u8>,
    organization: OrganizationKey,
    #[diesel(deserialize_as = String)]
    organization_id: OrganizationId,
    member: Vec<u8>,
    epoch: i64,
    program: Vec<u8>,
    purpose: String,
    target: Option<String>,
    target_hash: Option<String>,
    audience: Option<String>,
    station: Option<String>,
    return_url: Option<String>,
    #[diesel(deserialize_as = i64)]
    created_at: Time,
    #[diesel(deserialize_as = i64)]
    expires_at: Time,
    state: String,
    tries: i64,
    answered_at: Option<i64>,
    verification: Option<Vec<u8>>,
    receipt_until: Option<i64>,
    receipt_taken_at: Option<i64>,
}

impl Row {
    fn answered(&self) -> Option<Answered> {
        let at = Time::from_micros(self.answered_at?);
        let verification = self
            .verification
            .as_deref()
            .map(uuid_of)
            .map(VerificationId);
        let outcome = match ChallengeStatus::try_from(self.state.clone()).ok()? {
            ChallengeStatus::Accepted => Outcome::Accepted(verification?),
            ChallengeStatus::Declined => Outcome::Declined,
            ChallengeStatus::Failed => Outcome::Failed,
            ChallengeStatus::Pending | ChallengeStatus::Expired => return None,
        };
        Some(Answered { outcome, at })
    }
}

impl From<Row> for Challenge {
    fn from(row: Row) -> Self {
        let answered = row.answered();
        Self {
            key: row.key,
            id: ChallengeId(uuid_of(&row.id)),
            organization: OrganizationRef {
                key: row.organization,
                id: row.organization_id,
            },
            member: MemberId(uuid_of(&row.member)),
            epoch: row.epoch,
            program: ApiTokenId(uuid_of(&row.program)),
            operation: Operation {
                audience: row
                    .audience
                    .and_then(|audience| Audience::parse(&audience).ok()),
                purpose: Some(row.purpose),
                target: row.target,
                target_hash: row.target_hash,
                station: row.station,
            },
            return_url: row.return_url.and_then(|url| url.parse().ok()),
            created_at: row.created_at,
            expires_at: row.expires_at,
            answered,
            tries: u32::try_from(row.tries).unwrap_or(CHALLENGE_TRIES),
            receipt_until: row.receipt_until.map(Time::from_micros),
            receipt_taken_at: row.receipt_taken_at.map(Time::from_micros),
        }
    }
}

/// Challenges with the id of their organization, as a [`Row`].
macro_rules! rows {
    () => {
        challenges::table
            .inner_join(organizations::table.on(organizations::key.eq(challenges::organization)))
            .select((
                challenges::key,
                challenges::id,
                challenges::verifier,
                challenges::organization,
                organizations::id,
                challenges::member,
                challenges::epoch,
                challenges::program,
                challenges::purpose,
                challenges::target,
                challenges::target_hash,
                challenges::audience,
                challenges::station,
                challenges::return_url,
                challenges::created_at,
                challenges::expires_at,
                challenges::state,
                challenges::tries,
                challenges::answered_at,
                challenges::verification,
                challenges::receipt_until,
                challenges::receipt_taken_at,
            ))
    };
}

pub(super) fn insert(
    connection: &mut DbConnection,
    new: &Challenge,
    token: &NewToken,
) -> DbResult<()> {
    let operation = &new.operation;
    diesel::insert_into(challenges::table)
        .values((
            challenges::key.eq(new.key),
            challenges::id.eq(&new.id.0.as_bytes()[..]),
            challenges::verifier.eq(token.verifier.as_bytes()),
            challenges::organization.eq(new.organization.key),
            challenges::member.eq(&new.member.0.as_bytes()[..]),
            challenges::epoch.eq(new.epoch),
            challenges::program.eq(&new.program.0.as_bytes()[..]),
            challenges::purpose.eq(operation.purpose.as_deref().unwrap_or_default()),
            challenges::target.eq(operation.target.as_deref()),
            challenges::target_hash.eq(operation.target_hash.as_deref()),
            challenges::audience.eq(operation.audience.as_ref().map(Audience::as_str)),
            challenges::station.eq(operation.station.as_deref()),
            challenges::return_url.eq(new.return_url.as_ref().map(url::Url::as_str)),
            challenges::created_at.eq(new.created_at.micros()),
            challenges::expires_at.eq(new.expires_at.micros()),
            challenges::state.eq(OPEN),
            challenges::tries.eq(0),
        ))
        .execute(connection)
        .map(drop)
}

pub(super) fn find(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: ChallengeId,
) -> DbResult<Option<Challenge>> {
    let row: Option<Row> = rows!()
        .filter(challenges::id.eq(&id.0.as_bytes()[..]))
        .filter(challenges::organization.eq(organization))
        .get_result(connection)
        .optional()?;
    Ok(row.map(Challenge::from))
}

/// The challenge of a page's token.
pub(super) fn find_presented(
    connection: &mut DbConnection,
    presented: &PresentedToken,
) -> DbResult<Option<Challenge>> {
    let row: Option<Row> = rows!()
        .filter(challenges::key.eq(presented.selector))
        .get_result(connection)
        .optional()?;
    let is_right = presented.matches(row.as_ref().map(|row| row.verifier.as_slice()));
    Ok(row.filter(|_| is_right).map(Challenge::from))
}

/// Those that can be answered now.
macro_rules! open {
    ($now:expr) => {
        challenges::table
            .filter(challenges::expires_at.gt($now.micros()))
            .filter(challenges::state.eq(OPEN))
    };
}

/// Of each open one of a member, the program that asks.
pub(super) fn list_programs_that_ask(
    connection: &mut DbConnection,
    member: MemberId,
    now: Time,
) -> DbResult<Vec<ApiTokenId>> {
    let programs: Vec<Vec<u8>> = open!(now)
        .filter(challenges::member.eq(&member.0.as_bytes()[..]))
        .select(challenges::program)
        .load(connection)?;
    Ok(programs.iter().map(|id| ApiTokenId(uuid_of(id))).collect())
}

/// Brings the ends of a member's challenges nearer: that of those that wait for an answer, which began before they
/// ended, and that of receipts.
pub(super) fn advance(
    connection: &mut DbConnection,
    member: MemberId,
    by: Duration,
) -> DbResult<()> {
    let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
    let own = || challenges::table.filter(challenges::member.eq(member.0.as_bytes().to_vec()));
    let (begun, nearer) = (challenges::created_at, challenges::expires_at - by);
    diesel::update(own().filter(challenges::answered_at.is_null()))
        .set(challenges::expires_at.eq(case_when(begun.gt(nearer), begun).otherwise(nearer)))
        .execute(connection)?;
    diesel::update(own())
        .set(challenges::receipt_until.eq(challenges::receipt_until - by))
        .execute(connection)
        .map(drop)
}

/// Open ones of an API token.
pub(super) fn count_open_of_program(
    connection: &mut DbConnection,
    program: ApiTokenId,
    now: Time,
) -> DbResult<i64> {
    open!(now)
        .filter(challenges::program.eq(&program.0.as_bytes()[..]))
        .count()
        .get_result(connection)
}

/// Takes one of its tries, while it is open. Others that try wait for this change.
pub(super) fn consume_try(
    connection: &mut DbConnection,
    key: i64,
    now: Time,
) -> DbResult<Option<u32>> {
    let open = open!(now)
        .filter(challenges::key.eq(key))
        .filter(challenges::tries.lt(i64::from(CHALLENGE_TRIES)));
    let taken = diesel::update(open)
        .set(challenges::tries.eq(challenges::tries + 1))
        .execute(connection)?;
    if taken == 0 {
        return Ok(None);
    }
    let tries: i64 = challenges::table
        .find(key)
        .select(challenges::tries)
        .get_result(connection)?;
    Ok(u32::try_from(tries).ok())
}

/// Gives the try back: no code was looked at.
pub(super) fn give_back_try(connection: &mut DbConnection, key: i64) -> DbResult<()> {
    diesel::update(challenges::table.find(key))
        .set(challenges::tries.eq(challenges::tries - 1))
        .execute(connection)
        .map(drop)
}

/// Ends it, while it is open; of several who do so one does.
pub(super) fn consume_open(
    connection: &mut DbConnection,
    key: i64,
    outcome: Outcome,
    now: Time,
) -> DbResult<bool> {
    let verification = outcome.verification();
    let open = open!(now).filter(challenges::key.eq(key));
    let ended = diesel::update(open)
        .set((
            challenges::state.eq(outcome.status().as_str()),
            challenges::answered_at.eq(now.micros()),
            challenges::receipt_until.eq((now + CHALLENGE_RECEIPT_OPEN).micros()),
            challenges::verification.eq(verification.map(|id| id.0.as_bytes().to_vec())),
        ))
        .execute(connection)?;
    Ok(ended == 1)
}

/// Takes the receipt of an accepted one; of several who do so one does.
pub(super) fn consume_receipt(
    connection: &mut DbConnection,
    key: i64,
    now: Time,
) -> DbResult<bool> {
    let open = challenges::table
        .find(key)
        .filter(challenges::state.eq(ChallengeStatus::Accepted.as_str()))
        .filter(challenges::receipt_taken_at.is_null())
        .filter(challenges::receipt_until.gt(now.micros()));
    let taken = diesel::update(open)
        .set(challenges::receipt_taken_at.eq(now.micros()))
        .execute(connection)?;
    Ok(taken == 1)
}

/// Deletes some of an organization.
pub(super) fn delete_some_of(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<usize> {
    let some: Vec<i64> = challenges::table
        .filter(challenges::organization.eq(organization))
        .limit(SWEPT)
        .select(challenges::key)
        .load(connection)?;
    diesel::delete(challenges::table.filter(challenges::key.eq_any(some))).execute(connection)
}

/// Deletes those with a smaller key, which begins with the time; so many in one statement.
pub(super) fn delete_before(connection: &mut DbConnection, key: i64) -> DbResult<usize> {
    let old: Vec<i64> = challenges::table
        .filter(challenges::key.lt(key))
        .order(challenges::key)
        .limit(SWEPT)
        .select(challenges::key)
        .load(connection)?;
    diesel::delete(challenges::table.filter(challenges::key.eq_any(old))).execute(connection)
}
