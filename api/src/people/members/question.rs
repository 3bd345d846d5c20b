//! What a list or a file of members asks for, and its pages.

use super::filter::Filter;
use super::listed::{Found, Position, Wanted};
use super::search::{self, Search};
use super::store_list::{self, Slice};
use super::words::Terms;
use crate::people::groups;
use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::limits::{SEARCH_LONGEST, SEARCH_WORDS};
use shared_types::members::ListMembersQuery;
use shared_types::problem::{FieldError, FieldErrorCode};

/// Whom a list shows.
pub(super) struct Question {
    filter: Filter,
    terms: Option<Terms>,
}

/// The same, before the name of the group was looked up.
pub(super) struct Asked {
    question: Question,
    group: Option<String>,
}

impl Asked {
    /// The filters of a query; where its page begins is not asked here.
    pub(super) fn read(
        organization: OrganizationKey,
        query: &ListMembersQuery,
    ) -> Result<Self, FieldError> {
        let terms = query.search.as_deref().map(read_search).transpose()?;
        let filter = Filter {
            role: query.role,
            status: query.status,
            two_step: query.two_step,
            is_held: query.held == Some(true),
            ..Filter::of(organization)
        };
        Ok(Self {
            question: Question {
                filter,
                terms: terms.flatten(),
            },
            group: query.group.clone(),
        })
    }

    /// Looks the group up.
    pub(super) fn find_group(
        self,
        connection: &mut DbConnection,
    ) -> DbResult<Result<Question, FieldError>> {
        let mut question = self.question;
        if let Some(name) = &self.group {
            let filter = &mut question.filter;
            filter.group = groups::find_named(connection, filter.organization, name)?;
            if filter.group.is_none() {
                let detail = format!("There is no group {name:?}.");
                let unknown = FieldError::new("group", FieldErrorCode::Invalid, detail);
                return Ok(Err(unknown));
            }
        }
        Ok(Ok(question))
    }
}

impl Question {
    /// The members behind a place, with their last sign-ins.
    pub(super) fn find_page(
        &self,
        connection: &mut DbConnection,
        after: Option<&Position>,
        page: Wanted,
    ) -> DbResult<Found> {
        let mut found = match &self.terms {
            Some(terms) => {
                let search = Search {
                    filter: &self.filter,
                    terms,
                };
                search::find_page(connection, &search, after, page)?
            }
            None => self.list_page(connection, after, page)?,
        };
        store_list::add_last_sign_ins(connection, &mut found.members)?;
        Ok(found)
    }

    /// The members behind a place, in the order of names.
    fn list_page(
        &self,
        connection: &mut DbConnection,
        after: Option<&Position>,
        page: Wanted,
    ) -> DbResult<Found> {
        // One more than is shown tells whether there are more.
        let slice = Slice {
            limit: i64::try_from(page.limit + 1).unwrap_or(i64::MAX),
            now: page.now,
        };
        let after = match after {
            Some(Position::Name(name, id) | Position::Word(_, name, id)) => Some((&**name, &**id)),
            None => None,
        };
        let members = store_list::list_by_name(connection, &self.filter, after, slice)?;
        Ok(Found::first(members, page.limit))
    }
}

/// `None` where nothing was typed.
fn read_search(text: &str) -> Result<Option<Terms>, FieldError> {
    let too_long = |detail| FieldError::new("search", FieldErrorCode::TooLong, detail);
    if text.chars().count() > SEARCH_LONGEST {
        return Err(too_long(format!("At most {SEARCH_LONGEST} characters.")));
    }
    if text.trim().is_empty() {
        return Ok(None);
    }
    let terms = Terms::parse(text);
    if terms.all().len() > SEARCH_WORDS {
        return Err(too_long(format!("At most {SEARCH_WORDS} words.")));
    }
    Ok(Some(terms))
}
