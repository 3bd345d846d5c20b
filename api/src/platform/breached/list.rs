//! Asking the list. A file that was put in the place of another is seen when it is asked next.

use super::file::{
    Damaged, Description, FINGERPRINT, HEAD, Head, Partition, Sha1Hash, checksum, place,
};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use xorf::{BinaryFuse16, Filter as _};

/// The list, or none; cloning it shares everything.
#[derive(Clone, Debug, Default)]
pub struct BreachedPasswords(Option<Arc<ListFile>>);

#[derive(Debug)]
struct ListFile {
    path: PathBuf,
    open: Mutex<Option<Arc<Open>>>,
}

#[derive(Debug)]
struct Open {
    file: File,
    head: Head,
    stamp: Stamp,
}

/// What differs when another file was put there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    file: u64,
    changed: i64,
    length: u64,
}

impl BreachedPasswords {
    /// The list in a file; an empty one while no file is there. A damaged one is an error.
    pub fn open(path: &Path) -> io::Result<Self> {
        let open = Open::load(path)?.map(Arc::new);
        Ok(Self(Some(Arc::new(ListFile {
            path: path.to_owned(),
            open: Mutex::new(open),
        }))))
    }

    /// What the file holds; `None` without one.
    pub fn description(&self) -> Option<Description> {
        let open = self.0.as_ref()?.current()?;
        Some(Description {
            hashes: open.head.hashes,
            source_at: open.head.source_at,
            bytes: open.stamp.length,
        })
    }

    /// Whether a password with this hash is in the list. What cannot be read is logged and refuses
    /// nobody: the other rules for passwords hold.
    pub async fn contains(&self, hash: Sha1Hash) -> bool {
        let Some(place) = self.0.clone() else {
            return false;
        };
        let look = move || {
            let Some(open) = place.current() else {
                return false;
            };
            open.contains(&hash).unwrap_or_else(|error| {
                let path = place.path.display();
                tracing::error!(%error, "the breached passwords in {path} are not checked");
                false
            })
        };
        tokio::task::spawn_blocking(look).await.unwrap_or(false)
    }

    /// The most bytes that are read, and held in memory, for one password.
    pub fn largest_read(&self) -> usize {
        let open = self.0.as_ref().and_then(|place| place.current());
        let sizes = open.map(|open| open.head.partitions.iter().map(Partition::size).max());
        sizes.flatten().unwrap_or(0)
    }

    /// Reads all of the file once, and compares it with its checksums.
    pub fn check_whole(&self) -> io::Result<()> {
        let Some(open) = self.0.as_ref().and_then(|place| place.current()) else {
            return Ok(());
        };
        let mut used = open.head.partitions.iter().filter(|one| one.hashes > 0);
        used.try_for_each(|one| open.read(one).map(drop))
    }
}

impl ListFile {
    /// The file that is there now; the one before as long as the new one is of no use.
    fn current(&self) -> Option<Arc<Open>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let there = fs::metadata(&self.path).ok().map(|found| Stamp::of(&found));
        if there != open.as_ref().map(|open| open.stamp) {
            match Open::load(&self.path) {
                Ok(found) => *open = found.map(Arc::new),
                Err(error) => {
                    let path = self.path.display();
                    tracing::error!(%error, "the breached passwords in {path} are of no use");
                }
            }
        }
        open.clone()
    }
}

impl Stamp {
    fn of(found: &fs::Metadata) -> Self {
        Self {
            file: found.ino(),
            changed: found.mtime_nsec().wrapping_add(found.mtime() << 30),
            length: found.len(),
        }
    }
}

impl Open {
    fn load(path: &Path) -> io::Result<Option<Self>> {
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let stamp = Stamp::of(&file.metadata()?);
        let mut bytes = Vec::with_capacity(HEAD);
        file.by_ref().take(HEAD as u64).read_to_end(&mut bytes)?;
        let head = Head::read(&bytes, stamp.length).map_err(damaged)?;
        Ok(Some(Self { file, head, stamp }))
    }

    fn contains(&self, hash: &Sha1Hash) -> io::Result<bool> {
        let (number, key) = place(hash);
        let partition = &self.head.partitions[number];
        if partition.hashes == 0 {
            return Ok(false);
        }
        Ok(self.read(partition)?.contains(&key))
    }

    /// The filter of a partition, compared with its checksum.
    fn read(&self, partition: &Partition) -> io::Result<BinaryFuse16> {
        let mut bytes = vec![0; partition.size()];
        self.file.read_exact_at(&mut bytes, partition.offset)?;
        if checksum(&bytes) != partition.checksum {
            return Err(damaged(Damaged));
        }
        let (all, _) = bytes.as_chunks::<FINGERPRINT>();
        Ok(BinaryFuse16 {
            descriptor: partition.descriptor.clone(),
            fingerprints: all.iter().map(|two| u16::from_le_bytes(*two)).collect(),
        })
    }
}

fn damaged(error: Damaged) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}
