//! Moves the rows in steps that can be stopped and resumed, then compares all of them.

use super::digest::TableDigest;
use super::store::{self, File, Row, Server, Table};
use crate::platform::crypto::keys::KeyRing;
use crate::platform::db::{self, DatabaseUrl, DbConnection, DbError, StatementError, UNFINISHED};
use crate::protection::keyring::{self, Proof};

/// The number of rows in one step.
const BATCH: i64 = 1000;

/// Why the move failed.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// The URLs are not a file and a server.
    #[error("a move goes from sqlite://PATH to postgres://…")]
    OtherWay,
    /// The key ring does not belong to the file.
    #[error(
        "key {0:?} is missing or is not the one that the file was sealed with; restore the key \
         file that belongs to it"
    )]
    Foreign(String),
    /// The target is not empty.
    #[error("the server's database holds something already; give an empty one")]
    NotEmpty,
    /// The tables of the file are of another version.
    #[error("the file's tables are of another version; serve it once with this program first")]
    OtherTables,
    /// A table of the target differs from the source.
    #[error("table {0:?} differs from the file's; empty the server's database and start again")]
    Differs(String),
    /// A database gave no result.
    #[error(transparent)]
    Database(#[from] DbError),
    /// A statement failed.
    #[error(transparent)]
    Statement(#[from] StatementError),
}

/// A table that was moved completely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its name.
    pub table: String,
    /// The number of its rows.
    pub rows: u64,
}

/// A running move. Until its end the file cannot be changed, and the target refuses to be served.
pub struct Move {
    file: File,
    server: Server,
    tables: Vec<Table>,
    at: usize,
    /// The place of the last row that was moved; `None` at the beginning of a table.
    after: Option<String>,
    /// The server has as many rows of the table as the file, or more.
    is_full: bool,
}

impl Move {
    /// Checks both databases. Resumes a move that was stopped.
    pub fn start(from: &DatabaseUrl, to: &DatabaseUrl, keys: &KeyRing) -> Result<Self, MoveError> {
        let (DatabaseUrl::Sqlite(_), DatabaseUrl::Postgres(_)) = (from, to) else {
            return Err(MoveError::OtherWay);
        };
        let mut source = db::open_exclusive(from)?;
        if let Proof::Foreign(key) = keyring::prove(&mut source, keys)? {
            return Err(MoveError::Foreign(key));
        }
        if db::is_new(to)? {
            db::migrate(to)?;
            if let DbConnection::Postgres(server) = &mut db::open_exclusive(to)? {
                store::insert_mark(server)?;
            }
        }
        let (DbConnection::Sqlite(mut file), DbConnection::Postgres(mut server)) =
            (source, db::open_exclusive(to)?)
        else {
            return Err(MoveError::OtherWay);
        };
        store::hold(&mut file)?;
        let mut there = store::list_versions(&mut server)?;
        if !there.remove(UNFINISHED) {
            return Err(MoveError::NotEmpty);
        }
        if there != store::list_versions(&mut file)? {
            return Err(MoveError::OtherTables);
        }
        let tables = store::list_tables(&mut file)?;
        let mut start = Self {
            file,
            server,
            tables,
            at: 0,
            after: None,
            is_full: false,
        };
        start.find_place()?;
        Ok(start)
    }

    /// Moves the next rows, and gives their table; `None` when all are moved.
    pub fn step(&mut self) -> Result<Option<&str>, MoveError> {
        let Some(table) = self.tables.get(self.at) else {
            return Ok(None);
        };
        let rows = if self.is_full {
            Vec::new()
        } else {
            store::list_rows(&mut self.file, table, self.after.as_deref(), BATCH)?
        };
        if let Some(Row { place, .. }) = rows.last() {
            store::insert_rows(&mut self.server, table, &rows)?;
            self.after = Some(place.clone());
        } else {
            self.at += 1;
            self.find_place()?;
        }
        Ok(self.tables.get(self.at).map(|table| table.name.as_str()))
    }

    /// Compares every row of both databases, and makes the target ready to be served.
    pub fn finish(mut self) -> Result<Vec<Counted>, MoveError> {
        let mut counted = Vec::new();
        for table in &self.tables {
            let (mut left, mut arrived) = (TableDigest::default(), TableDigest::default());
            let mut after: Option<String> = None;
            loop {
                let rows = store::list_rows(&mut self.file, table, after.as_deref(), BATCH)?;
                let Some(last) = rows.last() else { break };
                after = Some(last.place.clone());
                for row in &rows {
                    add(&mut left, &row.line)?;
                }
            }
            store::for_each_row(&mut self.server, table, |line| add(&mut arrived, line))?;
            if left != arrived {
                return Err(MoveError::Differs(table.name.clone()));
            }
            counted.push(Counted {
                table: table.name.clone(),
                rows: left.rows,
            });
        }
        store::release(&mut self.server)?;
        Ok(counted)
    }

    /// The position at which an earlier move stopped in this table.
    fn find_place(&mut self) -> Result<(), MoveError> {
        (self.after, self.is_full) = (None, false);
        if let Some(table) = self.tables.get(self.at) {
            let moved = store::count_rows(&mut self.server, table)?;
            if moved > 0 {
                self.after = store::find_place(&mut self.file, table, moved)?;
                self.is_full = self.after.is_none();
            }
        }
        Ok(())
    }
}

fn add(digest: &mut TableDigest, line: &str) -> Result<(), StatementError> {
    let added = digest.add(line);
    added.map_err(|error| StatementError::DeserializationError(error.into()))
}
