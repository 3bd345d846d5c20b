//! Copies of a database that is in use, and exclusive use of one that no server uses.

use super::after_commit::collect;
use super::connection::{Use, open};
use super::{DatabaseUrl, DbConnection, DbError, DbResult, StatementError, migrate};
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// How long to wait for other connections to end: a busy server lists a closed one for a moment.
const LEAVING_TIMEOUT: Duration = Duration::from_secs(3);
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Copies a consistent snapshot of a database file into an empty file. Servers may use it meanwhile.
pub fn copy_into(from: &Path, to: &Path) -> Result<(), DbError> {
    let mut connection = open(&DatabaseUrl::Sqlite(from.to_owned()), Use::Writing)?;
    diesel::sql_query("VACUUM INTO $1")
        .bind::<Text, _>(to.to_string_lossy())
        .execute(&mut connection)?;
    Ok(())
}

/// Opens a database that no server uses, without a time limit for statements: a file, which is
/// checked for damage, or a server's database, which must have no other connection.
pub fn open_exclusive(url: &DatabaseUrl) -> Result<DbConnection, DbError> {
    let mut connection = open(url, Use::Writing)?;
    check(&mut connection).map_err(|error| DbError::Open(error.to_string()))?;
    Ok(connection)
}

/// Opens a database that no server uses, migrates it, and makes one change. A database file is left
/// without a write-ahead log beside it. An `Err` inside the value of `body` rolls nothing back: the
/// caller discards the database.
pub fn migrate_exclusive<T>(
    url: &DatabaseUrl,
    body: impl FnOnce(&mut DbConnection) -> DbResult<T>,
) -> Result<T, DbError> {
    let mut connection = open_exclusive(url)?;
    migrate(url)?;
    let (value, hooks) = collect(|| connection.transaction(body));
    let value = value?;
    drop(hooks.commit());
    if let DbConnection::Sqlite(file) = &mut connection {
        // Copies the write-ahead log into the file and removes it: only the file is moved.
        file.batch_execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")?;
    }
    Ok(value)
}

fn check(connection: &mut DbConnection) -> DbResult<()> {
    match connection {
        DbConnection::Sqlite(file) => check_file(file),
        DbConnection::Postgres(server) => {
            server.batch_execute("SET statement_timeout = 0")?;
            let until = Instant::now() + LEAVING_TIMEOUT;
            while has_others(server)? {
                if Instant::now() > until {
                    return Err(broken(
                        "another connection uses it; stop every server first",
                    ));
                }
                thread::sleep(POLL_INTERVAL);
            }
            Ok(())
        }
    }
}

fn has_others(server: &mut PgConnection) -> DbResult<bool> {
    let others = sql::<BigInt>(
        "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
         AND backend_type = 'client backend' AND pid <> pg_backend_pid())",
    );
    Ok(diesel::select(others).get_result::<i64>(server)? > 0)
}

fn check_file(file: &mut SqliteConnection) -> DbResult<()> {
    let check = sql::<Text>("(SELECT integrity_check FROM pragma_integrity_check LIMIT 1)");
    match diesel::select(check).get_result::<String>(file)?.as_str() {
        "ok" => Ok(()),
        _ => Err(broken("the file is damaged")),
    }
}

fn broken(why: &str) -> StatementError {
    StatementError::QueryBuilderError(why.into())
}
