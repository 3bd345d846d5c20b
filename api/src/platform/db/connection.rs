//! Opening connections: the choice of the backend, and the settings of each connection.

use super::url::PostgresUrl;
use super::{DatabaseUrl, DbError};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use std::path::Path;

/// A connection to either backend; most queries are written once for both.
#[derive(diesel::MultiConnection)]
pub enum DbConnection {
    /// A server that several nodes share.
    Postgres(PgConnection),
    /// A file on this machine.
    Sqlite(SqliteConnection),
}

/// Expands the body once for each backend: for the few queries, such as `on_conflict`, that diesel
/// cannot build for both at once, and for those of every sign-in. diesel builds the text of a query
/// for both backends at each execution, which took a fifth of the writer's time; the text of a query
/// for one backend is cached.
macro_rules! on_backend {
    ($connection:expr, |$own:ident| $body:expr) => {
        match $connection {
            $crate::platform::db::DbConnection::Postgres($own) => $body,
            $crate::platform::db::DbConnection::Sqlite($own) => $body,
        }
    };
}
pub(crate) use on_backend;

/// Loads the rows of a query whose column has one of the keys, in no order: on PostgreSQL with one
/// statement for all, on SQLite with the cached statement for a single key.
macro_rules! load_all {
    ($connection:expr, $query:expr, $column:expr, $keys:expr) => {{
        let keys: Vec<_> = $keys;
        match $connection {
            $crate::platform::db::DbConnection::Postgres(own) => {
                $query.filter($column.eq_any(keys)).load(own)
            }
            $crate::platform::db::DbConnection::Sqlite(own) => {
                let mut rows = Vec::with_capacity(keys.len());
                let mut all = keys.into_iter();
                all.try_for_each(|key| {
                    rows.extend($query.filter($column.eq(key)).load(own)?);
                    Ok(())
                })
                .map(|()| rows)
            }
        }
    }};
}
pub(crate) use load_all;

/// `busy_timeout` is first because changing the journal mode may itself have to wait.
/// `synchronous=FULL`: an accepted time step must not become valid again after a power cut.
/// `wal_autocheckpoint`: a commit makes a checkpoint when the log has grown to 64 MiB; the
/// checkpoint thread has copied most of it before. `temp_store`: rollback data of savepoints stays in
/// memory, because each change of a group has a savepoint, and a temporary file for it took a fifth
/// of the writer's time.
const SQLITE: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; \
    PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; \
    PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 16000;";

/// No statement or lock waits without a limit, and a node that was lost holds no lock for long.
/// An installation may set `synchronous_commit` higher than `on`, never lower.
const POSTGRES: &str = "SET statement_timeout = 3000; SET lock_timeout = 1000; \
    SET idle_in_transaction_session_timeout = 5000; SET client_min_messages = warning; \
    SELECT set_config('synchronous_commit', 'on', false) \
        WHERE current_setting('synchronous_commit') = 'off';";

/// The purpose of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// Changes. Conditional statements make the decisions, so `READ COMMITTED` is enough.
    Writing,
    /// Reads of one consistent snapshot.
    Reading,
    /// Statements that look rows up by their keys.
    LookingUp,
}

impl Use {
    fn sqlite(self) -> &'static str {
        match self {
            Self::Writing => "",
            Self::Reading | Self::LookingUp => "PRAGMA query_only = ON;",
        }
    }

    fn postgres(self) -> &'static str {
        match self {
            // One plan for a prepared statement with arrays: else each execution plans anew.
            Self::Writing => {
                "SET default_transaction_isolation = 'read committed'; \
                 SET plan_cache_mode = force_generic_plan;"
            }
            Self::Reading => {
                "SET default_transaction_isolation = 'repeatable read'; \
                 SET default_transaction_read_only = on;"
            }
            // Rows that are found by their keys have one plan.
            Self::LookingUp => {
                "SET default_transaction_read_only = on; \
                 SET plan_cache_mode = force_generic_plan;"
            }
        }
    }
}

/// Opens a connection.
pub(super) fn open(url: &DatabaseUrl, purpose: Use) -> Result<DbConnection, DbError> {
    let opened = match url {
        DatabaseUrl::Sqlite(path) => open_sqlite(path, purpose).map(DbConnection::Sqlite),
        DatabaseUrl::Postgres(url) => open_postgres(url, purpose).map(DbConnection::Postgres),
    };
    opened.map_err(|cause| DbError::Open(format!("{url}: {}", one_line(&cause))))
}

fn open_sqlite(path: &Path, purpose: Use) -> Result<SqliteConnection, String> {
    let mut connection =
        SqliteConnection::establish(&path.to_string_lossy()).map_err(|e| e.to_string())?;
    let settings = format!("{SQLITE} {}", purpose.sqlite());
    let set = connection.batch_execute(&settings);
    set.map(|()| connection).map_err(|e| e.to_string())
}

fn open_postgres(url: &PostgresUrl, purpose: Use) -> Result<PgConnection, String> {
    let mut connection =
        PgConnection::establish(url.for_libpq().expose()).map_err(|e| e.to_string())?;
    let settings = format!("{POSTGRES} {}", purpose.postgres());
    let set = connection.batch_execute(&settings);
    set.map(|()| connection).map_err(|e| e.to_string())
}

/// Joins the lines of a message of libpq.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
