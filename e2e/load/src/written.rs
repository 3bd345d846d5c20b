//! What a database wrote for the answers, and what its own processes cost, read from outside.

use crate::processor;
use anyhow::{Context, Result};
use diesel::dsl::sql;
use diesel::sql_types::BigInt;
use diesel::{Connection as _, PgConnection, RunQueryDsl as _};
use std::fs::File;
use std::ops::Sub;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// What has been written up to now; the difference of two says what lies between them.
#[derive(Clone, Copy, Default)]
pub(crate) struct Written {
    /// Pages of the write-ahead log of a file.
    pub(crate) pages: f64,
    /// Bytes of the write-ahead log.
    pub(crate) log_bytes: f64,
    /// Seconds of processor time of the server's processes.
    pub(crate) processor: f64,
    /// Rows that were updated in a server, and how many of them without touching an index.
    pub(crate) updates: f64,
    pub(crate) hot_updates: f64,
}

impl Sub for Written {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            pages: self.pages - before.pages,
            log_bytes: self.log_bytes - before.log_bytes,
            processor: self.processor - before.processor,
            updates: self.updates - before.updates,
            hot_updates: self.hot_updates - before.hot_updates,
        }
    }
}

/// Where a program keeps its data.
pub(crate) enum Database {
    /// Nowhere.
    None,
    /// In a file.
    File(LogMeter),
    /// In a PostgreSQL server at this URL, on this machine.
    Server(String),
}

impl Database {
    /// What it has written up to now.
    pub(crate) fn written(&self) -> Result<Written> {
        match self {
            Self::None => Ok(Written::default()),
            Self::File(meter) => Ok(meter.written()),
            Self::Server(url) => of_server(url),
        }
    }
}

fn of_server(url: &str) -> Result<Written> {
    let mut connection = PgConnection::establish(url)?;
    let mut ask = |expression: &str| -> Result<i64> {
        Ok(diesel::select(sql::<BigInt>(expression)).get_result(&mut connection)?)
    };
    let sum_of = |column: &str| {
        format!("(SELECT coalesce(sum({column}), 0)::bigint FROM pg_stat_user_tables)")
    };
    let process = u32::try_from(ask("pg_backend_pid()::bigint")?)?;
    Ok(Written {
        pages: 0.0,
        log_bytes: number(ask("(pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint")?),
        processor: processor::of_postgres(process)?,
        updates: number(ask(&sum_of("n_tup_upd"))?),
        hot_updates: number(ask(&sum_of("n_tup_hot_upd"))?),
    })
}

/// Counts the frames that are appended to the write-ahead log of a file. The log begins again after a
/// checkpoint, so its size says little: this looks every millisecond, and misses at most what was
/// appended in the last one before a new beginning.
pub(crate) struct LogMeter {
    frames: Arc<AtomicU64>,
    page_size: u64,
    is_over: Arc<AtomicBool>,
}

/// A frame has a page behind this (<https://sqlite.org/walformat.html#the_wal_file_format>).
pub(crate) const FRAME_HEAD: u64 = 24;

impl LogMeter {
    /// Watches the log of the database file at this path, which somebody has open.
    pub(crate) fn start(database: &Path) -> Result<Self> {
        let mut index = database.as_os_str().to_owned();
        index.push("-shm");
        let index = PathBuf::from(index);
        let file = File::open(&index).with_context(|| index.display().to_string())?;
        let page_size = page_size(database)?;
        let meter = Self {
            frames: Arc::default(),
            page_size,
            is_over: Arc::default(),
        };
        let (frames, is_over) = (Arc::clone(&meter.frames), Arc::clone(&meter.is_over));
        thread::spawn(move || {
            let mut last = LogIndex::read(&file).unwrap_or_default();
            while !is_over.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(1));
                let now = LogIndex::read(&file).unwrap_or(last);
                frames.fetch_add(now.frames_since(last), Ordering::Relaxed);
                last = now;
            }
        });
        Ok(meter)
    }

    fn written(&self) -> Written {
        // The last frames may be a moment old.
        thread::sleep(Duration::from_millis(5));
        let frames = self.frames.load(Ordering::Relaxed);
        let bytes = frames * (self.page_size + FRAME_HEAD);
        Written {
            pages: number(i64::try_from(frames).unwrap_or(i64::MAX)),
            log_bytes: number(i64::try_from(bytes).unwrap_or(i64::MAX)),
            ..Written::default()
        }
    }
}

/// Big-endian at byte 16 (<https://sqlite.org/fileformat.html#the_database_header>).
pub(crate) fn page_size(database: &Path) -> Result<u64> {
    let mut size = [0; 2];
    File::open(database)?.read_exact_at(&mut size, 16)?;
    match u16::from_be_bytes(size) {
        1 => Ok(65_536),
        size => Ok(size.into()),
    }
}

impl Drop for LogMeter {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}

/// What the index of a log says (<https://sqlite.org/walformat.html#the_wal_index_header>).
#[derive(Clone, Copy, Default)]
pub(crate) struct LogIndex {
    frames: u32,
    /// Another one after each new beginning.
    salt: u32,
}

impl LogIndex {
    pub(crate) fn read(file: &File) -> Result<Self> {
        let mut head = [0; 48];
        file.read_exact_at(&mut head, 0)?;
        let word = |at: usize| {
            let bytes = head[at..at + 4].try_into();
            bytes.map_or(0, u32::from_ne_bytes)
        };
        Ok(Self {
            frames: word(16),
            salt: word(32),
        })
    }

    /// The frames that were appended since an earlier look.
    pub(crate) fn frames_since(self, before: Self) -> u64 {
        let begins_anew = self.salt != before.salt || self.frames < before.frames;
        let seen = if begins_anew { 0 } else { before.frames };
        u64::from(self.frames - seen)
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2⁵²")]
fn number(count: i64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use diesel::SqliteConnection;
    use diesel::connection::SimpleConnection as _;

    #[test]
    fn frames_are_counted_over_a_new_beginning_of_the_log() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("counted");
        let mut file = SqliteConnection::establish(&path.to_string_lossy()).expect("opens");
        let mut run = |statements: &str| file.batch_execute(statements).expect("runs");
        run("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1);");
        let meter = LogMeter::start(&path).expect("a meter");
        thread::sleep(Duration::from_millis(20));
        let start = meter.written().pages;
        run("INSERT INTO t VALUES (2); INSERT INTO t VALUES (3);");
        thread::sleep(Duration::from_millis(20));
        run("PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO t VALUES (4);");
        thread::sleep(Duration::from_millis(20));
        let written = meter.written();
        assert!((written.pages - start - 3.0).abs() < 0.5);
        assert!((written.log_bytes - written.pages * 4120.0).abs() < 0.5);
    }
}
