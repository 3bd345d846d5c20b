//! Cutting off the beginning of the record: whole seals only, checked once more, with the checkpoints
//! that the rest goes on from.

use super::check::Check;
use super::checkpoint::{Beginning, Checkpoint, Pruned};
use super::model::ChainStatus;
use super::store::{self, Span};
use super::store_checkpoints;
use crate::platform::crypto::keys::{KeyRing, Purpose};
use crate::platform::db::{DbConnection, DbResult};
use shared_types::time::Time;

/// Seals that are looked at for an end. Those of one batch of the followers, which has at most 1,000
/// rows, are among them whole.
const SPANS: i64 = 4000;

/// A beginning that can go, with what takes its place.
#[derive(Debug)]
pub struct Cut {
    checkpoints: Vec<Checkpoint>,
    pruned: Pruned,
    before: Option<i64>,
    rows: i64,
}

impl Cut {
    /// The last position that goes.
    pub fn position(&self) -> i64 {
        self.pruned.position
    }

    /// The number of rows that go.
    pub fn rows(&self) -> i64 {
        self.rows
    }
}

/// The longest beginning up to a position that consists of whole seals, checked: what was altered is
/// evidence and stays, which the error says. `None` where no seal ends before that position.
pub fn find_cut(
    connection: &mut DbConnection,
    keys: &KeyRing,
    limit: i64,
    now: Time,
) -> DbResult<Result<Option<Cut>, ChainStatus>> {
    let spans = store::list_spans(connection, SPANS)?;
    let Some(end) = last_whole(&spans, limit) else {
        return Ok(Ok(None));
    };
    let chains = store::list_chains(connection, end)?;
    let names = chains.into_iter().map(|name| name.0).collect();
    let beginning = Beginning {
        pruned: store_checkpoints::find_pruned(connection)?,
        checkpoints: store_checkpoints::find_checkpoints(connection, names)?,
    };
    let before = beginning.pruned.clone();
    let known = beginning.checkpoints.len();
    let mut check = Check::start(keys.mac_keys(Purpose::Audit), Vec::new(), end, beginning);
    while check.step(connection)? {}
    let rows = match check.conclude(connection)? {
        Ok(rows) => rows,
        Err(broken) => return Ok(Err(broken)),
    };
    let key = keys.mac_key(Purpose::Audit);
    let mut checkpoints = check.checkpoints(now);
    for checkpoint in &mut checkpoints {
        checkpoint.mac = checkpoint.mac_under(&key).to_vec();
    }
    let new = i64::try_from(checkpoints.len() - known).unwrap_or(i64::MAX);
    let mut pruned = Pruned {
        position: end,
        count: before.as_ref().map_or(0, |before| before.count) + rows,
        chains: before.as_ref().map_or(0, |before| before.chains) + new,
        at: now.micros(),
        mac: Vec::new(),
    };
    pruned.mac = pruned.mac_under(&key).to_vec();
    Ok(Ok(Some(Cut {
        checkpoints,
        pruned,
        before: before.map(|before| before.position),
        rows,
    })))
}

/// Removes the seals of a beginning and writes its checkpoints; its rows are left to the caller. False,
/// and nothing is changed, when another process was faster.
pub fn apply_cut(connection: &mut DbConnection, cut: &Cut) -> DbResult<bool> {
    if !store_checkpoints::advance(connection, cut.before, &cut.pruned)? {
        return Ok(false);
    }
    store_checkpoints::write_checkpoints(connection, &cut.checkpoints)?;
    store::delete_seals(connection, cut.position())?;
    Ok(true)
}

/// The last position up to `limit` that no seal reaches over. Seals of one batch lie between each
/// other's rows.
fn last_whole(spans: &[Span], limit: i64) -> Option<i64> {
    let mut first_later = i64::MAX;
    for span in spans.iter().rev() {
        if span.last <= limit && span.last < first_later {
            return Some(span.last);
        }
        first_later = first_later.min(span.first);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// G-07: a seal is cut off as a whole or not at all, whatever others have rows between its own.
    #[test]
    fn no_seal_is_cut_through() {
        let spans = |all: &[[i64; 2]]| -> Vec<Span> {
            let span = |[first, last]: &[i64; 2]| Span {
                first: *first,
                last: *last,
            };
            all.iter().map(span).collect()
        };
        let all = spans(&[[1, 3], [2, 4], [11, 11], [10, 14], [12, 20]]);
        for (limit, expected) in [
            (i64::MAX, Some(20)),
            (20, Some(20)),
            (19, Some(4)),
            (4, Some(4)),
            (3, None),
            (0, None),
        ] {
            assert_eq!(last_whole(&all, limit), expected, "{limit}");
        }
        assert_eq!(last_whole(&[], 5), None);
    }
}
