//! Signing the heads of the audit record, once a day is over and sealed.

use super::evidence;
use super::signer::Signer;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError};
use crate::record::chain::{self, DailyHead, HeadSigner, SignedHead};
use crate::record::followers::{self, Follower};
use shared_types::time::Time;
use std::sync::Arc;

/// Signs the heads of every day that is over, sealed and not signed yet, and gives their number. Nodes that do so at
/// the same moment keep one head of each chain and day.
pub async fn sign_days(context: &Context) -> Result<usize, DbError> {
    let mut count = 0;
    loop {
        let now = context.clock.now();
        let find = move |connection: &mut DbConnection| {
            let sealed = followers::up_to(connection, Follower::Seals, now)?;
            chain::find_unsigned(connection, sealed)
        };
        let heads = context.db.read(find).await?;
        let Some(day) = heads.first().map(|head| head.day) else {
            return Ok(count);
        };
        let signer = Arc::new(evidence::prepare(context).await?);
        let heads = signer.sign_heads(heads, now);
        let keep = move |connection: &mut DbConnection| {
            if evidence::is_current(connection, &signer)? {
                chain::insert_signed(connection, &heads).map(Some)
            } else {
                Ok(None)
            }
        };
        let Some(kept) = context.db.write(keep).await? else {
            // The key was withdrawn meanwhile: the next sweep signs with another.
            return Ok(count);
        };
        count += kept;
        tracing::info!(%day, chains = kept, "daily heads signed");
    }
}

impl Signer {
    fn sign_heads(&self, heads: Vec<DailyHead>, now: Time) -> Vec<SignedHead> {
        let signer = HeadSigner {
            kid: &self.kid,
            issuer: &self.issuer,
            key: &self.key,
        };
        let heads = heads.into_iter();
        heads.map(|head| head.sign(&signer, now)).collect()
    }
}
