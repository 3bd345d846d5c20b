//! A file of members while it is sent: some members at a time, each time with a look of its own at the database,
//! when the reader has taken those before. Nothing is held meanwhile, and who loses the right gets no more.

use super::super::listed::{Found, Position, Wanted};
use super::super::question::{Asked, Question};
use super::lines;
use super::refusals::ExportMembersError;
use crate::people::sessions;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::http::without_empty;
use crate::protection::access::{Authorized, Holder as _, MembersRead};
use crate::record::audit::Action;
use crate::record::readings::{self, Way};
use futures_util::Stream;
use futures_util::stream::try_unfold;
use serde_json::{Map, Value, json};
use shared_types::member_export::{ExportMembersQuery, MemberExportFormat};
use shared_types::members::ListMembersQuery;
use std::mem;
use std::sync::Arc;

/// Members of one piece.
const AT_A_TIME: usize = 500;

/// What is still to be sent.
enum Rest {
    /// The first line, and all members.
    Head,
    /// The members behind a place.
    Behind(Option<Position>),
    Nothing,
}

struct Download {
    context: Context,
    caller: Authorized<MembersRead>,
    format: MemberExportFormat,
    question: Arc<Question>,
    rest: Rest,
}

/// Begins a file. It is recorded, and what is wrong with the question is said, before the first byte is sent.
pub(in super::super) async fn start(
    context: &Context,
    caller: Authorized<MembersRead>,
    query: ExportMembersQuery,
) -> Result<impl Stream<Item = Result<String, DownloadError>> + use<>, ExportMembersError> {
    let now = context.clock.now();
    let format = query.format.unwrap_or_default();
    let list = query.into_list();
    let asked = Asked::read(caller.organization.key, &list).map_err(ExportMembersError::Invalid)?;
    let filter = recorded(list);
    let way = if filter.as_object().is_none_or(Map::is_empty) {
        Way::Members
    } else {
        Way::SomeMembers
    };
    let details = json!({ "format": format, "filter": filter });
    let write = move |connection: &mut DbConnection| {
        let caller = match sessions::recheck_right(connection, &caller, now)? {
            Ok(caller) => caller,
            Err(ended) => return Ok(Err(ExportMembersError::from(ended))),
        };
        let question = match asked.find_group(connection)? {
            Ok(question) => question,
            Err(unknown) => return Ok(Err(ExportMembersError::Invalid(unknown))),
        };
        // Once an hour, as reading the record is.
        if readings::note(connection, caller.actor.recorded(), way, now)? {
            let event = caller.event(Action::MembersExported).details(details);
            caller.record(connection, now, &event)?;
        }
        Ok(Ok((caller, question)))
    };
    let (caller, question) = context.db.write(write).await??;
    let download = Download {
        context: context.clone(),
        caller,
        format,
        question: Arc::new(question),
        rest: Rest::Head,
    };
    Ok(without_empty(try_unfold(download, Download::next)))
}

/// The filters as the record has them: what was searched for may name a person, so only that it was.
fn recorded(list: ListMembersQuery) -> Value {
    let is_search = list.search.is_some();
    let list = ListMembersQuery {
        search: None,
        ..list
    };
    let mut filter = json!(list);
    if is_search {
        filter["search"] = json!(true);
    }
    filter
}

/// Why a file ends before its end: the connection is closed, so that nobody takes it for a whole one.
#[derive(Debug, thiserror::Error)]
pub(in super::super) enum DownloadError {
    /// The right was lost meanwhile.
    #[error("the right was lost during the download")]
    Lost,
    /// A member cannot be written down.
    #[error(transparent)]
    Line(#[from] serde_json::Error),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Download {
    async fn next(mut self) -> Result<Option<(String, Self)>, DownloadError> {
        let (text, rest) = match mem::replace(&mut self.rest, Rest::Nothing) {
            Rest::Nothing => return Ok(None),
            Rest::Head => (lines::head(self.format), Rest::Behind(None)),
            Rest::Behind(after) => {
                let found = self.look(after).await?.ok_or(DownloadError::Lost)?;
                let rest = match found.next {
                    Some(last) => Rest::Behind(Some(last)),
                    None => Rest::Nothing,
                };
                (lines::lines(self.format, found.members)?, rest)
            }
        };
        self.rest = rest;
        Ok(Some((text, self)))
    }

    /// The next members; `None` when the right was lost.
    async fn look(&self, after: Option<Position>) -> Result<Option<Found>, DbError> {
        let (now, caller) = (self.context.clock.now(), self.caller.clone());
        let question = Arc::clone(&self.question);
        let page = Wanted {
            limit: AT_A_TIME,
            now,
        };
        let read = move |connection: &mut DbConnection| -> DbResult<Option<Found>> {
            if sessions::recheck_right(connection, &caller, now)?.is_err() {
                return Ok(None);
            }
            let found = question.find_page(connection, after.as_ref(), page);
            found.map(Some)
        };
        self.context.db.read(read).await
    }
}
