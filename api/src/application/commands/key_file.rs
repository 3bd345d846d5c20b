//! The key file: created once, readable by its owner only, never replaced by accident.

use crate::platform::crypto::keys::KeyRing;
use anyhow::{Context as _, bail};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use tempfile::NamedTempFile;

const OWNER_ONLY: u32 = 0o600;
const OWNERS_FOLDER: u32 = 0o700;
const OTHERS: u32 = 0o077;

/// Reads the key ring. When the file is missing and the database is new, the file is created; with
/// an existing database a missing file is an error, as a new key could not open its values.
pub(super) fn open(path: &Path, database_is_new: bool) -> anyhow::Result<KeyRing> {
    match fs::read_to_string(path) {
        Ok(_) if is_open_to_others(path)? => bail!(
            "{}: others can read it; chmod 600 {}",
            place(path),
            path.display()
        ),
        Ok(text) => KeyRing::parse(&text).with_context(|| place(path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound && database_is_new => create(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => bail!(
            "{}: there is no such file, but the database is not new; restore the key file that \
             belongs to it",
            place(path)
        ),
        Err(error) => Err(error).with_context(|| place(path)),
    }
}

/// Replaces the file with a changed key ring, atomically: a power cut leaves the old or the new file.
pub(super) fn replace(path: &Path, ring: &KeyRing) -> anyhow::Result<()> {
    let folder = folder_of(path);
    let change = || -> io::Result<()> {
        // Temporary files are readable by their owner only.
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(ring.to_file_text().as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        File::open(folder)?.sync_all()
    };
    change().with_context(|| place(path))
}

/// The folder that a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    folder.unwrap_or(Path::new("."))
}

/// Makes the missing folders of a file, for their owner only; one that is there is left as it is.
pub(super) fn create_folder_of(path: &Path) -> io::Result<()> {
    let mut folders = DirBuilder::new();
    folders.recursive(true).mode(OWNERS_FOLDER);
    folders.create(folder_of(path))
}

/// Whether others than the owner may read the file, or enter the folder.
pub(super) fn is_open_to_others(path: &Path) -> io::Result<bool> {
    Ok(fs::metadata(path)?.permissions().mode() & OTHERS != 0)
}

/// The file in an error message.
pub(super) fn place(path: &Path) -> String {
    format!("TWOSTEP_KEY_FILE {}", path.display())
}

fn create(path: &Path) -> anyhow::Result<KeyRing> {
    let ring = KeyRing::generate();
    write(path, ring.to_file_text().as_bytes()).with_context(|| place(path))?;
    Ok(ring)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_folder_of(path)?;
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(OWNER_ONLY)
        .open(path)?;
    file.write_all(bytes)?;
    // Flushed, so that no sealed value survives a power cut that the key does not survive.
    file.sync_all()?;
    File::open(folder_of(path))?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key file is created for its owner only, and never for an existing database.
    #[test]
    fn a_missing_file_is_made_for_a_new_database_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("twostep.keys");
        let error = open(&path, false).expect_err("an old database");
        assert!(
            error.to_string().contains("restore the key file"),
            "{error}"
        );
        let made = open(&path, true).expect("a new database");
        assert!(!is_open_to_others(&path).expect("the file"));
        let read = open(&path, false).expect("the file");
        assert_eq!(made.active_id(), read.active_id());
    }

    /// C-03, C-06 (key file): a changed key ring replaces the file, for its owner only, and leaves no temporary
    /// file.
    #[test]
    fn a_changed_ring_takes_the_place_of_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("twostep.keys");
        let (ring, name) = open(&path, true).expect("a new database").with_new_key();
        replace(&path, &ring).expect("the file");
        assert!(!is_open_to_others(&path).expect("the file"));
        let read = open(&path, false).expect("the file");
        assert!(read.ids().any(|id| id == name));
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
    }

    /// C-02: a file that others can read is refused.
    #[test]
    fn a_file_that_others_read_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("twostep.keys");
        open(&path, true).expect("a new database");
        for mode in [0o640, 0o604, 0o644] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("a mode");
            let error = open(&path, false).expect_err("open to others");
            assert!(error.to_string().contains("chmod 600"), "{error}");
        }
    }
}
