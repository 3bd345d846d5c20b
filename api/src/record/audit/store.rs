//! The table `audit_events`: inserted into, never changed; old rows are pruned. Its only index is the
//! primary key.

use super::model::{Actor, Event};
use super::stored::StoredEvent;
use super::words::{Action, ActorKind, Outcome};
use crate::platform::db::schema::audit_events as columns;
use crate::platform::db::{ArraySql, DbConnection, DbResult, array_sql, on_backend};
use crate::platform::origin::Origin;
use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::{PgConnection, SqliteConnection, sql_query};
use shared_types::ids::{FlowId, MemberId, OrganizationId};
use shared_types::time::Time;
use std::time::Duration;
use uuid::Uuid;

/// The columns of a row to be written, for a statement that writes rows of several tables. The position
/// comes from the column's default, which takes the shared lock of the writers.
macro_rules! audit_columns {
    () => {
        "at, actor_kind, action, outcome, organization, actor, subject, flow, result, details, \
         network, request_id"
    };
}
pub(crate) use audit_columns;

/// The same as arrays taken apart, in the order in which [`bind_rows`] binds them.
macro_rules! audit_values {
    () => {
        "unnest(?::bigint[]) AS at, unnest(?::smallint[]) AS actor_kind, \
         unnest(?::smallint[]) AS action, unnest(?::smallint[]) AS outcome, \
         unnest(?::bytea[]) AS organization, unnest(?::bytea[]) AS actor, \
         unnest(?::bytea[]) AS subject, unnest(?::bytea[]) AS flow, unnest(?::text[]) AS result, \
         unnest(?::text[]) AS details, unnest(?::text[]) AS network, \
         unnest(?::bytea[]) AS request_id"
    };
}
pub(crate) use audit_values;

const INSERT: &str = concat!(
    "INSERT INTO audit_events (",
    audit_columns!(),
    ") SELECT ",
    audit_values!()
);

/// A row to be written: what the table does not take from the event itself.
pub struct NewRow<'a> {
    pub(super) event: &'a Event,
    pub(super) actor: Option<Uuid>,
    pub(super) details: Option<String>,
    pub(super) network: &'a str,
    pub(super) request_id: Option<Uuid>,
}

impl<'a> NewRow<'a> {
    /// The row of an event.
    pub fn new(origin: &'a Origin, event: &'a Event) -> Self {
        Self {
            event,
            actor: event.actor.id(),
            details: event.details_text(),
            network: &origin.network,
            // Absent for a command on the host and for background work.
            request_id: Uuid::try_parse(&origin.request_id).ok(),
        }
    }

    fn organization(&self) -> Option<&[u8]> {
        let id = self.event.organization.as_ref();
        id.map(|id| id.0.as_bytes().as_slice())
    }

    fn subject(&self) -> Option<&[u8]> {
        let id = self.event.subject.as_ref();
        id.map(|id| id.0.as_bytes().as_slice())
    }

    fn flow(&self) -> Option<&[u8]> {
        let id = self.event.flow.as_ref();
        id.map(|id| id.0.as_bytes().as_slice())
    }
}

fn bytes(id: Option<&Uuid>) -> Option<&[u8]> {
    id.map(|id| id.as_bytes().as_slice())
}

/// Appends rows, in their order: on PostgreSQL all with one statement.
pub(super) fn insert_events(
    connection: &mut DbConnection,
    now: Time,
    rows: &[NewRow<'_>],
) -> DbResult<()> {
    match connection {
        DbConnection::Postgres(own) => insert_together(own, now, rows),
        DbConnection::Sqlite(own) => rows.iter().try_for_each(|row| insert(own, now, row)),
    }
}

fn insert_together(own: &mut PgConnection, now: Time, rows: &[NewRow<'_>]) -> DbResult<()> {
    bind_rows(array_sql(INSERT), now, rows).run(own).map(drop)
}

/// Binds the arrays of `audit_values!`.
pub fn bind_rows<'a>(sql: ArraySql<'a>, now: Time, rows: &'a [NewRow<'a>]) -> ArraySql<'a> {
    let events = || rows.iter().map(|row| row.event);
    sql.numbers(events().map(|_| now.micros()))
        .small_numbers(events().map(|event| event.actor.kind().number()))
        .small_numbers(events().map(|event| event.action.number()))
        .small_numbers(events().map(|event| event.outcome.number()))
        .bytes(rows.iter().map(NewRow::organization))
        .bytes(rows.iter().map(|row| bytes(row.actor.as_ref())))
        .bytes(rows.iter().map(NewRow::subject))
        .bytes(rows.iter().map(NewRow::flow))
        .texts(events().map(|event| event.result.as_deref()))
        .texts(rows.iter().map(|row| row.details.as_deref()))
        .texts(rows.iter().map(|row| Some(row.network)))
        .bytes(rows.iter().map(|row| bytes(row.request_id.as_ref())))
}

fn insert(own: &mut SqliteConnection, now: Time, row: &NewRow<'_>) -> DbResult<()> {
    let event = row.event;
    diesel::insert_into(columns::table)
        .values((
            columns::at.eq(now.micros()),
            columns::actor_kind.eq(event.actor.kind().number()),
            columns::action.eq(event.action.number()),
            columns::outcome.eq(event.outcome.number()),
            columns::organization.eq(row.organization()),
            columns::actor.eq(bytes(row.actor.as_ref())),
            columns::subject.eq(row.subject()),
            columns::flow.eq(row.flow()),
            columns::result.eq(event.result.as_deref()),
            columns::details.eq(row.details.as_deref()),
            columns::network.eq(row.network),
            columns::request_id.eq(bytes(row.request_id.as_ref())),
        ))
        .execute(own)
        .map(drop)
}

/// A row as the table has it.
#[derive(Clone, Debug, Queryable)]
pub struct AuditRow {
    pub(super) position: i64,
    at: i64,
    actor_kind: i16,
    action: i16,
    outcome: i16,
    organization: Option<Vec<u8>>,
    actor: Option<Vec<u8>>,
    subject: Option<Vec<u8>>,
    flow: Option<Vec<u8>>,
    result: Option<String>,
    details: Option<String>,
    network: String,
    request_id: Option<Vec<u8>>,
}

/// Why a row cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It has the number of a word that only a newer program knows.
    UnknownWord,
    /// Somebody changed its bytes: no program ever wrote such a row.
    Damaged,
}

impl AuditRow {
    /// Names the row.
    pub fn position(&self) -> i64 {
        self.position
    }

    /// When it happened.
    pub fn at(&self) -> Time {
        Time::from_micros(self.at)
    }

    /// The bytes of the organization as they stand there, empty for the installation.
    pub fn chain_bytes(&self) -> &[u8] {
        self.organization.as_deref().unwrap_or_default()
    }

    /// The row in words and ids.
    pub fn read(self) -> Result<StoredEvent, Unreadable> {
        let unknown = Unreadable::UnknownWord;
        let kind = ActorKind::of_number(self.actor_kind).ok_or(unknown)?;
        let actor = Actor::of(kind, id(self.actor)?).ok_or(Unreadable::Damaged)?;
        Ok(StoredEvent {
            position: self.position,
            at: Time::from_micros(self.at),
            organization: id(self.organization)?.map(OrganizationId),
            actor,
            action: Action::of_number(self.action).ok_or(unknown)?,
            outcome: Outcome::of_number(self.outcome).ok_or(unknown)?,
            result: self.result,
            subject: id(self.subject)?.map(MemberId),
            flow: id(self.flow)?.map(FlowId),
            details: self.details,
            network: self.network,
            request_id: id(self.request_id)?,
        })
    }
}

fn id(bytes: Option<Vec<u8>>) -> Result<Option<Uuid>, Unreadable> {
    let read = |bytes: Vec<u8>| Uuid::from_slice(&bytes).map_err(|_| Unreadable::Damaged);
    bytes.map(read).transpose()
}

/// The oldest rows after a position, up to another one.
pub fn list_rows(
    connection: &mut DbConnection,
    after: i64,
    last: i64,
    limit: i64,
) -> DbResult<Vec<AuditRow>> {
    let rows = columns::table
        .filter(columns::position.gt(after))
        .filter(columns::position.le(last))
        .order(columns::position)
        .limit(limit);
    on_backend!(connection, |own| rows.load(own))
}

/// The rows at these positions, in no order.
pub fn find_rows(connection: &mut DbConnection, positions: &[i64]) -> DbResult<Vec<AuditRow>> {
    let rows = columns::table.filter(columns::position.eq_any(positions.to_vec()));
    rows.load(connection)
}

/// The newest position of a row that this snapshot has; 0 before the first.
pub fn find_newest_position(connection: &mut DbConnection) -> DbResult<i64> {
    let newest: Option<i64> = columns::table
        .select(max(columns::position))
        .get_result(connection)?;
    Ok(newest.unwrap_or(0))
}

/// How far the times of neighbouring rows may be out of order: nodes whose clocks differ by more do
/// not serve.
pub const CLOCK_STEPS: Duration = Duration::from_mins(1);

/// The position of a row that happened at a time or later, with none between it and the rows before that
/// time but where clocks differed; `None` when all happened before. Looks at some forty rows.
pub fn find_position_at(connection: &mut DbConnection, time: Time) -> DbResult<Option<i64>> {
    let (mut low, mut high) = (0, find_newest_position(connection)?);
    let mut found = None;
    while low <= high {
        let middle = low + (high - low) / 2;
        let next: Option<(i64, i64)> = columns::table
            .filter(columns::position.ge(middle))
            .order(columns::position)
            .select((columns::position, columns::at))
            .limit(1)
            .get_result(connection)
            .optional()?;
        match next {
            Some((position, at)) if at < time.micros() => low = position + 1,
            Some((position, _)) => {
                found = Some(position);
                high = middle - 1;
            }
            None => high = middle - 1,
        }
    }
    Ok(found)
}

/// The number of rows after a position.
pub fn count_rows(connection: &mut DbConnection, after: i64) -> DbResult<i64> {
    let rows = columns::table.filter(columns::position.gt(after));
    rows.count().get_result(connection)
}

/// Deletes the rows up to a position. Called by `record/retention` alone, after the chain has the
/// checkpoints that go in their place.
pub fn delete_rows(connection: &mut DbConnection, last: i64) -> DbResult<usize> {
    diesel::delete(columns::table.filter(columns::position.le(last))).execute(connection)
}

/// The newest position that was given away so far.
#[derive(QueryableByName)]
struct Given {
    #[diesel(sql_type = BigInt)]
    position: i64,
}

/// A transaction that has taken a position and is not over.
#[derive(QueryableByName)]
struct Writing {
    #[diesel(sql_type = Text)]
    transaction: String,
}

/// The newest position that a writer was given. All lower ones belong to transactions that are over
/// or that [`list_writing`] names from now on.
pub(super) fn find_given(own: &mut PgConnection) -> DbResult<i64> {
    let given = "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END AS position \
        FROM audit_positions";
    let given: Given = sql_query(given).get_result(own)?;
    Ok(given.position)
}

/// The transactions that may have a position and have not ended. Their lock is only looked at, so
/// that no writer ever waits for a reader.
pub(super) fn list_writing(own: &mut PgConnection) -> DbResult<Vec<String>> {
    let writing = "SELECT virtualtransaction AS transaction FROM pg_locks \
        WHERE locktype = 'advisory' AND classid = 13 AND objid = 6 AND objsubid = 2 \
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    let writing: Vec<Writing> = sql_query(writing).load(own)?;
    Ok(writing.into_iter().map(|one| one.transaction).collect())
}
