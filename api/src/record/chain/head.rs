//! The newest seals, to be stored outside the database: without them, a chain whose end was cut off
//! cannot be told from one that was always shorter.

use super::checkpoint::Checkpoint;
use super::model::{ChainName, Head};
use super::{store, store_checkpoints};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult};
use std::collections::{BTreeMap, BTreeSet};

/// The head of each chain, in the order of their names. That of a chain whose seals were all pruned stands
/// in its checkpoint.
pub async fn heads(context: &Context) -> Result<Vec<Head>, DbError> {
    let read = |connection: &mut DbConnection| {
        let heads = store::list_heads(connection, 0)?;
        let checkpoints = store_checkpoints::list_checkpoints(connection)?;
        let mut all: BTreeMap<ChainName, Head> = BTreeMap::new();
        for head in checkpoints.iter().map(Checkpoint::head).chain(heads) {
            all.insert(head.chain.clone(), head);
        }
        Ok(all.into_values().collect())
    };
    context.db.read(read).await
}

/// The heads of the chains that were sealed after a position, and the position that they reach.
pub async fn heads_after(context: &Context, after: i64) -> Result<(Vec<Head>, i64), DbError> {
    let read = move |connection: &mut DbConnection| {
        let heads = store::list_heads(connection, after)?;
        Ok((heads, store::find_sealed_position(connection)?))
    };
    context.db.read(read).await
}

/// The newest seals of these chains, pruned or not. Seals are read first: one that is pruned meanwhile
/// has its checkpoint then.
pub(super) fn find_heads(
    connection: &mut DbConnection,
    chains: Vec<Vec<u8>>,
) -> DbResult<Vec<Head>> {
    let mut heads = store::find_heads(connection, chains.clone())?;
    let found: BTreeSet<&[u8]> = heads.iter().map(|head| head.chain.0.as_slice()).collect();
    let others = chains.into_iter();
    let others: Vec<Vec<u8>> = others
        .filter(|name| !found.contains(name.as_slice()))
        .collect();
    if !others.is_empty() {
        let checkpoints = store_checkpoints::find_checkpoints(connection, others)?;
        heads.extend(checkpoints.iter().map(Checkpoint::head));
    }
    Ok(heads)
}

/// Reads what `twostep audit head` printed, one head a line.
pub fn parse_heads(text: &str) -> Result<Vec<Head>, String> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::parse)
        .collect()
}
