//! The database: readers that never wait for a writer, and writers that share disk flushes (group
//! commit).
//!
//! A service calls `db.read` or `db.write` with one closure over one connection. It does not know
//! the backend, nor which other changes share its commit; it gets its result only when its change is
//! durable.

mod after_commit;
mod array_sql;
mod attempt;
mod batch;
mod commit_signal;
mod connection;
mod error;
mod exclusive;
mod handle;
pub mod keys;
mod lock;
mod look_ups;
mod migrate;
mod online;
mod readers;
pub mod schema;
mod schema_consoles;
mod schema_programs;
mod schema_record;
mod server_time;
mod static_sql;
mod thread_snapshots;
mod url;
mod writer;

pub use after_commit::after_commit;
pub use array_sql::{ArraySql, array_sql};
pub use attempt::{Attempt, attempt};
pub use batch::Batcher;
pub use connection::{DbConnection, MultiBackend};
pub(crate) use connection::{load_all, on_backend};
pub use error::{DbError, DbResult, StatementError};
pub use exclusive::{copy_into, migrate_exclusive, open_exclusive};
pub use handle::Db;
pub use lock::{lock, lock_member, pg_advisory_xact_lock, try_lock};
pub use look_ups::LookUps;
pub use migrate::{UNFINISHED, is_new, migrate, missing_migration};
pub use online::{change_online, read_online};
pub use server_time::server_time;
pub use static_sql::{StaticSql, static_sql};
pub use url::{DatabaseUrl, PostgresUrl};
