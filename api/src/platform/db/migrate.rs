//! Migrations: brings the tables up to the version of this program.

use super::connection::{Use, open};
use super::{DatabaseUrl, DbConnection, DbError, DbResult, StatementError};
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::migration::{Migration, MigrationSource, Result as MigrationResult};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::collections::BTreeSet;

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// The oldest SQLite that this program was tested with, the one that is built in.
const OLDEST_SQLITE: [u32; 3] = [3, 53, 2];

diesel::table! {
    #[sql_name = "__diesel_schema_migrations"]
    applied (version) {
        version -> Text,
    }
}

/// Nodes that start at the same moment migrate one after the other. A migration may take longer than
/// a request.
const MIGRATION_LOCK: &str = "SET statement_timeout = 0; SET lock_timeout = 0; \
    SELECT pg_advisory_lock(hashtextextended('twostep migrations', 0));";

/// Recorded among the migrations while `move-database` fills the tables.
pub const UNFINISHED: &str = "moving";

/// Whether the database has never had tables of this program.
pub fn is_new(url: &DatabaseUrl) -> Result<bool, DbError> {
    match url {
        DatabaseUrl::Sqlite(path) => Ok(!path.exists()),
        DatabaseUrl::Postgres(_) => {
            let is_empty = sql::<Bool>("to_regclass('__diesel_schema_migrations') IS NULL");
            let mut connection = open(url, Use::Reading)?;
            Ok(diesel::select(is_empty).get_result(&mut connection)?)
        }
    }
}

/// Applies the missing migrations; a database with migrations that this program does not know is
/// refused. The lock ends with the connection.
pub fn migrate(url: &DatabaseUrl) -> Result<(), DbError> {
    let mut connection = open(url, Use::Writing)?;
    let run = match &mut connection {
        DbConnection::Sqlite(own) => check_sqlite(own).and_then(|()| apply(own, SQLITE)),
        DbConnection::Postgres(own) => own
            .batch_execute(MIGRATION_LOCK)
            .map_err(Into::into)
            .and_then(|()| apply(own, POSTGRES)),
    };
    run.map_err(|error| DbError::Open(error.to_string()))
}

/// The first migration of this program that was not applied to the database.
pub fn missing_migration(connection: &mut DbConnection) -> DbResult<Option<String>> {
    let applied: Vec<String> = applied::table.select(applied::version).load(connection)?;
    let applied = names(applied);
    // Both backends have the same migrations.
    let known: MigrationResult<Vec<Box<dyn Migration<Sqlite>>>> = SQLITE.migrations();
    let known = known.map_err(StatementError::QueryBuilderError)?;
    let known = names(known.iter().map(|one| one.name().version()));
    Ok(known.difference(&applied).next().cloned())
}

/// Older versions have known faults, and none was tested with this program (U-02).
fn check_sqlite(connection: &mut SqliteConnection) -> MigrationResult<()> {
    let version: String = diesel::select(sql::<Text>("sqlite_version()")).get_result(connection)?;
    if is_recent(&version) {
        return Ok(());
    }
    let [major, minor, patch] = OLDEST_SQLITE;
    Err(format!(
        "SQLite {version} is older than {major}.{minor}.{patch}; build the program as its \
         Cargo.lock says"
    )
    .into())
}

fn is_recent(version: &str) -> bool {
    let parts = version.split('.').map(str::parse::<u32>);
    let parts: Result<Vec<u32>, _> = parts.collect();
    parts.is_ok_and(|parts| parts.as_slice() >= OLDEST_SQLITE.as_slice())
}

fn apply<C, B>(connection: &mut C, migrations: EmbeddedMigrations) -> MigrationResult<()>
where
    B: diesel::backend::Backend,
    C: MigrationHarness<B>,
    EmbeddedMigrations: MigrationSource<B>,
{
    let applied: BTreeSet<String> = names(connection.applied_migrations()?);
    let known: Vec<Box<dyn Migration<B>>> = migrations.migrations()?;
    let known = names(known.iter().map(|one| one.name().version()));
    if applied.contains(UNFINISHED) {
        return Err("a move into it was not finished; run twostep move-database again".into());
    }
    if let Some(newer) = applied.difference(&known).next() {
        return Err(format!(
            "its tables are newer than this program (migration {newer}); start the newer program"
        )
        .into());
    }
    connection.run_pending_migrations(migrations)?;
    Ok(())
}

fn names(versions: impl IntoIterator<Item: ToString>) -> BTreeSet<String> {
    versions.into_iter().map(|one| one.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// U-02: a SQLite older than the built-in one is refused.
    #[test]
    fn an_old_sqlite_is_refused() {
        for version in ["3.53.2", "3.53.10", "3.54.0", "4.0.0"] {
            assert!(is_recent(version), "{version}");
        }
        for version in ["3.53.1", "3.52.9", "3.9.99", "2.99.99", "3.53", "", "3.x.2"] {
            assert!(!is_recent(version), "{version}");
        }
    }
}
