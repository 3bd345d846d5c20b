//! Pruning old audit rows, a bounded number in each change.

use crate::platform::context::Context;
use crate::platform::crypto::keys::KeyRing;
use crate::platform::db::{self, DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Actor, AuditRow, Event, StoredEvent};
use crate::record::chain::{self, ChainStatus, Cut};
use crate::record::followers::{self, Made};
use serde_json::json;
use shared_types::time::Time;
use std::sync::Arc;
use std::time::Duration;

/// Rows that are read, and deleted, at a time: two batches of the followers. On SQLite other changes wait
/// while they are deleted.
const ROWS: i64 = 2000;
/// Rows are kept this much longer, so that many go at once: each pruning adds a row.
const EVERY: Duration = Duration::from_hours(24);

/// A beginning of the record that can go.
struct Old {
    cut: Cut,
    made: Made,
    /// When the last of its rows happened.
    until: Time,
}

/// Deletes the rows that are older than the retention, when the oldest is a day older than that, and
/// gives their number. A row that a follower still needs stays, and so does one that its seal does not
/// prove: it is evidence.
pub async fn prune(context: &Context) -> Result<usize, DbError> {
    let kept_from = context.clock.now() - context.audit_retention;
    let oldest =
        |connection: &mut DbConnection| audit::list_rows(connection, i64::MIN, i64::MAX, 1);
    let oldest = context.db.look_up(oldest).await?;
    let is_due = oldest
        .first()
        .is_some_and(|row| row.at() < kept_from - EVERY);
    let mut rows = 0;
    if is_due {
        loop {
            match step(context, kept_from).await? {
                0 => break,
                more => rows += more,
            }
        }
    }
    Ok(rows)
}

async fn step(context: &Context, kept_from: Time) -> Result<usize, DbError> {
    let (keys, now) = (Arc::clone(&context.keys), context.clock.now());
    let read = move |connection: &mut DbConnection| find_old(connection, &keys, kept_from, now);
    match context.db.read(read).await? {
        Ok(Some(old)) => {
            let write = move |connection: &mut DbConnection| remove(connection, &old, now);
            context.db.write(write).await
        }
        Ok(None) => Ok(0),
        Err(broken) => {
            tracing::error!("old rows are not pruned: {broken}");
            Ok(0)
        }
    }
}

fn find_old(
    connection: &mut DbConnection,
    keys: &KeyRing,
    kept_from: Time,
    now: Time,
) -> DbResult<Result<Option<Old>, ChainStatus>> {
    let rows = audit::list_rows(connection, i64::MIN, i64::MAX, ROWS)?;
    let old = rows.iter().take_while(|row| row.at() < kept_from);
    let Some(last) = old.last().map(AuditRow::position) else {
        return Ok(Ok(None));
    };
    let limit = last.min(followers::oldest_needed_position(connection)?);
    let cut = match chain::find_cut(connection, keys, limit, now)? {
        Ok(Some(cut)) => cut,
        Ok(None) => return Ok(Ok(None)),
        Err(broken) => return Ok(Err(broken)),
    };
    let rows = rows.into_iter();
    let rows = rows.take_while(|row| row.position() <= cut.position());
    // All of them can be read: their seals were just checked.
    let events: Vec<StoredEvent> = rows.filter_map(|row| row.read().ok()).collect();
    let until = events.last().map_or(kept_from, |event| event.at);
    let day = kept_from.seconds().div_euclid(24 * 60 * 60);
    Ok(Ok(Some(Old {
        made: Made::of(&events, cut.position(), day),
        cut,
        until,
    })))
}

fn remove(connection: &mut DbConnection, old: &Old, now: Time) -> DbResult<usize> {
    let Old { cut, made, until } = old;
    // Another node may be sweeping, or was faster.
    if !db::try_lock(connection, "sweep")? || !chain::apply_cut(connection, cut)? {
        return Ok(0);
    }
    // Before the rows go, so that it takes no position of theirs.
    let event = Event::of(Actor::System, None, Action::AuditPruned);
    let event = event.details(json!({
        "rows": cut.rows(),
        "position": cut.position(),
        "until": until,
    }));
    audit::record(connection, now, &Origin::of_host(), &event)?;
    made.forget(connection)?;
    audit::delete_rows(connection, cut.position())
}
