//! Named locks across all nodes (PostgreSQL advisory locks), held until the transaction ends; and the
//! order of all locks.
//!
//! SQLite has one writer, so changes are serialized anyway. On PostgreSQL a service that reads
//! before it decides takes the lock of the thing first, so that what it reads is still current when
//! it commits.
//!
//! # The one order
//!
//! Two transactions that wait for each other are a deadlock, and one of their callers is told 503. So
//! every change takes what it needs of these in this order, and what it has already at any time
//! (`api/tests/api/lock_order.rs` records the statements of requests and holds it):
//!
//! 1. the lock of the setup token or of short names, by name;
//! 2. the lock of one member ([`lock_member`]), never of a second one. It guards every row that belongs to
//!    the member: its devices, flows, sessions, browsers, codes and links. A move of the clock of a test
//!    organization alone takes those of all its members, in the order of their keys;
//! 3. the lock of the organization, by its id: its policy, and how many administrators it has; or of an API token,
//!    by its id: how many challenges it has open;
//! 4. rows of `member_counts`, in the order of their keys;
//! 5. rows of `limits` that count for a member or one of its browsers;
//! 6. rows of `limits` that count for a program, then for its stations and its challenges of a member, or for the
//!    offers of an API token, or for the webhooks or the clock of an organization;
//! 7. rows of `limits` that count for a client: its network, then its site;
//! 8. rows of `limits` that count for an address in an organization, a member's or nobody's;
//! 9. the lock of signing keys, by name;
//! 10. rows of `api_tokens`, in the order of their keys; of a member who is deleted too, before the member's row;
//! 11. the row of a webhook;
//! 12. rows of `webhook_deliveries`, of that webhook.
//!
//! A row of `idempotency_keys` is locked in a transaction of its own, before or after that of its request.
//!
//! A batch of members counts them at its end, so that nobody waits for it: it takes rows of 8 before those of 4. Those
//! are of addresses that nobody else invites meanwhile, for it has inserted their members; and of the batches of an
//! organization one runs at a time ([`try_lock`]).
//!
//! What only appends (the record, rows of the outbox) waits for nobody. Neither does [`try_lock`], nor the sweep of
//! `limits`, which skips rows that somebody holds.

use super::keys::MemberKey;
use super::{DbConnection, DbResult};
use diesel::RunQueryDsl;
use diesel::sql_types::{BigInt, Text};

diesel::define_sql_function! {
    /// The number of a lock, from its name.
    fn hashtextextended(name: Text, seed: BigInt) -> BigInt;
}

diesel::define_sql_function! {
    /// Waits for the lock. Returns `void`, which is not read.
    fn pg_advisory_xact_lock(key: BigInt) -> Text;
}

diesel::define_sql_function! {
    /// Takes the lock when it is free.
    fn pg_try_advisory_xact_lock(key: BigInt) -> Bool;
}

/// Waits until the lock `name` is free, and holds it until the transaction ends.
pub fn lock(connection: &mut DbConnection, name: &str) -> DbResult<()> {
    match connection {
        DbConnection::Sqlite(_) => Ok(()),
        DbConnection::Postgres(own) => {
            let key = hashtextextended(name, 0);
            diesel::select(pg_advisory_xact_lock(key))
                .execute(own)
                .map(drop)
        }
    }
}

/// Takes the lock `name` until the transaction ends, when it is free.
pub fn try_lock(connection: &mut DbConnection, name: &str) -> DbResult<bool> {
    match connection {
        DbConnection::Sqlite(_) => Ok(true),
        DbConnection::Postgres(own) => {
            let key = hashtextextended(name, 0);
            diesel::select(pg_try_advisory_xact_lock(key)).get_result(own)
        }
    }
}

/// Waits until nobody else changes this member, and holds the lock until the transaction ends. Its
/// number is the key itself: no name is hashed.
pub fn lock_member(connection: &mut DbConnection, member: MemberKey) -> DbResult<()> {
    match connection {
        DbConnection::Sqlite(_) => Ok(()),
        DbConnection::Postgres(own) => diesel::select(pg_advisory_xact_lock(member.number()))
            .execute(own)
            .map(drop),
    }
}
