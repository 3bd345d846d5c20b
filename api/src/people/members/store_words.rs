//! The table `member_words`: what a search finds members by.

use super::words::words_of;
use crate::platform::db::keys::{MemberKey, OrganizationKey};
use crate::platform::db::schema::{member_words, members};
use crate::platform::db::{DbConnection, DbResult, MultiBackend, on_backend};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Members whose words are compared or written at a time.
const MEMBERS_AT_A_TIME: i64 = 500;
/// Words that one statement writes: four values each, and SQLite takes 32,766 in one.
const WORDS_AT_A_TIME: usize = 2000;

/// A word of a member. The rows of an organization are in this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Queryable)]
pub(super) struct WordRow {
    pub(super) word: String,
    pub(super) sort_name: String,
    pub(super) member: MemberKey,
}

/// The words of an organization that begin so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beginning<'a> {
    pub(super) organization: OrganizationKey,
    pub(super) term: &'a str,
}

/// At most `limit` rows that begin so, behind one of them.
pub(super) fn list_words(
    connection: &mut DbConnection,
    beginning: Beginning<'_>,
    after: Option<&WordRow>,
    limit: usize,
) -> DbResult<Vec<WordRow>> {
    let count = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
    let Some(after) = after else {
        return rows_of(beginning).limit(count(limit)).load(connection);
    };
    // The rest of its word and then the words behind it. Each has one bound for one column, so that both
    // backends begin there: with a range of words besides, SQLite reads up to it (3 s in two million).
    let Beginning { organization, term } = beginning;
    let (name, member) = (after.sort_name.clone(), after.member);
    let behind = member_words::sort_name
        .gt(name.clone())
        .or(member_words::member.gt(member));
    let mut rows: Vec<WordRow> = rows_in_order(organization)
        .filter(member_words::word.eq(after.word.clone()))
        .filter(member_words::sort_name.ge(name).and(behind))
        .limit(count(limit))
        .load(connection)?;
    if rows.len() < limit {
        let more = rows_in_order(organization)
            .filter(member_words::word.gt(after.word.clone()))
            .filter(member_words::word.lt(end_of(term)))
            .limit(count(limit - rows.len()));
        rows.extend(more.load::<WordRow>(connection)?);
    }
    Ok(rows)
}

/// Whether more than so many rows begin so.
pub(super) fn are_more_than(
    connection: &mut DbConnection,
    beginning: Beginning<'_>,
    rows: i64,
) -> DbResult<bool> {
    let next = rows_of(beginning).offset(rows).limit(1);
    Ok(next.get_result::<WordRow>(connection).optional()?.is_some())
}

fn rows_of(Beginning { organization, term }: Beginning<'_>) -> Rows {
    rows_in_order(organization)
        .filter(member_words::word.ge(term.to_owned()))
        .filter(member_words::word.lt(end_of(term)))
}

fn rows_in_order(organization: OrganizationKey) -> Rows {
    member_words::table
        .select((
            member_words::word,
            member_words::sort_name,
            member_words::member,
        ))
        .order((
            member_words::word,
            member_words::sort_name,
            member_words::member,
        ))
        .filter(member_words::organization.eq(organization))
        .into_boxed()
}

/// What no word that begins so reaches. A range instead of LIKE: an index gives it on both backends.
fn end_of(term: &str) -> String {
    format!("{term}\u{10FFFF}")
}

type Rows = member_words::BoxedQuery<'static, MultiBackend, WordColumns>;

type WordColumns = (
    diesel::sql_types::Text,
    diesel::sql_types::Text,
    diesel::sql_types::BigInt,
);

/// What the words of a member are made of.
#[derive(Clone, Debug, Queryable)]
struct Named {
    member: MemberKey,
    organization: OrganizationKey,
    display_name: String,
    sort_name: String,
    email: String,
}

impl Named {
    fn words(&self) -> BTreeSet<String> {
        words_of(&self.display_name, &self.email)
    }
}

/// Writes the words of a member anew, from its name and its address.
pub fn replace_words(connection: &mut DbConnection, member: MemberKey) -> DbResult<()> {
    let named = list_named(connection, member, 1)?;
    write(connection, &named)
}

/// Writes the words of every member anew where they are not those of its name and address.
pub(super) fn replace_all_words(connection: &mut DbConnection) -> DbResult<()> {
    each_batch(connection, |connection, named| {
        let stale = find_stale(connection, &named)?;
        let stale: Vec<Named> = stale.into_iter().cloned().collect();
        write(connection, &stale)
    })
}

/// How many members of each organization have other words than those of their names and addresses.
pub(super) fn count_stale_words(
    connection: &mut DbConnection,
) -> DbResult<BTreeMap<OrganizationKey, i64>> {
    let mut counts = BTreeMap::new();
    each_batch(connection, |connection, named| {
        for stale in find_stale(connection, &named)? {
            *counts.entry(stale.organization).or_default() += 1;
        }
        Ok(())
    })?;
    Ok(counts)
}

/// Does something with all members, so many at a time.
fn each_batch(
    connection: &mut DbConnection,
    mut run: impl FnMut(&mut DbConnection, Vec<Named>) -> DbResult<()>,
) -> DbResult<()> {
    let mut from = MemberKey::of(0);
    loop {
        let named = list_named(connection, from, MEMBERS_AT_A_TIME)?;
        let Some(last) = named.last() else {
            return Ok(());
        };
        from = MemberKey::of(last.member.number() + 1);
        run(connection, named)?;
    }
}

fn list_named(connection: &mut DbConnection, from: MemberKey, limit: i64) -> DbResult<Vec<Named>> {
    members::table
        .filter(members::key.ge(from))
        .order(members::key)
        .limit(limit)
        .select((
            members::key,
            members::organization,
            members::display_name,
            members::sort_name,
            members::email,
        ))
        .load(connection)
}

/// Those whose rows are not what they should be. They stand in the order of their keys.
fn find_stale<'a>(connection: &mut DbConnection, named: &'a [Named]) -> DbResult<Vec<&'a Named>> {
    let (Some(first), Some(last)) = (named.first(), named.last()) else {
        return Ok(Vec::new());
    };
    let rows: Vec<WordRow> = member_words::table
        .filter(member_words::member.ge(first.member))
        .filter(member_words::member.le(last.member))
        .select((
            member_words::word,
            member_words::sort_name,
            member_words::member,
        ))
        .load(connection)?;
    let mut kept: BTreeMap<MemberKey, BTreeSet<(String, String)>> = BTreeMap::new();
    for row in rows {
        let words = kept.entry(row.member).or_default();
        words.insert((row.word, row.sort_name));
    }
    let is_stale = |one: &&Named| {
        let own = one.words().into_iter();
        let own = own.map(|word| (word, one.sort_name.clone())).collect();
        kept.get(&one.member) != Some(&own)
    };
    Ok(named.iter().filter(is_stale).collect())
}

fn write(connection: &mut DbConnection, all: &[Named]) -> DbResult<()> {
    let (mut keys, mut rows) = (Vec::new(), Vec::new());
    for named in all {
        keys.push(named.member);
        rows.extend(named.words().into_iter().map(|word| {
            (
                member_words::member.eq(named.member),
                member_words::word.eq(word),
                member_words::organization.eq(named.organization),
                member_words::sort_name.eq(named.sort_name.clone()),
            )
        }));
    }
    if keys.is_empty() {
        return Ok(());
    }
    diesel::delete(member_words::table.filter(member_words::member.eq_any(keys)))
        .execute(connection)?;
    rows.chunks(WORDS_AT_A_TIME).try_for_each(|some| {
        on_backend!(connection, |own| diesel::insert_into(member_words::table)
            .values(some)
            .execute(own))
        .map(drop)
    })
}
