//! Bringing the tables up to this program's version.

use super::{DbConnection, DbError};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::collections::BTreeSet;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");

/// Applies what is missing; a database that knows more than this program is refused.
pub(super) fn run(connection: &mut DbConnection) -> Result<(), DbError> {
    let open = |error: Box<dyn std::error::Error + Send + Sync>| DbError::Open(error.to_string());
    let applied: BTreeSet<String> = connection
        .applied_migrations()
        .map_err(open)?
        .iter()
        .map(ToString::to_string)
        .collect();
    let known = known_versions()?;
    if let Some(newer) = applied.difference(&known).next() {
        return Err(DbError::Open(format!(
            "its tables are newer than this program (migration {newer}); start the newer program"
        )));
    }
    connection
        .run_pending_migrations(MIGRATIONS)
        .map_err(open)?;
    Ok(())
}

fn known_versions() -> Result<BTreeSet<String>, DbError> {
    use diesel::migration::{Migration, MigrationSource};
    let migrations: Vec<Box<dyn Migration<diesel::sqlite::Sqlite>>> = MIGRATIONS
        .migrations()
        .map_err(|error| DbError::Open(error.to_string()))?;
    Ok(migrations
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect())
}
