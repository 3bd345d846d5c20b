//! `twostep backup` and `twostep restore`.

use super::key_file;
use crate::application::config::Config;
use crate::platform::clock::Clock;
use crate::platform::crypto::keys::KeyRing;
use crate::platform::db::{self, DatabaseUrl};
use crate::upkeep::backup::{self, RestoreError};
use anyhow::{Context as _, bail};
use std::fs::File;
use std::io;
use std::path::Path;
use tempfile::NamedTempFile;

/// Copies the database into a new file that only its owner can read.
pub(super) fn backup(config: &Config, to: &Path) -> anyhow::Result<()> {
    let DatabaseUrl::Sqlite(database) = &config.database else {
        bail!(
            "{}: copy it with pg_dump, which PostgreSQL brings",
            place(config)
        );
    };
    if !database.exists() {
        bail!("{}: there is no database", place(config));
    }
    let folder = key_file::folder_of(to);
    let shown = to.display();
    let file = NamedTempFile::new_in(folder).with_context(|| format!("--to {shown}"))?;
    db::copy_into(database, file.path()).with_context(|| place(config))?;
    keep(file, to).with_context(|| format!("--to {shown}"))?;
    println!("{shown} holds the database. It opens only with the current key file;");
    println!(
        "keep a copy of {} somewhere else.",
        config.key_file.display()
    );
    Ok(())
}

/// Makes a database from a backup that is safe to serve.
pub(super) fn restore(config: &Config, from: Option<&Path>) -> anyhow::Result<()> {
    let members = match (&config.database, from) {
        (DatabaseUrl::Sqlite(database), Some(from)) => restore_file(config, database, from)?,
        (DatabaseUrl::Postgres(_), None) => restore_in_place(config)?,
        (DatabaseUrl::Sqlite(_), None) => bail!("--from: which file did twostep backup write?"),
        (DatabaseUrl::Postgres(_), Some(_)) => {
            bail!("--from: fill the database with pg_restore, then run this without --from");
        }
    };
    println!("{members} members are restored. Everybody signs in anew;");
    println!("codes that a phone shows now are refused, those in a minute are good.");
    Ok(())
}

/// The file is changed under another name and moved to its path when it is finished: no server ever
/// sees an old session.
fn restore_file(config: &Config, database: &Path, from: &Path) -> anyhow::Result<usize> {
    for side in ["", "-wal", "-shm"] {
        let mut name = database.as_os_str().to_owned();
        name.push(side);
        if Path::new(&name).exists() {
            let shown = Path::new(&name).display();
            bail!("{shown} is there; stop the server and move it away, nothing is overwritten");
        }
    }
    let keys = key_file::open(&config.key_file, false)?;
    let folder = key_file::folder_of(database);
    let mut file = NamedTempFile::new_in(folder).with_context(|| place(config))?;
    let from_place = || format!("--from {}", from.display());
    let copied = File::open(from).and_then(|mut from| io::copy(&mut from, &mut file));
    copied.with_context(from_place)?;
    let url = DatabaseUrl::Sqlite(file.path().to_owned());
    let members = change(config, &url, &keys, &from_place())?;
    keep(file, database).with_context(|| place(config))?;
    Ok(members)
}

/// Makes a PostgreSQL database safe that `pg_restore` has filled, before a server is started on it.
fn restore_in_place(config: &Config) -> anyhow::Result<usize> {
    let keys = key_file::open(&config.key_file, false)?;
    change(config, &config.database, &keys, &place(config))
}

fn change(config: &Config, url: &DatabaseUrl, keys: &KeyRing, at: &str) -> anyhow::Result<usize> {
    let now = Clock::System.now();
    let outcome = db::migrate_exclusive(url, |connection| backup::restore(connection, keys, now));
    match outcome.with_context(|| at.to_owned())? {
        Ok(restored) => Ok(restored.members),
        Err(error @ RestoreError::Foreign(_)) => {
            bail!("{}: {error}", key_file::place(&config.key_file))
        }
        Err(error @ RestoreError::NoKeys) => bail!("{at}: {error}"),
    }
}

/// Moves a finished file to its path, unless a file is there, and flushes the folder.
fn keep(file: NamedTempFile, to: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    file.persist_noclobber(to)?;
    File::open(key_file::folder_of(to))?.sync_all()
}

fn place(config: &Config) -> String {
    format!("TWOSTEP_DATABASE_URL {}", config.database)
}
