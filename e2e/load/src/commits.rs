//! How many changes a server made durable, read from outside: the released program needs no hook
//! for it.

use anyhow::{Context, Result};
use diesel::dsl::sql;
use diesel::sql_types::BigInt;
use diesel::{Connection as _, PgConnection, RunQueryDsl as _};
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

/// Where `SQLite` keeps `iChange` of its WAL index: one more with every transaction that wrote
/// (<https://sqlite.org/walformat.html#the_wal_index_header>).
const CHANGES_AT: u64 = 8;
/// A transaction of `PostgreSQL` is given a number when it first writes, one that reads has none.
const NEXT_NUMBER: &str = "pg_snapshot_xmax(pg_current_snapshot())::text::bigint";

/// Whose commits are counted. The audit's seals, one write a second or more, count with the rest.
pub(crate) enum Commits {
    /// The file that the processes of one `SQLite` database share.
    Index(PathBuf),
    /// A `PostgreSQL` server where nobody else writes meanwhile.
    Server(String),
}

impl Commits {
    /// Those of the database file at this path.
    pub(crate) fn of_file(database: &Path) -> Self {
        let mut index = database.as_os_str().to_owned();
        index.push("-shm");
        Self::Index(index.into())
    }

    /// A number that grows by one with each commit. It says nothing by itself.
    pub(crate) fn count(&self) -> Result<i64> {
        match self {
            Self::Index(path) => {
                let mut count = [0; 4];
                let file = File::open(path).with_context(|| path.display().to_string())?;
                file.read_exact_at(&mut count, CHANGES_AT)?;
                Ok(u32::from_ne_bytes(count).into())
            }
            Self::Server(url) => {
                let mut connection = PgConnection::establish(url)?;
                Ok(diesel::select(sql::<BigInt>(NEXT_NUMBER)).get_result(&mut connection)?)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use diesel::SqliteConnection;
    use diesel::connection::SimpleConnection as _;

    #[test]
    fn every_commit_of_a_file_counts_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("counted");
        let mut file = SqliteConnection::establish(&path.to_string_lossy()).expect("opens");
        let mut run = |statements: &str| file.batch_execute(statements).expect("runs");
        run("PRAGMA journal_mode = WAL; CREATE TABLE t (a);");
        let commits = Commits::of_file(&path);
        let start = commits.count().expect("a count");
        run(
            "INSERT INTO t VALUES (1); BEGIN; INSERT INTO t VALUES (2); \
             INSERT INTO t VALUES (3); COMMIT; SELECT * FROM t;",
        );
        run("PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO t VALUES (4);");
        assert_eq!(commits.count().expect("a count") - start, 3);
    }
}
