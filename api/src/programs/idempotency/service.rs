//! Claiming a key for a request, keeping the answer, freeing the key.
//!
//! The claim and the answer are changes of their own, before and after that of the request: a process that dies
//! between leaves a lease, and when that is over a repetition runs. What it then does twice is what it would do
//! without a key.

use super::key::{Fingerprint, KeyName};
use super::model::{self, Kept, KeptAnswer, Next, Stored};
use super::store::{self, Claim};
use crate::platform::context::Context;
use crate::platform::crypto::keys::OpenError;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::protection::keyring;
use shared_types::limits::{
    IDEMPOTENCY_KEPT, IDEMPOTENCY_KEYS_PER_CALLER, IDEMPOTENCY_LEASE, IDEMPOTENT_BYTES_PER_CALLER,
};
use shared_types::time::Time;
use std::time::Duration;

/// Why a request with a key does not run and has no kept answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum KeyError {
    /// The first one with the key still runs.
    #[error("the first request with the key still runs")]
    InUse(Duration),
    /// The key is that of another request.
    #[error("the key is that of another request")]
    Reused,
    /// The caller has too many keys; when the first is free again.
    #[error("the caller has too many keys")]
    Full(Duration),
    /// What is kept does not open.
    #[error("the kept answer does not open")]
    Unreadable,
    /// The database gave no answer; the request did not run.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// A request that may run, and the place for its answer.
#[derive(Clone, Debug)]
pub(super) struct Lease {
    name: KeyName,
    asked: PendingRequest,
    until: Time,
}

/// What a request is recognised by.
#[derive(Clone, Debug)]
pub(super) struct PendingRequest {
    pub(super) fingerprint: Fingerprint,
    /// The session that asks, where the answer holds a secret.
    pub(super) session: Option<String>,
}

/// What a request with a key begins with.
#[derive(Debug)]
pub(super) enum Begun {
    /// It runs.
    Run(Lease),
    /// It was answered before; `None` where the answer was too large to be kept, or is another session's.
    Answered(Option<KeptAnswer>),
}

/// Claims the key, or finds what the first request with it came to.
pub(super) async fn begin(
    context: &Context,
    name: KeyName,
    asked: PendingRequest,
) -> Result<Begun, KeyError> {
    let now = context.clock.now();
    let sealed = Kept::running(&asked.fingerprint).seal(&context.keys, &name.0);
    let until = now + IDEMPOTENCY_LEASE;
    let own = context.clone();
    let write = move |connection: &mut DbConnection| {
        keyring::require_known(connection, &sealed)?;
        let claim = Claim {
            name: &name,
            sealed: &sealed,
            leased_until: until,
            expires_at: now + IDEMPOTENCY_KEPT,
        };
        let next = claim_key(connection, &own, &claim, &asked, now)?;
        Ok(next.and_then(|next| match next {
            Next::Run => Ok(Begun::Run(Lease {
                name: name.clone(),
                asked: asked.clone(),
                until,
            })),
            Next::Replay(answer) => Ok(Begun::Answered(answer)),
            Next::Wait(wait) => Err(KeyError::InUse(wait)),
            Next::Refuse => Err(KeyError::Reused),
        }))
    };
    context.db.write(write).await?
}

fn claim_key(
    connection: &mut DbConnection,
    context: &Context,
    claim: &Claim<'_>,
    asked: &PendingRequest,
    now: Time,
) -> DbResult<Result<Next, KeyError>> {
    // Of requests at the same moment one inserts the row.
    if store::insert(connection, claim)? {
        // Counted with this one.
        let most = IDEMPOTENCY_KEYS_PER_CALLER + 1;
        return Ok(
            match store::find_end_if_full(connection, claim.name, most, now)? {
                Some(end) => {
                    store::delete_running(connection, claim.name, claim.leased_until)?;
                    Err(KeyError::Full(end.since(now)))
                }
                None => Ok(Next::Run),
            },
        );
    }
    let Some(row) = store::find(connection, claim.name)? else {
        // It was freed just now.
        return Ok(Ok(Next::Wait(Duration::from_secs(1))));
    };
    let kept = match Kept::open(&context.keys, &claim.name.0, &row.sealed) {
        Ok(kept) => kept,
        Err(OpenError) => return Ok(Err(KeyError::Unreadable)),
    };
    let stored = Stored {
        kept,
        running_until: row.running_until(),
        expires_at: row.expires_at,
    };
    let next = model::next(stored, &asked.fingerprint, asked.session.as_deref(), now);
    if next == Next::Run && !store::consume_earlier(connection, claim, &row)? {
        return Ok(Ok(Next::Wait(IDEMPOTENCY_LEASE)));
    }
    Ok(Ok(next))
}

/// Keeps the answer for repetitions; `None` for one that cannot be kept. A lease that another has by now keeps its own.
pub(super) async fn keep(
    context: &Context,
    lease: Lease,
    answer: Option<KeptAnswer>,
) -> Result<(), DbError> {
    let seal = |kept: &Kept| kept.seal(&context.keys, &lease.name.0);
    let PendingRequest {
        fingerprint,
        session,
    } = &lease.asked;
    let kept = Kept::answered(fingerprint, answer).of_session(session.clone());
    let long = kept.is_long().then(|| seal(&kept));
    let short = seal(&match long {
        Some(_) => Kept::answered(fingerprint, None),
        None => kept,
    });
    let write = move |connection: &mut DbConnection| {
        keyring::require_known(connection, &short)?;
        let sealed = match &long {
            Some(long) if has_room(connection, &lease.name, long)? => long,
            _ => &short,
        };
        store::update_answer(connection, &lease.name, lease.until, sealed).map(drop)
    };
    context.db.write(write).await
}

/// Measured for long answers only: the number of keys bounds the short ones.
fn has_room(connection: &mut DbConnection, name: &KeyName, sealed: &[u8]) -> DbResult<bool> {
    let more = i64::try_from(sealed.len()).unwrap_or(i64::MAX);
    let kept = store::sum_bytes(connection, name)?;
    Ok(kept.saturating_add(more) <= IDEMPOTENT_BYTES_PER_CALLER)
}

/// Frees the key: nothing was done.
pub(super) async fn free(context: &Context, lease: Lease) -> Result<(), DbError> {
    let write = move |connection: &mut DbConnection| {
        store::delete_running(connection, &lease.name, lease.until)
    };
    context.db.write(write).await
}

/// Deletes keys that are free again; how many.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store::delete_expired(connection, now)
}
