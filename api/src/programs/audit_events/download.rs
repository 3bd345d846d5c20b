//! An export while it is sent: some rows at a time, each with a look of its own at the database, when the
//! reader has taken those before. Nothing is held meanwhile, and who loses the right gets no more.

use super::reading;
use super::refusals::ExportError;
use super::{csv, fields};
use crate::people::sessions;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::http::without_empty;
use crate::protection::access::{AuditRead, Authorized};
use crate::record::audit::StoredEvent;
use crate::record::chain::{Export, Wanted};
use crate::record::followers::{self, EventFilter, PageRequest};
use crate::record::readings::Way;
use futures_util::Stream;
use futures_util::stream::try_unfold;
use serde_json::{Map, Value};
use shared_types::audit_events::{AuditExportFormat, ExportAuditEventsQuery};
use shared_types::time::Time;
use std::sync::Arc;

/// Rows of one piece where the file has no seals.
const ROWS: usize = 1000;

/// A file that is sent.
struct File {
    /// Its first lines, until they are sent.
    head: Option<String>,
    /// What is still to be read; `None` at the end.
    rest: Option<Rest>,
}

/// What is still to be read.
enum Rest {
    /// Whole seals.
    Seals(Export),
    /// Single rows before a position, newest first.
    Rows(Rows),
}

struct Rows {
    filter: EventFilter,
    before: Option<i64>,
    /// `None` for a table.
    export: Option<Export>,
}

struct Download {
    context: Context,
    caller: Authorized<AuditRead>,
    file: File,
}

/// Begins an export. What is wrong with the question is said before the first byte is sent.
pub(super) async fn start(
    context: &Context,
    caller: Authorized<AuditRead>,
    query: ExportAuditEventsQuery,
) -> Result<impl Stream<Item = Result<String, DownloadError>> + use<>, ExportError> {
    let format = query.format.unwrap_or_default();
    let list = fields::as_list(query.clone());
    let organization = caller.organization.id;
    let filter = fields::filter(organization, list).map_err(ExportError::Invalid)?;
    let wanted = Wanted {
        organization,
        from: filter.from,
        until: filter.until,
        filter: left_out(query),
    };
    let (now, asks) = (context.clock.now(), caller.clone());
    let read = move |connection: &mut DbConnection| {
        let file = begin(connection, format, filter, wanted, now)?;
        Ok((file, reading::is_due(connection, &asks, Way::Export, now)?))
    };
    let (file, is_due) = context.db.read(read).await?;
    if is_due {
        reading::record(context, &caller, Way::Export).await?;
    }
    let download = Download {
        context: context.clone(),
        caller,
        file,
    };
    Ok(without_empty(try_unfold(download, Download::next)))
}

fn begin(
    connection: &mut DbConnection,
    format: AuditExportFormat,
    filter: EventFilter,
    wanted: Wanted,
    now: Time,
) -> DbResult<File> {
    let (head, rest) = if format == AuditExportFormat::Csv {
        (csv::head(), Rest::Rows(Rows::of(filter, None)))
    } else if filter.is_whole() {
        let (export, text) = Export::of_seals(connection, wanted, now)?;
        (text, Rest::Seals(export))
    } else {
        let (export, text) = Export::of_rows(wanted, now);
        (text, Rest::Rows(Rows::of(filter, Some(export))))
    };
    Ok(File {
        head: Some(head),
        rest: Some(rest),
    })
}

/// What leaves rows out, beside the time, as the file says it.
fn left_out(query: ExportAuditEventsQuery) -> Map<String, Value> {
    let query = ExportAuditEventsQuery {
        format: None,
        from: None,
        until: None,
        ..query
    };
    match serde_json::to_value(query) {
        Ok(Value::Object(filter)) => filter,
        _ => Map::new(),
    }
}

/// Why a file ends before its end: the connection is closed, so that nobody takes it for a whole one.
#[derive(Debug, thiserror::Error)]
pub(super) enum DownloadError {
    /// The right was lost meanwhile.
    #[error("the right was lost during the download")]
    Lost,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Download {
    async fn next(mut self) -> Result<Option<(String, Self)>, DownloadError> {
        if let Some(head) = self.file.head.take() {
            return Ok(Some((head, self)));
        }
        let Some(rest) = self.file.rest.take() else {
            return Ok(None);
        };
        let (keys, now, asks) = (
            Arc::clone(&self.context.keys),
            self.context.clock.now(),
            self.caller.clone(),
        );
        let read = move |connection: &mut DbConnection| {
            if sessions::recheck_right(connection, &asks, now)?.is_err() {
                return Ok(None);
            }
            rest.step(connection, |export| export.end(&keys)).map(Some)
        };
        let step = self.context.db.read(read).await?;
        let (text, rest) = step.ok_or(DownloadError::Lost)?;
        self.file.rest = rest;
        Ok(Some((text, self)))
    }
}

impl Rest {
    /// The next piece, and what is left after it.
    fn step(
        self,
        connection: &mut DbConnection,
        end: impl FnOnce(&Export) -> String,
    ) -> DbResult<(String, Option<Self>)> {
        Ok(match self {
            Self::Seals(mut export) => match export.next_seals(connection)? {
                Some(text) => (text, Some(Self::Seals(export))),
                None => (end(&export), None),
            },
            Self::Rows(mut rows) => {
                let (mut text, is_more) = rows.step(connection)?;
                if is_more {
                    (text, Some(Self::Rows(rows)))
                } else {
                    text.extend(rows.export.as_ref().map(end));
                    (text, None)
                }
            }
        })
    }
}

impl Rows {
    const fn of(filter: EventFilter, export: Option<Export>) -> Self {
        Self {
            filter,
            before: None,
            export,
        }
    }

    /// The next rows, and whether there may be more.
    fn step(&mut self, connection: &mut DbConnection) -> DbResult<(String, bool)> {
        let page = PageRequest {
            before: self.before,
            limit: ROWS,
        };
        let found = followers::list_events(connection, &self.filter, page)?;
        self.before = found.next;
        let text = match &mut self.export {
            Some(export) => export.next_rows(connection, &found.events)?,
            None => table(&found.events),
        };
        Ok((text, found.next.is_some()))
    }
}

fn table(events: &[StoredEvent]) -> String {
    events.iter().map(csv::line).collect()
}
