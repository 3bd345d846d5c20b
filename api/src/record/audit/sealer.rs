//! The background task that seals audit rows, and the check of the whole chain.
//!
//! Sealing in the transaction of the change would serialize all changes, as each needs the previous
//! seal; a second later it costs the changes nothing.

use super::chain::{ChainStatus, Flaw, Head};
use super::store::{self, Link, Positions, Row};
use crate::platform::context::Context;
use crate::platform::crypto::keys::KeyRing;
use crate::platform::db::{self, DbConnection, DbError, DbResult};
use std::future::Future;
use std::time::Duration;
use subtle::ConstantTimeEq as _;
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_secs(1);
/// Rows in one write; other changes wait for it.
const BATCH: i64 = 200;
/// Every how many ticks the head is logged.
const HEAD_EVERY: u64 = 600;

/// Seals once a second until `shutdown` is done, then what is left.
pub async fn run(context: Context, shutdown: impl Future<Output = ()>) {
    tokio::select! {
        () = seal_forever(&context) => {}
        () = shutdown => {}
    }
    seal_all(&context).await;
}

async fn seal_forever(context: &Context) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for tick in 0_u64.. {
        ticks.tick().await;
        seal_all(context).await;
        if tick.is_multiple_of(HEAD_EVERY)
            && let Ok(Some(head)) = head(context).await
        {
            // With the head in the log, a truncated record can be detected.
            tracing::info!(%head, "audit head");
        }
    }
}

async fn seal_all(context: &Context) {
    match seal_once(context).await {
        Ok(rows) => tracing::trace!(rows, "sealed"),
        Err(error) => {
            tracing::warn!(%error, "audit rows could not be sealed; trying again soon");
        }
    }
}

/// Seals all unsealed rows, and gives their number. Reads before it writes: a write without a change
/// would still cost a commit each second.
pub async fn seal_once(context: &Context) -> Result<usize, DbError> {
    let any = context.db.read(|c| unsealed(c, i64::MAX, 1)).await?.1;
    if any.is_empty() {
        return Ok(0);
    }
    // One write of its own for all batches: other changes wait while it reads.
    let settled = context.db.write(store::find_settled).await?;
    let mut sealed = 0;
    loop {
        match seal_batch(context, settled).await? {
            0 => return Ok(sealed),
            rows => sealed += rows,
        }
    }
}

async fn seal_batch(context: &Context, settled: i64) -> Result<usize, DbError> {
    let (last, rows) = context
        .db
        .read(move |c| unsealed(c, settled, BATCH))
        .await?;
    if rows.is_empty() {
        return Ok(0);
    }
    // Computed before the write, so that other changes wait for the inserts only.
    let links = links(last.as_ref(), &rows, &context.keys);
    let write = move |connection: &mut DbConnection| {
        let is_free = db::try_lock(connection, "audit sealer")?;
        if !is_free || store::find_last_link(connection)? != last {
            return Ok(0); // Another node is sealing.
        }
        store::insert_links(connection, &links)?;
        Ok(links.len())
    };
    context.db.write(write).await
}

fn links(last: Option<&Link>, rows: &[Row], keys: &KeyRing) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::with_capacity(rows.len());
    for row in rows {
        links.push(Link::after(links.last().or(last), row, keys));
    }
    links
}

fn unsealed(
    connection: &mut DbConnection,
    settled: i64,
    limit: i64,
) -> DbResult<(Option<Link>, Vec<Row>)> {
    let last = store::find_last_link(connection)?;
    let after = last.as_ref().map_or(0, |link| link.position);
    let unsealed = Positions {
        after,
        last: settled,
    };
    let rows = store::list_rows(connection, unsealed, limit)?;
    Ok((last, rows))
}

/// The newest seal; `None` before the first.
pub async fn head(context: &Context) -> Result<Option<Head>, DbError> {
    let last = context.db.read(store::find_last_link).await?;
    Ok(last.map(|link| Head {
        seq: link.seq,
        mac: link.mac,
    }))
}

/// Checks the whole chain; `kept` is a head that was stored outside the database.
pub async fn verify(context: &Context, kept: Option<Head>) -> Result<ChainStatus, DbError> {
    let keys = context.keys.clone();
    context
        .db
        .read(move |connection| look(connection, &keys, kept.as_ref()))
        .await
}

fn look(
    connection: &mut DbConnection,
    keys: &KeyRing,
    kept: Option<&Head>,
) -> DbResult<ChainStatus> {
    let mut last: Option<Link> = None;
    let mut is_kept_seen = kept.is_none_or(|head| head.seq == 0);
    loop {
        let seq = last.as_ref().map_or(0, |link| link.seq);
        let position = last.as_ref().map_or(0, |link| link.position);
        let links = store::list_links(connection, seq, BATCH)?;
        let rest = Positions {
            after: position,
            last: i64::MAX,
        };
        let mut rows = store::list_rows(connection, rest, BATCH)?.into_iter();
        if links.is_empty() {
            if !is_kept_seen {
                return Ok(broken(seq + 1, Flaw::CutOff));
            }
            let waiting = rows.len();
            return Ok(ChainStatus::Sound {
                sealed: seq,
                waiting,
            });
        }
        for link in links {
            let seq = last.as_ref().map_or(0, |link| link.seq) + 1;
            if let Some(flaw) = flaw_of(last.as_ref(), &link, rows.next().as_ref(), keys) {
                return Ok(broken(seq, flaw));
            }
            if let Some(head) = kept.filter(|head| head.seq == link.seq) {
                if !bool::from(head.mac.ct_eq(&link.mac)) {
                    return Ok(broken(seq, Flaw::Altered));
                }
                is_kept_seen = true;
            }
            last = Some(link);
        }
    }
}

fn flaw_of(before: Option<&Link>, link: &Link, row: Option<&Row>, keys: &KeyRing) -> Option<Flaw> {
    match row {
        None => Some(Flaw::Missing),
        Some(row) if row.position > link.position => Some(Flaw::Missing),
        Some(row) if row.position < link.position => Some(Flaw::Added),
        Some(row) if link.seals(before, row, keys) => None,
        Some(_) => Some(Flaw::Altered),
    }
}

fn broken(seq: i64, flaw: Flaw) -> ChainStatus {
    ChainStatus::Broken { seq, flaw }
}
