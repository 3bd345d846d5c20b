//! Sign-ins of which the owner may have to be told: those of `sign_ins` with no `told_at`, which an index
//! of their own holds. Finishing a sign-in does not write there; the sweep does.

use super::model::{State, Unfinished};
use crate::platform::db::keys::{MemberKey, SignInKey};
use crate::platform::db::schema::sign_ins;
use crate::platform::db::{DbConnection, DbResult};
use diesel::dsl::auto_type;
use diesel::prelude::*;
use shared_types::limits::KNOWN_BROWSER_NOTICE_DELAY;
use shared_types::time::Time;

#[derive(Queryable)]
struct UnfinishedRow {
    key: SignInKey,
    member: MemberKey,
    #[diesel(deserialize_as = i64)]
    started_at: Time,
    network: String,
    program: String,
}

/// Some of the rows with no `told_at`: the next ones behind a key, up to another.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    after: SignInKey,
    pub until: SignInKey,
}

/// The next `most` rows behind a key; none when there are no more.
pub fn find_stretch(
    connection: &mut DbConnection,
    after: SignInKey,
    most: i64,
) -> DbResult<Option<Stretch>> {
    let keys: Vec<SignInKey> = sign_ins::table
        .filter(sign_ins::told_at.is_null())
        .filter(sign_ins::key.gt(after))
        .order(sign_ins::key)
        .limit(most)
        .select(sign_ins::key)
        .load(connection)?;
    Ok(keys.last().map(|until| Stretch {
        after,
        until: *until,
    }))
}

/// Of those that were finished nobody need be told.
pub fn settle_finished(
    connection: &mut DbConnection,
    stretch: Stretch,
    now: Time,
) -> DbResult<usize> {
    let finished = sign_ins::table
        .filter(sign_ins::told_at.is_null())
        .filter(sign_ins::finished_at.is_not_null())
        .filter(sign_ins::key.gt(stretch.after))
        .filter(sign_ins::key.le(stretch.until));
    diesel::update(finished)
        .set(sign_ins::told_at.eq(now.micros()))
        .execute(connection)
}

/// The rows of which the owner has to be told by now: they ended without a session or ran out of time, and
/// those of a known browser were given the time to be followed by a finished one.
#[auto_type]
fn due(now: Time) -> _ {
    let over_by: i64 = now.micros();
    let started_by: i64 = (now - KNOWN_BROWSER_NOTICE_DELAY).micros();
    let state: &'static str = State::Ended.as_str();
    let is_over = sign_ins::state
        .eq(state)
        .or(sign_ins::expires_at.le(over_by));
    let has_waited = sign_ins::browser
        .is_null()
        .or(sign_ins::started_at.le(started_by));
    sign_ins::table
        .filter(sign_ins::told_at.is_null())
        .filter(sign_ins::finished_at.is_null())
        .filter(is_over)
        .filter(has_waited)
}

/// At most so many of those that are due, the oldest first.
pub fn list_due(
    connection: &mut DbConnection,
    stretch: Stretch,
    most: i64,
    now: Time,
) -> DbResult<Vec<Unfinished>> {
    let rows = due(now)
        .filter(sign_ins::key.gt(stretch.after))
        .filter(sign_ins::key.le(stretch.until))
        .order(sign_ins::key)
        .limit(most)
        .select((
            sign_ins::key,
            sign_ins::member,
            sign_ins::started_at,
            sign_ins::network,
            sign_ins::label,
        ))
        .load::<UnfinishedRow>(connection)?;
    Ok(rows.into_iter().map(Unfinished::from).collect())
}

/// Notes that it was looked at. Of several nodes that try, exactly one call returns `true`.
pub fn settle(connection: &mut DbConnection, key: SignInKey, now: Time) -> DbResult<bool> {
    let open = sign_ins::table
        .find(key)
        .filter(sign_ins::told_at.is_null());
    let changed = diesel::update(open)
        .set(sign_ins::told_at.eq(now.micros()))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Notes that one notice is about all of the member's that are due; how many there were.
pub fn settle_due_of(
    connection: &mut DbConnection,
    member: MemberKey,
    now: Time,
) -> DbResult<usize> {
    diesel::update(due(now).filter(sign_ins::member.eq(member)))
        .set(sign_ins::told_at.eq(now.micros()))
        .execute(connection)
}

/// Whether the member finished a sign-in from the same place after this one was started.
pub fn has_finished_since(connection: &mut DbConnection, one: &Unfinished) -> DbResult<bool> {
    let finished = sign_ins::table
        .filter(sign_ins::member.eq(one.member))
        .filter(sign_ins::network.eq(&one.network))
        .filter(sign_ins::label.eq(&one.program))
        .filter(sign_ins::finished_at.gt(one.started_at.micros()));
    diesel::select(diesel::dsl::exists(finished)).get_result(connection)
}

impl From<UnfinishedRow> for Unfinished {
    fn from(row: UnfinishedRow) -> Self {
        Self {
            key: row.key,
            member: row.member,
            started_at: row.started_at,
            network: row.network,
            program: row.program,
        }
    }
}
