//! The newest seals, to be stored outside the database: without them, a chain whose end was cut off
//! cannot be told from one that was always shorter.

use super::model::Head;
use super::store;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError};

/// The head of each chain, in the order of their names.
pub async fn heads(context: &Context) -> Result<Vec<Head>, DbError> {
    let read = |connection: &mut _| store::list_heads(connection, 0);
    let mut heads = context.db.read(read).await?;
    heads.sort_by(|a, b| a.chain.cmp(&b.chain));
    Ok(heads)
}

/// The heads of the chains that were sealed after a position, and the position that they reach.
pub async fn heads_after(context: &Context, after: i64) -> Result<(Vec<Head>, i64), DbError> {
    let read = move |connection: &mut DbConnection| {
        let heads = store::list_heads(connection, after)?;
        Ok((heads, store::find_sealed_position(connection)?))
    };
    context.db.read(read).await
}

/// Reads what `twostep audit head` printed, one head a line.
pub fn parse_heads(text: &str) -> Result<Vec<Head>, String> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::parse)
        .collect()
}
