//! Listing members: pages, filters, and the cursor between two pages.

use super::service::{MemberError, invalid};
use super::store_list::{self, Position};
use crate::context::Context;
use crate::db::DbConnection;
use crate::session::Session;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::limits::{PAGE_DEFAULT, PAGE_LARGEST, SEARCH_LONGEST};
use shared_types::members::{ListMembersQuery, MemberStatus, MemberView, Role, TwoStepState};
use shared_types::page::Page;
use shared_types::problem::FieldErrorCode;

/// Which members a list shows.
pub(super) struct Filter {
    pub(super) organization: OrganizationId,
    pub(super) id: Option<MemberId>,
    pub(super) after: Option<Position>,
    pub(super) search: Option<String>,
    pub(super) role: Option<Role>,
    pub(super) status: Option<MemberStatus>,
    pub(super) two_step: Option<TwoStepState>,
}

impl Filter {
    /// All members of an organization.
    pub(super) fn of(organization: OrganizationId) -> Self {
        Self {
            organization,
            id: None,
            after: None,
            search: None,
            role: None,
            status: None,
            two_step: None,
        }
    }
}

pub(super) async fn list_members(
    context: &Context,
    session: Session,
    query: ListMembersQuery,
) -> Result<Page<MemberView>, MemberError> {
    let now = context.clock.now();
    let limit = page_size(query.limit)?;
    let filter = Filter {
        after: query.cursor.as_deref().map(read_cursor).transpose()?,
        search: query
            .search
            .as_deref()
            .map(read_search)
            .transpose()?
            .filter(|s| !s.is_empty()),
        role: query.role,
        status: query.status,
        two_step: query.two_step,
        ..Filter::of(session.organization)
    };
    let mut rows = context
        .db
        .read(move |connection| store_list::list_members(connection, &filter, limit + 1, now))
        .await?;
    let has_more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    if has_more {
        rows.pop();
    }
    let next_cursor = rows
        .last()
        .filter(|_| has_more)
        .map(|(position, _)| write_cursor(position));
    Ok(Page {
        items: rows.into_iter().map(|(_, view)| view).collect(),
        next_cursor,
    })
}

fn page_size(limit: Option<u32>) -> Result<i64, MemberError> {
    match limit.unwrap_or(PAGE_DEFAULT) {
        size @ 1..=PAGE_LARGEST => Ok(i64::from(size)),
        _ => Err(invalid(
            "limit",
            FieldErrorCode::Invalid,
            format!("1 to {PAGE_LARGEST}."),
        )),
    }
}

fn read_search(text: &str) -> Result<String, MemberError> {
    if text.chars().count() > SEARCH_LONGEST {
        let detail = format!("At most {SEARCH_LONGEST} characters.");
        return Err(invalid("search", FieldErrorCode::TooLong, detail));
    }
    Ok(text.trim().to_lowercase())
}

/// A cursor is the position of the last row that was read: id and name in Base64.
fn write_cursor((name, id): &Position) -> String {
    URL_SAFE_NO_PAD.encode(format!("{id}{name}"))
}

fn read_cursor(text: &str) -> Result<Position, MemberError> {
    let position = URL_SAFE_NO_PAD
        .decode(text)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| {
            text.split_at_checked(36)
                .map(|(id, name)| (name.to_owned(), id.to_owned()))
        })
        .filter(|(_, id)| id.parse::<MemberId>().is_ok());
    position.ok_or_else(|| {
        invalid(
            "cursor",
            FieldErrorCode::Invalid,
            "Take it from next_cursor of the page before.",
        )
    })
}

pub(super) async fn get_member(
    context: &Context,
    session: Session,
    id: MemberId,
) -> Result<MemberView, MemberError> {
    let now = context.clock.now();
    let read = move |connection: &mut DbConnection| {
        store_list::find_view(connection, session.organization, id, now)
    };
    context.db.read(read).await?.ok_or(MemberError::NotFound)
}
