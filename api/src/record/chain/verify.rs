//! Checking all chains: one pass over the rows in the order of their positions, with the seals of
//! each chain beside it.

use super::check::Check;
use super::checkpoint::Beginning;
use super::model::{ChainStatus, Head};
use super::{store, store_checkpoints};
use crate::platform::context::Context;
use crate::platform::crypto::keys::Purpose;
use crate::platform::db::{DbConnection, DbError};

/// Checks all chains; `kept` are heads that were stored outside the database.
pub async fn verify(context: &Context, kept: Vec<Head>) -> Result<ChainStatus, DbError> {
    loop {
        let before = pruned_position(context).await?;
        let status = attempt(context, kept.clone()).await?;
        // What is pruned during a check is missed by it: it is made again.
        let is_sound = matches!(status, ChainStatus::Sound { .. });
        if is_sound || pruned_position(context).await? == before {
            return Ok(status);
        }
    }
}

async fn pruned_position(context: &Context) -> Result<Option<i64>, DbError> {
    let found = context.db.read(store_checkpoints::find_pruned).await?;
    Ok(found.map(|pruned| pruned.position))
}

async fn attempt(context: &Context, kept: Vec<Head>) -> Result<ChainStatus, DbError> {
    let keys = context.keys.mac_keys(Purpose::Audit);
    let start = move |connection: &mut DbConnection| {
        // Whatever is sealed later is not looked at, so that seals may be added meanwhile.
        let end = store::find_sealed_position(connection)?;
        let beginning = Beginning {
            pruned: store_checkpoints::find_pruned(connection)?,
            checkpoints: store_checkpoints::list_checkpoints(connection)?,
        };
        Ok(Check::start(keys, kept, end, beginning))
    };
    let mut check = context.db.read(start).await?;
    loop {
        let step = move |connection: &mut DbConnection| {
            let is_more = check.step(connection)?;
            Ok((check, is_more))
        };
        let is_more;
        (check, is_more) = context.db.read(step).await?;
        if !is_more {
            break;
        }
    }
    let finish = move |connection: &mut DbConnection| check.finish(connection);
    context.db.read(finish).await
}
