//! A batch: its rows one after the other, in one change or in several, and one row of the record for all of them.

use super::file::read_file;
use super::refusals::BatchError;
use super::report::{Counts, Report};
use super::row::{Decided, Row};
use crate::people::sessions;
use crate::platform::context::Context;
use crate::platform::db::{self, Attempt, DbConnection, DbResult};
use crate::protection::access::{Authorized, Fresh, MembersWrite};
use crate::record::audit::Action;
use serde_json::json;
use shared_types::limits::{BATCH_ROWS, BATCH_ROWS_TOGETHER, ROWS_LONGEST};
use shared_types::member_batch::{
    BatchMembersRequest, BatchMode, BatchResponse, ImportMembersQuery,
};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::time::Time;
use std::mem;

/// How a batch is done.
#[derive(Clone, Copy)]
struct Way {
    mode: BatchMode,
    is_dry_run: bool,
    /// `batch` or `file`, for the record.
    source: &'static str,
}

/// What one change of a batch needs.
#[derive(Clone)]
struct Run {
    context: Context,
    caller: Authorized<MembersWrite>,
    way: Way,
    until: Time,
}

pub(in super::super) async fn batch_members(
    context: &Context,
    caller: Fresh<MembersWrite>,
    request: BatchMembersRequest,
) -> Result<BatchResponse, BatchError> {
    check_number(request.members.len(), "members").map_err(BatchError::Invalid)?;
    let rows = request.members.iter().map(Row::of_request).collect();
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
    let way = Way {
        mode: query.mode.unwrap_or_default(),
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
        until: context.clock.now() + ROWS_LONGEST,
    };
    if way.is_dry_run || way.mode == BatchMode::All {
        run.together(rows).await
    } else {
        run.by_parts(rows).await
    }
}

impl Run {
    /// All rows in one change. A dry run does the same and takes it back.
    async fn together(self, rows: Vec<Row>) -> Result<BatchResponse, BatchError> {
        let db = self.context.db.clone();
        let write = move |connection: &mut DbConnection| {
            db::attempt(connection, |connection| {
                let mut report = Report::new();
                if let Err(stopped) = self.decide(connection, &rows, &mut report)? {
                    return Ok(Attempt::Undone(Err(stopped)));
                }
                let is_refused = self.way.mode == BatchMode::All && report.has_refused();
                if self.way.is_dry_run || is_refused {
                    return Ok(Attempt::Undone(Ok(report.into_undone())));
                }
                self.record(connection, report.counts())?;
                Ok(Attempt::Kept(Ok(report.into_done())))
            })
        };
        db.write_within(ROWS_LONGEST, write).await?
    }

    /// A few rows in a change, and the next ones in another: what was done stays.
    async fn by_parts(self, mut rows: Vec<Row>) -> Result<BatchResponse, BatchError> {
        let mut report = Report::new();
        while !rows.is_empty() {
            let rest = rows.split_off(rows.len().min(BATCH_ROWS_TOGETHER));
            let part = mem::replace(&mut rows, rest);
            match self.do_part(part, report.clone()).await {
                Ok(decided) => report = decided,
                Err(stopped) => {
                    self.finish(&report).await?;
                    return Err(stopped);
                }
            }
        }
        self.finish(&report).await?;
        Ok(report.into_done())
    }

    async fn do_part(&self, part: Vec<Row>, mut report: Report) -> Result<Report, BatchError> {
        let own = self.clone();
        let write = move |connection: &mut DbConnection| {
            let decided = own.decide(connection, &part, &mut report)?;
            Ok(decided.map(|()| report))
        };
        self.context.db.write_within(ROWS_LONGEST, write).await?
    }

    async fn finish(&self, report: &Report) -> Result<(), BatchError> {
        let (own, counts) = (self.clone(), report.counts());
        let write = move |connection: &mut DbConnection| own.record(connection, counts);
        Ok(self.context.db.write(write).await?)
    }

    /// Decides these rows; what is wrong with one is said in the report.
    fn decide(
        &self,
        connection: &mut DbConnection,
        rows: &[Row],
        report: &mut Report,
    ) -> DbResult<Result<(), BatchError>> {
        let now = self.context.clock.now();
        let caller = match sessions::recheck_right(connection, &self.caller, now)? {
            Ok(caller) => caller,
            Err(lost) => return Ok(Err(lost.into())),
        };
        for row in rows {
            let is_late = self.context.clock.now() > self.until;
            let decided = match self.way.mode {
                BatchMode::Possible if is_late && !self.way.is_dry_run => Decided::late(),
                BatchMode::All | BatchMode::Possible if is_late => {
                    return Ok(Err(BatchError::TooSlow));
                }
                BatchMode::All | BatchMode::Possible => {
                    row.decide(connection, &self.context, &caller)?
                }
            };
            report.add(row, decided);
        }
        Ok(Ok(()))
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
