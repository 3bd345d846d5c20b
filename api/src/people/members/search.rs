//! Finding members by words: with an index whatever is typed, and with an end to the work of a page.
//!
//! The rarest of what is asked for (a word, or the filter) gives the candidates; the rest is looked for in
//! their rows. Few candidates are put into the order of names, as the list has it. Where there are many they
//! come by the word that matches, and by name among those of one word: that is the order of the index, so
//! each page begins where it is to begin.

use super::filter::Filter;
use super::listed::{Found, Listed, Position, Wanted};
use super::store::{find_id, find_key};
use super::store_list::{self, Slice};
use super::store_words::{self, Beginning, WordRow};
use super::words::{Terms, first_with, words_of};
use crate::platform::db::keys::MemberKey;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::limits::{SEARCH_CANDIDATES_OF_A_PAGE, SEARCH_SORTED};

/// Candidates whose rows are read at a time.
const AT_A_TIME: usize = 250;
/// A word is rarer than another when fewer rows than one of these have it.
const RARITIES: [i64; 3] = [10_000, 50_000, 250_000];

/// Whom a search asks for.
pub(super) struct Search<'a> {
    pub(super) filter: &'a Filter,
    pub(super) terms: &'a Terms,
}

impl Search<'_> {
    fn finds(&self, listed: &Listed) -> bool {
        let words = words_of(&listed.view.display_name, &listed.view.email);
        self.filter.admits(listed) && self.terms.match_all(&words)
    }

    fn beginning<'a>(&self, term: &'a str) -> Beginning<'a> {
        Beginning {
            organization: self.filter.organization,
            term,
        }
    }
}

/// The members behind a place whom a search finds.
pub(super) fn find_page(
    connection: &mut DbConnection,
    search: &Search<'_>,
    after: Option<&Position>,
    page: Wanted,
) -> DbResult<Found> {
    if search.terms.all().is_empty() {
        return Ok(Found::first(Vec::new(), page.limit));
    }
    let (name, id) = match after {
        Some(Position::Word(word, name, id)) => {
            let after = WordRow {
                word: word.clone(),
                sort_name: name.clone(),
                member: key_of(connection, id)?,
            };
            return find_by_word(connection, search, Some(after), page);
        }
        Some(Position::Name(name, id)) => (name.clone(), Some(id)),
        None => (String::new(), None),
    };
    // More may have been added since the first page; they do not change the order of the next one.
    let most = if after.is_some() {
        2 * SEARCH_SORTED
    } else {
        SEARCH_SORTED
    };
    let candidates = match rarest_word(connection, search, most)? {
        Some(few) => few,
        None => match few_of_filter(connection, search, page)? {
            Some(few) => few,
            None => return find_by_word(connection, search, None, page),
        },
    };
    let behind = match id {
        Some(id) => Some((name, key_of(connection, id)?)),
        None => None,
    };
    let keys = candidates
        .into_iter()
        .filter(|one| Some(one) > behind.as_ref());
    let keys: Vec<MemberKey> = keys.map(|(_, member)| member).collect();
    find_in_order(connection, search, &keys, page)
}

/// A name for order, and the member.
type Candidate = (String, MemberKey);

/// Whom the rarest word finds, in the order of names, if they are few.
fn rarest_word(
    connection: &mut DbConnection,
    search: &Search<'_>,
    most: usize,
) -> DbResult<Option<Vec<Candidate>>> {
    let mut rarest: Option<Vec<WordRow>> = None;
    for term in search.terms.all() {
        let rows = store_words::list_words(connection, search.beginning(term), None, most + 1)?;
        let is_rarer = rarest.as_ref().is_none_or(|known| rows.len() < known.len());
        if rows.len() <= most && is_rarer {
            rarest = Some(rows);
        }
    }
    let few = rarest.map(|rows| {
        let mut few: Vec<Candidate> = rows
            .into_iter()
            .map(|row| (row.sort_name, row.member))
            .collect();
        few.sort_unstable();
        few.dedup();
        few
    });
    Ok(few)
}

/// Whom the filter leaves, in the order of names, if they are few.
fn few_of_filter(
    connection: &mut DbConnection,
    search: &Search<'_>,
    page: Wanted,
) -> DbResult<Option<Vec<Candidate>>> {
    if search.filter.is_empty() {
        return Ok(None);
    }
    let slice = Slice {
        limit: i64::try_from(SEARCH_SORTED + 1).unwrap_or(i64::MAX),
        now: page.now,
    };
    let listed = store_list::list_by_name(connection, search.filter, None, slice)?;
    let few = (listed.len() <= SEARCH_SORTED).then(|| {
        let mut few: Vec<Candidate> = listed
            .into_iter()
            .map(|one| (one.sort_name, one.key))
            .collect();
        few.sort_unstable();
        few
    });
    Ok(few)
}

/// The candidates that the search finds, in their order, until a page is full.
fn find_in_order(
    connection: &mut DbConnection,
    search: &Search<'_>,
    candidates: &[MemberKey],
    page: Wanted,
) -> DbResult<Found> {
    let mut found = Vec::new();
    for some in candidates.chunks(AT_A_TIME) {
        let listed = store_list::list_of_keys(connection, some, page.now)?;
        found.extend(listed.into_iter().filter(|one| search.finds(one)));
        if found.len() > page.limit {
            break;
        }
    }
    Ok(Found::first(found, page.limit))
}

/// Those behind a row of the rarest word whom the search finds, until a page is full or enough was
/// looked at.
fn find_by_word(
    connection: &mut DbConnection,
    search: &Search<'_>,
    after: Option<WordRow>,
    page: Wanted,
) -> DbResult<Found> {
    let term = match &after {
        // The one that gave the page before; no term begins another.
        Some(row) => {
            let mut terms = search.terms.all().iter();
            match terms.find(|term| row.word.starts_with(&**term)) {
                Some(term) => term,
                None => return Ok(Found::first(Vec::new(), page.limit)),
            }
        }
        None => rarest_of_many(connection, search)?,
    };
    let (mut members, mut last, mut seen) = (Vec::new(), after, 0);
    while seen < SEARCH_CANDIDATES_OF_A_PAGE {
        let beginning = search.beginning(term);
        let rows = store_words::list_words(connection, beginning, last.as_ref(), AT_A_TIME)?;
        let keys: Vec<MemberKey> = rows.iter().map(|row| row.member).collect();
        let mut listed = store_list::list_of_keys(connection, &unique(&keys), page.now)?;
        listed.retain(|one| search.finds(one));
        for row in &rows {
            let fits = |one: &Listed| one.key == row.member && is_first(one, term, &row.word);
            if let Some(at) = listed.iter().position(fits) {
                if members.len() == page.limit {
                    let next = last
                        .as_ref()
                        .map(|last| position(connection, last))
                        .transpose()?;
                    return Ok(Found { members, next });
                }
                members.push(listed.swap_remove(at));
            }
            last = Some(row.clone());
        }
        seen += rows.len();
        if rows.len() < AT_A_TIME {
            return Ok(Found {
                members,
                next: None,
            });
        }
    }
    let next = last.map(|last| position(connection, &last)).transpose()?;
    Ok(Found { members, next })
}

/// Whether the word is the first of the member's that begin so: each member is shown there only.
fn is_first(listed: &Listed, term: &str, word: &str) -> bool {
    let words = words_of(&listed.view.display_name, &listed.view.email);
    first_with(&words, term).is_some_and(|first| first == word)
}

/// The term that the fewest rows have, roughly; the longest one of those that many have.
fn rarest_of_many<'a>(connection: &mut DbConnection, search: &Search<'a>) -> DbResult<&'a String> {
    let mut terms: Vec<&String> = search.terms.all().iter().collect();
    terms.sort_by_key(|term| std::cmp::Reverse(term.len()));
    if let [_, _, ..] = terms[..] {
        for rows in RARITIES {
            for term in &terms {
                if !store_words::are_more_than(connection, search.beginning(term), rows)? {
                    return Ok(term);
                }
            }
        }
    }
    Ok(terms[0])
}

fn unique(keys: &[MemberKey]) -> Vec<MemberKey> {
    let mut keys = keys.to_vec();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The row's place for a cursor, which names a member by the id.
fn position(connection: &mut DbConnection, row: &WordRow) -> DbResult<Position> {
    let id = find_id(connection, row.member)?;
    Ok(Position::Word(row.word.clone(), row.sort_name.clone(), id))
}

/// The member of a cursor. One who was deleted meanwhile stood before all others of the name: nobody is
/// left out.
fn key_of(connection: &mut DbConnection, id: &str) -> DbResult<MemberKey> {
    let key = match id.parse() {
        Ok(id) => find_key(connection, id)?,
        Err(_) => None,
    };
    Ok(key.unwrap_or(MemberKey::of(0)))
}
