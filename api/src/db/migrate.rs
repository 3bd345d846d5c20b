//! Bringing the tables up to this program's version.

use super::connection::{Use, open};
use super::{DatabaseUrl, DbConnection, DbError};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::migration::{Migration, MigrationSource, Result as MigrationResult};
use diesel::sql_types::Bool;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::collections::BTreeSet;

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// The lock that nodes starting at once take one after the other. A migration may take longer
/// than a request.
const ALONE: &str = "SET statement_timeout = 0; SET lock_timeout = 0; \
    SELECT pg_advisory_lock(hashtextextended('twostep migrations', 0));";

/// Stands among the versions while a move fills the tables.
pub const UNFINISHED: &str = "moving";

/// Whether nothing was ever kept there.
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

/// Applies what is missing; a database that knows more than this program is refused. The lock
/// goes with the connection.
pub fn migrate(url: &DatabaseUrl) -> Result<(), DbError> {
    let mut connection = open(url, Use::Writing)?;
    let run = match &mut connection {
        DbConnection::Sqlite(own) => apply(own, SQLITE),
        DbConnection::Postgres(own) => own
            .batch_execute(ALONE)
            .map_err(Into::into)
            .and_then(|()| apply(own, POSTGRES)),
    };
    run.map_err(|error| DbError::Open(error.to_string()))
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
