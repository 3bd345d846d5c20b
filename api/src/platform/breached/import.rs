//! Making the file of the public list: one SHA-1 hash a line, in any order, with or without the number of
//! times that it was seen.
//!
//! The hashes are sorted into one unnamed file for each filter, beside the target, then the filters
//! are made one after the other: memory holds a 256th of the list, the disk eight bytes a hash.

use super::file::{HEAD, Head, PARTITIONS, Partition, Sha1Hash, checksum, place};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::UNIX_EPOCH;
use tempfile::NamedTempFile;
use xorf::{BinaryFuse16, Descriptor};

/// Lines of the list are shorter by far.
const LONGEST_LINE: u64 = 128;
/// Every how many lines the caller is told.
const TOLD_EVERY: u64 = 10_000_000;
/// The bytes of a hash in the file of its filter.
const KEY: usize = 8;

/// What was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The different hashes.
    pub hashes: u64,
    /// The size of the file.
    pub bytes: u64,
}

/// Why nothing was made; a file that was there before stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The list cannot be read.
    #[error("the list cannot be read: {0}")]
    Read(#[source] io::Error),
    /// A line is no hash.
    #[error(
        "line {0}: expected a SHA-1 hash of 40 hexadecimal digits, or HASH:COUNT; nothing was changed"
    )]
    Line(u64),
    /// There is no hash in it.
    #[error("the list has no hash; nothing was changed")]
    Empty,
    /// The file cannot be written.
    #[error("the file cannot be written: {0}")]
    Write(#[from] io::Error),
    /// A filter could not be made; a list of other hashes can.
    #[error("no filter can be made of these hashes: {0}")]
    Build(&'static str),
}

/// Makes the file `target` of the list `source`, and puts it in the place of one that was there. `told`
/// receives the number of lines now and then.
pub fn import(
    source: &Path,
    target: &Path,
    mut told: impl FnMut(u64),
) -> Result<Imported, ImportError> {
    let list = File::open(source).map_err(ImportError::Read)?;
    let source_at = modified(&list).map_err(ImportError::Read)?;
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut sorted = Sorted::new(folder);
    read_list(list, &mut sorted, &mut told)?;
    let mut file = NamedTempFile::new_in(folder)?;
    let head = write_filters(sorted, source_at, file.as_file_mut())?;
    if head.hashes == 0 {
        return Err(ImportError::Empty);
    }
    file.as_file().sync_all()?;
    let bytes = file.as_file().metadata()?.len();
    file.persist(target).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()?;
    let hashes = head.hashes;
    Ok(Imported { hashes, bytes })
}

fn modified(list: &File) -> io::Result<i64> {
    let at = list.metadata()?.modified()?.duration_since(UNIX_EPOCH);
    Ok(at.map_or(0, |at| i64::try_from(at.as_secs()).unwrap_or(i64::MAX)))
}

fn read_list(
    list: File,
    sorted: &mut Sorted<'_>,
    told: &mut impl FnMut(u64),
) -> Result<(), ImportError> {
    let mut list = BufReader::with_capacity(1 << 20, list);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let mut one = list.by_ref().take(LONGEST_LINE);
        let read = one
            .read_until(b'\n', &mut line)
            .map_err(ImportError::Read)?;
        if read == 0 {
            break;
        }
        match read_line(line.trim_ascii()) {
            Some(Line::Seen(hash)) => sorted.add(&hash)?,
            Some(Line::NeverSeen) => {}
            None => return Err(ImportError::Line(number)),
        }
        if number % TOLD_EVERY == 0 {
            told(number);
        }
    }
    Ok(())
}

enum Line {
    Seen(Sha1Hash),
    /// Empty, or with the count 0 of what only fills an answer up.
    NeverSeen,
}

/// `None` when it is no line of a list.
fn read_line(line: &[u8]) -> Option<Line> {
    if line.is_empty() {
        return Some(Line::NeverSeen);
    }
    let (digits, rest) = line.split_at_checked(40)?;
    let count = match rest {
        [] => b"1",
        [b':', count @ ..] if !count.is_empty() => count,
        _ => return None,
    };
    if !count.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let mut hash = Sha1Hash::default();
    for (byte, two) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(two[0])? << 4 | digit(two[1])?;
    }
    let is_seen = count.iter().any(|digit| *digit != b'0');
    Some(if is_seen {
        Line::Seen(hash)
    } else {
        Line::NeverSeen
    })
}

fn digit(letter: u8) -> Option<u8> {
    match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'a'..=b'f' => Some(letter - b'a' + 10),
        b'A'..=b'F' => Some(letter - b'A' + 10),
        _ => None,
    }
}

/// The hashes of each filter, in a file without a name.
struct Sorted<'a> {
    folder: &'a Path,
    files: Vec<Option<BufWriter<File>>>,
}

impl<'a> Sorted<'a> {
    fn new(folder: &'a Path) -> Self {
        let files = (0..PARTITIONS).map(|_| None).collect();
        Self { folder, files }
    }

    fn add(&mut self, hash: &Sha1Hash) -> io::Result<()> {
        let (number, key) = place(hash);
        let file = match &mut self.files[number] {
            Some(file) => file,
            none => {
                let file = tempfile::tempfile_in(self.folder)?;
                none.insert(BufWriter::with_capacity(1 << 16, file))
            }
        };
        file.write_all(&key.to_le_bytes())
    }
}

/// Each key once, in their order.
fn keys_of(file: BufWriter<File>) -> io::Result<Vec<u64>> {
    let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.seek(SeekFrom::Start(0))?;
    let mut file = BufReader::with_capacity(1 << 16, file);
    let (mut keys, mut bytes) = (Vec::new(), [0; KEY]);
    while !file.fill_buf()?.is_empty() {
        file.read_exact(&mut bytes)?;
        keys.push(u64::from_le_bytes(bytes));
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

fn write_filters(sorted: Sorted<'_>, source_at: i64, file: &mut File) -> Result<Head, ImportError> {
    let mut head = Head {
        hashes: 0,
        source_at,
        partitions: Vec::with_capacity(PARTITIONS),
    };
    let mut offset = HEAD as u64;
    file.seek(SeekFrom::Start(offset))?;
    for hashes in sorted.files {
        let keys = hashes.map(keys_of).transpose()?.unwrap_or_default();
        let (partition, bytes) = make_filter(&keys, offset)?;
        file.write_all(&bytes)?;
        offset += bytes.len() as u64;
        head.hashes += keys.len() as u64;
        head.partitions.push(partition);
    }
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&head.write())?;
    Ok(head)
}

fn make_filter(keys: &[u64], offset: u64) -> Result<(Partition, Vec<u8>), ImportError> {
    let many = |_| ImportError::Build("too many begin with the same byte");
    let hashes = u32::try_from(keys.len()).map_err(many)?;
    let (descriptor, bytes) = if keys.is_empty() {
        let nothing = Descriptor {
            seed: 0,
            segment_length: 0,
            segment_length_mask: 0,
            segment_count_length: 0,
        };
        (nothing, Vec::new())
    } else {
        let filter = BinaryFuse16::try_from(keys).map_err(ImportError::Build)?;
        let all = filter.fingerprints.iter();
        let bytes = all.flat_map(|fingerprint| fingerprint.to_le_bytes());
        (filter.descriptor, bytes.collect())
    };
    let fingerprints = u32::try_from(bytes.len() / super::file::FINGERPRINT).map_err(many)?;
    let partition = Partition {
        offset,
        fingerprints,
        hashes,
        descriptor,
        checksum: checksum(&bytes),
    };
    Ok((partition, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F14: a file is asked by later versions of the program too: with another way to spread keys, which a
    /// version of `xorf` may bring, the version of the file has to change.
    #[test]
    fn the_filter_of_these_keys_never_changes() {
        let keys: Vec<u64> = (1..=1000_u64)
            .map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15))
            .collect();
        let (partition, bytes) = make_filter(&keys, 0).expect("a filter");
        assert_eq!(bytes.len(), partition.size());
        let start = u64::from_be_bytes(*partition.checksum.first_chunk().expect("32 bytes"));
        assert_eq!(start, 0x02d1_ef8d_717e_8ce4, "{start:#x}");
    }

    /// F14: lines as the public list has them, and as they are not.
    #[test]
    fn lines_are_read() {
        let hash = "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8";
        let seen = |line: &str| matches!(read_line(line.as_bytes()), Some(Line::Seen(hash)) if hash[0] == 0x5b);
        assert!(seen(hash) && seen(&hash.to_lowercase()) && seen(&format!("{hash}:3")));
        for line in ["", &format!("{hash}:0"), &format!("{hash}:00")] {
            assert!(
                matches!(read_line(line.as_bytes()), Some(Line::NeverSeen)),
                "{line}"
            );
        }
        for line in [
            &hash[1..],
            &format!("{hash}:"),
            &format!("{hash};3"),
            &format!("{hash}:-1"),
            "G",
        ] {
            assert!(read_line(line.as_bytes()).is_none(), "{line}");
        }
    }
}
