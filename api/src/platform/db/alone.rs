//! A database copied while it is in use, and changed while nobody uses it.

use super::after_commit::gathered;
use super::connection::{Use, open};
use super::{DatabaseUrl, DbConnection, DbError, DbResult, StatementError, migrate};
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// A connection that was closed is still there for a moment on a server that has much to do.
const LEAVING: Duration = Duration::from_secs(3);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Copies a database file as it is at this moment into an empty file. Servers go on meanwhile.
pub fn copy_into(from: &Path, to: &Path) -> Result<(), DbError> {
    let mut connection = open(&DatabaseUrl::Sqlite(from.to_owned()), Use::Writing)?;
    diesel::sql_query("VACUUM INTO $1")
        .bind::<Text, _>(to.to_string_lossy())
        .execute(&mut connection)?;
    Ok(())
}

/// Opens a database that nobody serves, for work that may take its time: a whole file, or a
/// server's database without another user.
pub fn open_alone(url: &DatabaseUrl) -> Result<DbConnection, DbError> {
    let mut connection = open(url, Use::Writing)?;
    check(&mut connection).map_err(|error| DbError::Open(error.to_string()))?;
    Ok(connection)
}

/// Opens a database that nobody serves, brings its tables up to date, and makes one change. A file
/// is left as one file. `Err` inside `body`'s value takes nothing back: the caller throws the
/// database away.
pub fn change_alone<T>(
    url: &DatabaseUrl,
    body: impl FnOnce(&mut DbConnection) -> DbResult<T>,
) -> Result<T, DbError> {
    let mut connection = open_alone(url)?;
    migrate(url)?;
    let (value, deeds) = gathered(|| connection.transaction(body));
    let value = value?;
    drop(deeds.stand());
    if let DbConnection::Sqlite(file) = &mut connection {
        // Out of the log into the file, and no log any more: the file alone is moved.
        file.batch_execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")?;
    }
    Ok(value)
}

fn check(connection: &mut DbConnection) -> DbResult<()> {
    match connection {
        DbConnection::Sqlite(file) => check_file(file),
        DbConnection::Postgres(server) => {
            server.batch_execute("SET statement_timeout = 0")?;
            let until = Instant::now() + LEAVING;
            while has_others(server)? {
                if Instant::now() > until {
                    return Err(broken("somebody uses it; stop every server first"));
                }
                thread::sleep(LOOK_EVERY);
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
