//! A batch: its rows one after the other, in one change or in several, and one row of the record for all of them.

use super::super::invited::Invited;
use super::super::making::{self, Made};
use super::file::read_file;
use super::refusals::BatchError;
use super::report::{Counts, Report};
use super::row::{Decided, Foreseen, Row};
use super::rules;
use crate::people::sessions;
use crate::platform::context::Context;
use crate::platform::db::{self, Attempt, DbConnection, DbResult};
use crate::protection::access::{Authorized, Fresh, MembersRead, MembersWrite, Right as _};
use crate::record::audit::Action;
use serde_json::json;
use shared_types::ids::OrganizationId;
use shared_types::limits::{
    BATCH_LONGEST_CHANGE, BATCH_ROWS, BATCH_ROWS_TOGETHER, BATCH_WRITES_TOGETHER, ROWS_DECIDED,
    ROWS_LONGEST,
};
use shared_types::member_batch::{
    BatchMembersRequest, BatchMode, BatchResponse, ImportMembersQuery,
};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::time::Time;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

/// How long a batch waits until it asks again whether it is its turn.
const TURN_PAUSE: Duration = Duration::from_millis(50);

/// How a batch is done.
#[derive(Clone, Copy)]
struct Way {
    mode: BatchMode,
    is_dry_run: bool,
    /// `batch` or `file`, for the record.
    source: &'static str,
}

/// How long a change of a batch may be.
#[derive(Clone, Copy)]
enum Length {
    /// A few rows.
    Short,
    /// All rows.
    Long,
}

/// What one change of a batch needs.
#[derive(Clone)]
struct Run {
    context: Context,
    caller: Authorized<MembersWrite>,
    way: Way,
    rows: Arc<[Row]>,
    until: Time,
}

pub(in super::super) async fn batch_members(
    context: &Context,
    caller: Fresh<MembersWrite>,
    request: BatchMembersRequest,
) -> Result<BatchResponse, BatchError> {
    check_number(request.members.len(), "members").map_err(BatchError::Invalid)?;
    let rows: Vec<Row> = request.members.iter().map(Row::of_request).collect();
    check_writes(&rows, request.mode, "members").map_err(BatchError::Invalid)?;
    let way = Way {
        mode: request.mode,
        is_dry_run: request.dry_run,
        source: "batch",
    };
    run(context, &caller, rows, way).await
}

pub(in super::super) async fn import_members(
    context: &Context,
    caller: Fresh<MembersWrite>,
    query: ImportMembersQuery,
    file: &[u8],
) -> Result<BatchResponse, BatchError> {
    let rows = read_file(file).map_err(BatchError::Invalid)?;
    check_number(rows.len(), "body").map_err(BatchError::Invalid)?;
    let mode = query.mode.unwrap_or_default();
    check_writes(&rows, mode, "body").map_err(BatchError::Invalid)?;
    let way = Way {
        mode,
        is_dry_run: query.dry_run == Some(true),
        source: "file",
    };
    run(context, &caller, rows, way).await
}

fn check_number(rows: usize, field: &str) -> Result<(), FieldError> {
    let (code, detail) = match rows {
        0 => (
            FieldErrorCode::Required,
            "Give at least one member.".to_owned(),
        ),
        1..=BATCH_ROWS => return Ok(()),
        _ => (
            FieldErrorCode::TooLong,
            format!("At most {BATCH_ROWS} members at a time."),
        ),
    };
    Err(FieldError::new(field, code, detail))
}

/// For a batch of mode `all` others wait, in a file: what it writes has an end.
fn check_writes(rows: &[Row], mode: BatchMode, field: &str) -> Result<(), FieldError> {
    if mode == BatchMode::Possible {
        return Ok(());
    }
    let invited = rows.iter().filter_map(|row| row.invited.as_ref().ok());
    let writes: usize = invited.map(Invited::writes).sum();
    if writes <= BATCH_WRITES_TOGETHER {
        return Ok(());
    }
    let detail = format!(
        "Mode `all` takes at most {BATCH_WRITES_TOGETHER} members, words of their names and addresses, and groups \
        together; these are {writes}. Send fewer members at a time, or use mode `possible`."
    );
    Err(FieldError::new(field, FieldErrorCode::TooLong, detail))
}

async fn run(
    context: &Context,
    caller: &Authorized<MembersWrite>,
    rows: Vec<Row>,
    way: Way,
) -> Result<BatchResponse, BatchError> {
    let run = Run {
        context: context.clone(),
        caller: caller.clone(),
        way,
        rows: rows.into(),
        until: context.clock.now() + ROWS_DECIDED,
    };
    if way.is_dry_run || way.mode == BatchMode::All {
        let report = run.look().await?;
        if way.is_dry_run || report.has_refused() {
            return Ok(report.into_undone());
        }
        rules::make_missing(context, caller, &run.rows).await?;
        run.together().await
    } else {
        rules::make_missing(context, caller, &run.rows).await?;
        run.by_parts().await
    }
}

impl Run {
    /// What would become of the rows. It is read a few rows at a time, so that nobody waits for it.
    async fn look(&self) -> Result<Report, BatchError> {
        let (mut report, mut foreseen) = (self.report(), Foreseen::default());
        for part in self.parts() {
            let own = self.clone();
            let read = move |connection: &mut DbConnection| {
                let caller = match own.recheck(connection)? {
                    Ok(caller) => caller,
                    Err(stopped) => return Ok(Err(stopped)),
                };
                for row in &own.rows[part] {
                    if own.is_late() {
                        return Ok(Err(BatchError::TooSlow));
                    }
                    let decided = row.look(connection, &own.context, &caller, &mut foreseen)?;
                    report.add(row, decided);
                }
                Ok(Ok((report, foreseen)))
            };
            (report, foreseen) = self.context.db.read(read).await??;
        }
        Ok(report)
    }

    /// All rows in one change, which may be a long one. On PostgreSQL nobody waits for it but who makes one of the same
    /// members: it holds no lock of the organization (but of a test organization, which has a number of members), and
    /// counts and records at its end. In a file everybody does, so it has its time.
    async fn together(&self) -> Result<BatchResponse, BatchError> {
        let run = self.clone();
        let change = move |connection: &mut DbConnection| {
            let until = run.context.clock.now() + BATCH_LONGEST_CHANGE;
            let own = Self {
                until: run.until.min(until),
                ..run.clone()
            };
            db::attempt(connection, |connection| {
                let mut report = own.report();
                let made = match own.decide(connection, &own.rows, &mut report)? {
                    Ok(made) => made,
                    Err(stopped) => return Ok(Attempt::Undone(Err(stopped))),
                };
                // Something is another than when it was looked at.
                if report.has_refused() {
                    return Ok(Attempt::Undone(Ok(report.into_undone())));
                }
                making::finish(connection, &own.context, &own.caller, made)?;
                own.record(connection, report.counts())?;
                Ok(Attempt::Kept(Ok(report.into_done())))
            })
        };
        self.in_turn(change, Length::Long).await
    }

    /// A few rows in a change, and the next ones in another: what was done stays.
    async fn by_parts(&self) -> Result<BatchResponse, BatchError> {
        let mut report = self.report();
        for part in self.parts() {
            match self.do_part(part.clone(), report.clone()).await {
                Ok(decided) => report = decided,
                // No turn came in time.
                Err(BatchError::TooSlow) => {
                    let late = self.rows[part].iter();
                    late.for_each(|row| report.add(row, Decided::late()));
                }
                Err(stopped) => {
                    self.finish(&report).await?;
                    return Err(stopped);
                }
            }
        }
        self.finish(&report).await?;
        Ok(report.into_done())
    }

    async fn do_part(&self, part: Range<usize>, report: Report) -> Result<Report, BatchError> {
        let own = self.clone();
        let change = move |connection: &mut DbConnection| {
            let mut report = report.clone();
            let made = match own.decide(connection, &own.rows[part.clone()], &mut report)? {
                Ok(made) => made,
                Err(stopped) => return Ok(Err(stopped)),
            };
            making::finish(connection, &own.context, &own.caller, made)?;
            Ok(Ok(report))
        };
        self.in_turn(change, Length::Short).await
    }

    async fn finish(&self, report: &Report) -> Result<(), BatchError> {
        let (own, counts) = (self.clone(), report.counts());
        let write = move |connection: &mut DbConnection| own.record(connection, counts);
        Ok(self.context.db.write(write).await?)
    }

    /// Without the ids of others, where the caller may not read members: a token that writes them alone learns no ids by
    /// addresses.
    fn report(&self) -> Report {
        Report::new(MembersRead::grant(self.caller.actor.clone()).is_ok())
    }

    fn parts(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let rows = self.rows.len();
        let begins = (0..rows).step_by(BATCH_ROWS_TOGETHER);
        begins.map(move |begin| begin..rows.min(begin + BATCH_ROWS_TOGETHER))
    }

    fn is_late(&self) -> bool {
        self.context.clock.now() > self.until
    }

    /// Runs the change when no other batch of the organization runs one, on any node: of two that make the same
    /// members in another order, each would wait for the other. Meanwhile nothing is held.
    async fn in_turn<T: Send + 'static>(
        &self,
        change: impl Fn(&mut DbConnection) -> DbResult<Result<T, BatchError>> + Send + Sync + 'static,
        length: Length,
    ) -> Result<T, BatchError> {
        let change = Arc::new(change);
        let turn = turn_of(self.caller.organization.id);
        loop {
            let (turn, change) = (turn.clone(), Arc::clone(&change));
            let write = move |connection: &mut DbConnection| {
                if !db::try_lock(connection, &turn)? {
                    return Ok(None);
                }
                change(connection).map(Some)
            };
            let db = &self.context.db;
            let done = match length {
                Length::Short => db.write_within(ROWS_LONGEST, write).await?,
                Length::Long => db.write_long(ROWS_LONGEST, write).await?,
            };
            if let Some(done) = done {
                return done;
            }
            if self.is_late() {
                return Err(BatchError::TooSlow);
            }
            tokio::time::sleep(TURN_PAUSE).await;
        }
    }

    fn recheck(
        &self,
        connection: &mut DbConnection,
    ) -> DbResult<Result<Authorized<MembersWrite>, BatchError>> {
        let now = self.context.clock.now();
        let caller = sessions::recheck_right(connection, &self.caller, now)?;
        Ok(caller.map_err(BatchError::from))
    }

    /// Decides these rows; what is wrong with one is said in the report. Gives those who were made.
    fn decide(
        &self,
        connection: &mut DbConnection,
        rows: &[Row],
        report: &mut Report,
    ) -> DbResult<Result<Vec<Made>, BatchError>> {
        let caller = match self.recheck(connection)? {
            Ok(caller) => caller,
            Err(stopped) => return Ok(Err(stopped)),
        };
        let mut made = Vec::new();
        for row in rows {
            let decided = match self.way.mode {
                BatchMode::All if self.is_late() => return Ok(Err(BatchError::TooSlow)),
                BatchMode::Possible if self.is_late() => Decided::late(),
                BatchMode::All | BatchMode::Possible => {
                    row.decide(connection, &self.context, &caller, &mut made)?
                }
            };
            report.add(row, decided);
        }
        Ok(Ok(made))
    }

    /// One row of the record beside those of the members, if any was made.
    fn record(&self, connection: &mut DbConnection, counts: Counts) -> DbResult<()> {
        if counts.made == 0 {
            return Ok(());
        }
        let details = json!({
            "source": self.way.source,
            "mode": self.way.mode,
            "made": counts.made,
            "unchanged": counts.unchanged,
            "duplicate": counts.duplicate,
            "refused": counts.refused,
        });
        let event = self.caller.event(Action::MembersImported).details(details);
        self.caller
            .record(connection, self.context.clock.now(), &event)
    }
}

/// The name of the lock of the batch that runs.
fn turn_of(organization: OrganizationId) -> String {
    format!("batch of {organization}")
}
