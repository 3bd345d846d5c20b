//! A page of the list of members: its rows, and where the next one begins.

use crate::platform::db::keys::{MemberKey, OrganizationKey};
use shared_types::me::Locale;
use shared_types::members::MemberView;
use shared_types::time::Time;

/// A place in the list.
#[derive(Clone, Debug)]
pub(super) enum Position {
    /// Behind a name, and behind an id among those of that name.
    Name(String, String),
    /// Of a search that finds many: behind a word, a name and an id among those.
    Word(String, String, String),
}

/// A member of the list.
pub(super) struct Listed {
    pub(super) key: MemberKey,
    pub(super) organization: OrganizationKey,
    pub(super) sort_name: String,
    /// The language that the member chose.
    pub(super) locale: Option<Locale>,
    pub(super) view: MemberView,
}

impl Listed {
    /// Where the list goes on behind this member.
    pub(super) fn position(&self) -> Position {
        Position::Name(self.sort_name.clone(), self.view.id.to_string())
    }
}

/// How many members a page shows, and the time for which their states are told.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub(super) limit: usize,
    pub(super) now: Time,
}

/// The members of a page, and where the next page begins if there is one.
pub(super) struct Found {
    pub(super) members: Vec<Listed>,
    pub(super) next: Option<Position>,
}

impl Found {
    /// The first of these, and the place behind them if there are more.
    pub(super) fn first(mut members: Vec<Listed>, limit: usize) -> Self {
        let has_more = members.len() > limit;
        members.truncate(limit);
        let last = members.last().filter(|_| has_more);
        let next = last.map(Listed::position);
        Self { members, next }
    }
}
