//! Listing members: pages, filters, and the cursor between two pages.

use super::filter::Filter;
use super::former;
use super::refusals::{GetMemberError, ListMembersError};
use super::store_list::{self, Addresses, Listed, Position, Slice};
use super::validation::invalid;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::access::{Authorized, MembersRead};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared_types::ids::MemberId;
use shared_types::limits::{PAGE_DEFAULT, PAGE_LARGEST, SEARCH_LONGEST};
use shared_types::members::{ListMembersQuery, MemberView};
use shared_types::page::Page;
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::time::Time;

pub(super) async fn list_members(
    context: &Context,
    caller: Authorized<MembersRead>,
    query: ListMembersQuery,
) -> Result<Page<MemberView>, ListMembersError> {
    let now = context.clock.now();
    let limit = page_size(query.limit).map_err(ListMembersError::Invalid)?;
    let after = query.cursor.as_deref().map(read_cursor).transpose();
    let after = after.map_err(ListMembersError::Invalid)?;
    let search = query.search.as_deref().map(read_search).transpose();
    let search = search.map_err(ListMembersError::Invalid)?;
    let filter = Filter {
        search: search.filter(|search| !search.is_empty()),
        role: query.role,
        status: query.status,
        two_step: query.two_step,
        is_held: query.held == Some(true),
        ..Filter::of(caller.organization.key)
    };
    let read = move |connection: &mut DbConnection| {
        read_page(connection, &filter, after.as_ref(), Wanted { limit, now })
    };
    let (rows, next) = context.db.read(read).await?;
    Ok(Page {
        items: rows.into_iter().map(|(_, view)| view).collect(),
        next_cursor: next.as_ref().map(write_cursor),
    })
}

/// How many members a page shows, and the time for which their states are told.
#[derive(Clone, Copy)]
struct Wanted {
    limit: usize,
    now: Time,
}

/// The members behind a place, and where the next page begins if there is one.
fn read_page(
    connection: &mut DbConnection,
    filter: &Filter,
    after: Option<&Position>,
    page: Wanted,
) -> DbResult<(Vec<Listed>, Option<Position>)> {
    let Wanted { limit, now } = page;
    // One more than is shown tells whether there are more.
    let behind = |found: usize| Slice {
        limit: i64::try_from(limit + 1 - found).unwrap_or(i64::MAX),
        now,
    };
    let mut by_name = |after| store_list::list_by_name(connection, filter, after, behind(0));
    let (mut found, address) = match after {
        Some(Position::Address(address)) => (Vec::new(), address.as_str()),
        Some(Position::Name(name, id)) => (by_name(Some((name, id)))?, ""),
        None => (by_name(None)?, ""),
    };
    let mut next = None;
    if let Some(search) = filter.search.as_deref().filter(|_| found.len() <= limit) {
        let addresses = Addresses {
            search,
            after: address,
        };
        let slice = behind(found.len());
        let (more, last) = store_list::list_by_address(connection, filter, addresses, slice)?;
        found.extend(more);
        next = last;
    }
    if found.len() > limit {
        found.truncate(limit);
        next = found.last().map(|(position, _)| position.clone());
    }
    Ok((found, next))
}

fn page_size(limit: Option<u32>) -> Result<usize, FieldError> {
    match limit.unwrap_or(PAGE_DEFAULT) {
        size @ 1..=PAGE_LARGEST => Ok(usize::try_from(size).unwrap_or(usize::MAX)),
        _ => Err(invalid(
            "limit",
            FieldErrorCode::Invalid,
            format!("1 to {PAGE_LARGEST}."),
        )),
    }
}

fn read_search(text: &str) -> Result<String, FieldError> {
    if text.chars().count() > SEARCH_LONGEST {
        let detail = format!("At most {SEARCH_LONGEST} characters.");
        return Err(invalid("search", FieldErrorCode::TooLong, detail));
    }
    Ok(text.trim().to_lowercase())
}

/// A cursor is the position of the last row that was read, in Base64: id and name, or an at sign,
/// which no id begins with, and the address.
fn write_cursor(position: &Position) -> String {
    URL_SAFE_NO_PAD.encode(match position {
        Position::Name(name, id) => format!("{id}{name}"),
        Position::Address(address) => format!("@{address}"),
    })
}

fn read_cursor(text: &str) -> Result<Position, FieldError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let position = text.and_then(|text| match text.strip_prefix('@') {
        Some(address) => Some(Position::Address(address.to_owned())),
        None => text
            .split_at_checked(36)
            .filter(|(id, _)| id.parse::<MemberId>().is_ok())
            .map(|(id, name)| Position::Name(name.to_owned(), id.to_owned())),
    });
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
    caller: Authorized<MembersRead>,
    id: MemberId,
) -> Result<MemberView, GetMemberError> {
    let now = context.clock.now();
    let own = context.clone();
    let read = move |connection: &mut DbConnection| {
        let mut view = store_list::find_view(connection, caller.organization.key, id, now)?;
        if let Some(view) = &mut view {
            former::add_to_view(connection, &own, &caller, view)?;
        }
        Ok(view)
    };
    context.db.read(read).await?.ok_or(GetMemberError::NotFound)
}
