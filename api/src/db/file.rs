//! The database as a file: copied while it is in use, and changed while nobody uses it.

use super::after_commit::gathered;
use super::connection::{DatabaseUrl, open_for_writing};
use super::{DbConnection, DbError, DbResult, StatementError, migrate};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::path::Path;

/// Copies the database as it is at this moment into an empty file. Servers go on meanwhile.
pub fn copy_into(url: &DatabaseUrl, to: &Path) -> Result<(), DbError> {
    let mut connection = open_for_writing(url)?;
    diesel::sql_query("VACUUM INTO $1")
        .bind::<Text, _>(to.to_string_lossy())
        .execute(&mut connection)?;
    Ok(())
}

/// Opens a database file that nobody serves, brings its tables up to date, makes one change, and
/// leaves it as one file. `Err` inside `body`'s value takes nothing back: the caller throws the
/// file away.
pub fn change_file<T>(
    path: &Path,
    body: impl FnOnce(&mut DbConnection) -> DbResult<T>,
) -> Result<T, DbError> {
    let url = DatabaseUrl::Sqlite(path.to_owned());
    let mut connection = open_for_writing(&url)?;
    check(&mut connection).map_err(|error| DbError::Open(error.to_string()))?;
    migrate::run(&mut connection)?;
    let (value, deeds) = gathered(|| connection.transaction(body));
    let value = value?;
    deeds.perform();
    // Out of the log into the file, and no log any more: the file alone is moved.
    connection.batch_execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")?;
    Ok(value)
}

fn check(connection: &mut DbConnection) -> DbResult<()> {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        integrity_check: String,
    }
    let lines: Vec<Line> = diesel::sql_query("PRAGMA integrity_check").load(connection)?;
    match lines.first() {
        Some(line) if line.integrity_check == "ok" => Ok(()),
        _ => Err(StatementError::QueryBuilderError(
            "the file is damaged".into(),
        )),
    }
}
