//! The caller behind a presented token.

use super::last_use::TokenUses;
use super::model::TokenUse;
use super::store::{self, StoredToken};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::keys::ApiTokenKey;
use crate::platform::db::{DbError, LookUps};
use crate::platform::origin::Origin;
use crate::protection::access::{Actor, Caller};
use std::net::IpAddr;

/// Why a token opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSuchToken {
    /// Its checksum is wrong: it was not copied whole. Nothing was looked up.
    #[error("the token is mistyped")]
    Mistyped,
    /// There is none, it has ended, or its owner is no administrator any more.
    #[error("no such token")]
    Unknown,
}

/// Why a request with a token goes no further.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// It opens nothing.
    #[error(transparent)]
    None(#[from] NoSuchToken),
    /// It is not good from this address.
    #[error("the token is not good from this network")]
    Network(IpAddr),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Finds tokens, and notes their uses in memory. Cloning it shares the notes and the batches.
#[derive(Clone)]
pub struct TokenChecks {
    context: Context,
    uses: TokenUses,
    look_ups: LookUps<ApiTokenKey, Option<StoredToken>>,
}

impl TokenChecks {
    /// Tokens of this database, by the clock of `context`.
    pub fn new(context: &Context, uses: &TokenUses) -> Self {
        Self {
            context: context.clone(),
            uses: uses.clone(),
            look_ups: LookUps::new(&context.db, store::find_tokens),
        }
    }

    /// The caller behind a presented token, with everything read live; its use is noted in memory.
    pub async fn find_live(
        &self,
        presented: &str,
        origin: Origin,
        route: impl FnOnce() -> String,
    ) -> Result<Caller, TokenError> {
        let token = token::presented(TokenKind::Api, presented).ok_or(NoSuchToken::Mistyped)?;
        let now = self.context.clock.now();
        let key = ApiTokenKey::of(token.selector);
        let stored = self.look_ups.find(key).await?;
        let verifier = stored.as_ref().map(|stored| stored.verifier.as_slice());
        let is_opened = token.matches(verifier);
        let kept = stored.filter(|_| is_opened).map(|stored| stored.kept);
        let kept = kept.ok_or(NoSuchToken::Unknown)?;
        let proven = kept.proves(now).ok_or(NoSuchToken::Unknown)?;
        if !kept.networks.contain(origin.address) {
            self.uses.outside().note(key, &origin.network);
            return Err(TokenError::Network(origin.address));
        }
        let noted = TokenUse {
            at: now,
            network: origin.network.clone(),
            route: route(),
        };
        // Of requests of one kind from one place, one in a minute is enough; another is told at once.
        if kept.last_use.is_none_or(|last| noted.tells_more(&last)) {
            self.uses.note(key, noted);
        }
        Ok(Caller {
            organization: kept.organization,
            actor: Actor::Client(proven),
            origin,
        })
    }
}
