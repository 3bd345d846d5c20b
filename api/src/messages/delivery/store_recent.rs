//! The table `outbox`, as those ask who help a member: what became of deliveries.

use super::model::{Sending, SendingState, Waiting};
use crate::platform::db::schema::outbox;
use crate::platform::db::{DbConnection, DbResult};
use diesel::dsl::{count_star, max};
use diesel::prelude::*;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::time::Time;

#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox)]
struct SendingRow {
    kind: String,
    created_at: i64,
    attempts: i64,
    next_attempt_at: i64,
    paced_for: Option<i64>,
    sent_at: Option<i64>,
    failed_at: Option<i64>,
    last_error: Option<String>,
}

impl SendingRow {
    fn at(self, now: Time) -> Sending {
        let is_paced = self.paced_for.is_some_and(|at| at > now.micros());
        let (state, at) = match (self.sent_at, self.failed_at) {
            (Some(at), _) => (SendingState::Sent, at),
            (None, Some(at)) => (SendingState::Failed, at),
            (None, None) if is_paced && self.attempts == 0 => {
                (SendingState::Paced, self.next_attempt_at)
            }
            (None, None) if self.last_error.is_some() => {
                (SendingState::Delayed, self.next_attempt_at)
            }
            (None, None) => (SendingState::Queued, self.next_attempt_at),
        };
        Sending {
            kind: self.kind,
            created_at: Time::from_micros(self.created_at),
            state,
            at: Time::from_micros(at),
            last_error: self.last_error,
        }
    }
}

/// The newest deliveries to a member.
pub(super) fn list_sendings(
    connection: &mut DbConnection,
    member: MemberId,
    limit: i64,
    now: Time,
) -> DbResult<Vec<Sending>> {
    let rows: Vec<SendingRow> = outbox::table
        .filter(outbox::member_id.eq(member.to_string()))
        .order(outbox::id.desc())
        .limit(limit)
        .select(SendingRow::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(|row| row.at(now)).collect())
}

/// The deliveries of an organization whose time was given and is to come.
pub(super) fn count_waiting(
    connection: &mut DbConnection,
    organization: OrganizationId,
    now: Time,
) -> DbResult<Waiting> {
    let (count, last): (i64, Option<i64>) = outbox::table
        .filter(outbox::organization_id.eq(organization.to_string()))
        .filter(outbox::paced_for.gt(now.micros()))
        .filter(outbox::sent_at.is_null().and(outbox::failed_at.is_null()))
        .select((count_star(), max(outbox::paced_for)))
        .get_result(connection)?;
    Ok(Waiting {
        count,
        last_at: last.map(Time::from_micros),
    })
}
