//! The mails of a test organization, page by page, newest first.

use super::refusals::{ListSandboxMailsError, NotATestOrganization};
use crate::messages::mail;
use crate::people::organizations::{self, Kind};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError};
use crate::platform::pages::{page_size, wrong_cursor};
use crate::protection::access::{Authorized, SandboxRead};
use shared_types::page::Page;
use shared_types::problem::FieldError;
use shared_types::sandboxes::{ListSandboxMailsQuery, SandboxMail};
use uuid::Uuid;

pub(super) async fn list_mails(
    context: &Context,
    caller: Authorized<SandboxRead>,
    query: ListSandboxMailsQuery,
) -> Result<Page<SandboxMail>, ListSandboxMailsError> {
    let limit = page_size(query.limit).map_err(ListSandboxMailsError::Invalid)?;
    let before = query.cursor.as_deref().map(read_cursor).transpose();
    let before = before.map_err(ListSandboxMailsError::Invalid)?;
    let own = context.clone();
    let organization = caller.organization;
    let read = move |connection: &mut DbConnection| {
        let Some(Kind::Test(_)) = organizations::kind_of(connection, organization.key)? else {
            return Ok(Err(NotATestOrganization::Live));
        };
        // One more than is shown tells whether there are more.
        let most = i64::try_from(limit + 1).unwrap_or(i64::MAX);
        let before = before.as_deref();
        mail::list_readable(connection, &own, organization.id, before, most).map(Ok)
    };
    let read = context.db.read(read).await.map_err(not_read)?;
    let mut items = read.map_err(ListSandboxMailsError::Nothing)?;
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| has_more);
    Ok(Page {
        next_cursor: next.map(|last| last.id.clone()),
        items,
    })
}

fn not_read(error: DbError) -> ListSandboxMailsError {
    ListSandboxMailsError::Nothing(error.into())
}

fn read_cursor(text: &str) -> Result<String, FieldError> {
    let id: Uuid = text.parse().map_err(|_| wrong_cursor())?;
    Ok(id.to_string())
}
