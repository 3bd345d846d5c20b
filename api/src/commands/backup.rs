//! `twostep backup` and `twostep restore`.

use super::key_file;
use crate::backup::{self, RestoreError};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{self, DatabaseUrl};
use anyhow::{Context as _, bail};
use std::fs::File;
use std::io;
use std::path::Path;
use tempfile::NamedTempFile;

/// Copies the database into a file that was not there, for its owner only.
pub(super) fn backup(config: &Config, to: &Path) -> anyhow::Result<()> {
    let DatabaseUrl::Sqlite(database) = &config.database;
    if !database.exists() {
        bail!("{}: there is no database", place(config));
    }
    let folder = key_file::folder_of(to);
    let shown = to.display();
    let file = NamedTempFile::new_in(folder).with_context(|| format!("--to {shown}"))?;
    db::copy_into(&config.database, file.path()).with_context(|| place(config))?;
    keep(file, to).with_context(|| format!("--to {shown}"))?;
    println!("{shown} holds the database. It opens only with the key file of today;");
    println!(
        "keep a copy of {} somewhere else.",
        config.key_file.display()
    );
    Ok(())
}

/// Makes the database from a backup. It is changed beside the place where servers look, and moved
/// there when all is done: no server ever sees a session of before.
pub(super) fn restore(config: &Config, from: &Path) -> anyhow::Result<()> {
    let DatabaseUrl::Sqlite(database) = &config.database;
    for side in ["", "-wal", "-shm"] {
        let mut name = database.clone().into_os_string();
        name.push(side);
        if Path::new(&name).exists() {
            let shown = Path::new(&name).display();
            bail!("{shown} is there; stop the server and move it away, nothing is overwritten");
        }
    }
    let keys = key_file::open(&config.key_file, false)?;
    let folder = key_file::folder_of(database);
    let mut file = NamedTempFile::new_in(folder).with_context(|| place(config))?;
    let copied = File::open(from).and_then(|mut from| io::copy(&mut from, &mut file));
    copied.with_context(|| format!("--from {}", from.display()))?;
    let now = Clock::System.now();
    let outcome = db::change_file(file.path(), |connection| {
        backup::restore(connection, &keys, now)
    });
    let restored = match outcome.with_context(|| format!("--from {}", from.display()))? {
        Ok(restored) => restored,
        Err(error @ RestoreError::Foreign(_)) => {
            bail!("{}: {error}", key_file::place(&config.key_file));
        }
        Err(error @ RestoreError::NoKeys) => bail!("--from {}: {error}", from.display()),
    };
    keep(file, database).with_context(|| place(config))?;
    println!(
        "{} members are restored. Everybody signs in anew;",
        restored.members
    );
    println!("codes that a phone shows now are refused, those in a minute are good.");
    Ok(())
}

/// Moves a finished file to its place, if nothing is there, and waits for the disk.
fn keep(file: NamedTempFile, to: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    file.persist_noclobber(to)?;
    File::open(key_file::folder_of(to))?.sync_all()
}

fn place(config: &Config) -> String {
    format!("TWOSTEP_DATABASE_URL {}", config.database)
}
