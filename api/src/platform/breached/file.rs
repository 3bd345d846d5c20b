//! The form of the file: a head with the places of the filters and its own checksum, then the
//! fingerprints of each filter. Numbers are little-endian.
//!
//! | bytes | what |
//! | --- | --- |
//! | 16 | `twostep breached` |
//! | 4 | the version, 1 |
//! | 8 | the number of hashes |
//! | 8 | when the list that it was made of was last changed, in seconds since 1970 |
//! | 256 × 68 | a filter: place, number of fingerprints, number of hashes, seed, length of a segment, its mask, length of all segments but two, SHA-256 of the fingerprints |
//! | 32 | the SHA-256 of all before |

use sha2::{Digest as _, Sha256};
use xorf::Descriptor;

/// The hash of a password in the public list.
pub type Sha1Hash = [u8; 20];

const MAGIC: [u8; 16] = *b"twostep breached";
const VERSION: u32 = 1;
/// One filter for each first byte of a hash.
pub(super) const PARTITIONS: usize = 256;
const START: usize = 16 + 4 + 8 + 8;
const ENTRY: usize = 8 + 4 + 4 + 8 + 4 + 4 + 4 + CHECKSUM;
const CHECKSUM: usize = 32;
/// The bytes before the first filter.
pub(super) const HEAD: usize = START + PARTITIONS * ENTRY + CHECKSUM;
/// The bytes of a fingerprint. 16 bits: one password in 65,536 is refused without being in the list.
pub(super) const FINGERPRINT: usize = 2;

/// The file is none that we write, or was changed since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is damaged, or no file that `twostep passwords import` wrote; import the list again")]
pub struct Damaged;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Description {
    /// The number of hashes.
    pub hashes: u64,
    /// When the list that it was made of was last changed, in seconds since 1970.
    pub source_at: i64,
    /// The size of the file.
    pub bytes: u64,
}

/// The filter of the hashes with one first byte.
#[derive(Clone, Debug)]
pub(super) struct Partition {
    pub(super) offset: u64,
    pub(super) fingerprints: u32,
    pub(super) hashes: u32,
    pub(super) descriptor: Descriptor,
    pub(super) checksum: [u8; CHECKSUM],
}

#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) hashes: u64,
    pub(super) source_at: i64,
    pub(super) partitions: Vec<Partition>,
}

/// The filter of a hash, and what it is called there.
pub(super) fn place([first, rest @ ..]: &Sha1Hash) -> (usize, u64) {
    let key = rest
        .first_chunk()
        .expect("20 bytes have 8 behind the first");
    (usize::from(*first), u64::from_be_bytes(*key))
}

pub(super) fn checksum(bytes: &[u8]) -> [u8; CHECKSUM] {
    Sha256::digest(bytes).into()
}

impl Partition {
    /// The bytes of its fingerprints.
    pub(super) fn size(&self) -> usize {
        self.fingerprints as usize * FINGERPRINT
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        let Descriptor {
            seed,
            segment_length,
            segment_length_mask,
            segment_count_length,
        } = self.descriptor;
        bytes.extend_from_slice(&self.offset.to_le_bytes());
        bytes.extend_from_slice(&self.fingerprints.to_le_bytes());
        bytes.extend_from_slice(&self.hashes.to_le_bytes());
        bytes.extend_from_slice(&seed.to_le_bytes());
        bytes.extend_from_slice(&segment_length.to_le_bytes());
        bytes.extend_from_slice(&segment_length_mask.to_le_bytes());
        bytes.extend_from_slice(&segment_count_length.to_le_bytes());
        bytes.extend_from_slice(&self.checksum);
    }

    fn read(bytes: &mut Bytes<'_>) -> Option<Self> {
        let partition = Self {
            offset: u64::from_le_bytes(bytes.take()?),
            fingerprints: u32::from_le_bytes(bytes.take()?),
            hashes: u32::from_le_bytes(bytes.take()?),
            descriptor: Descriptor {
                seed: u64::from_le_bytes(bytes.take()?),
                segment_length: u32::from_le_bytes(bytes.take()?),
                segment_length_mask: u32::from_le_bytes(bytes.take()?),
                segment_count_length: u32::from_le_bytes(bytes.take()?),
            },
            checksum: bytes.take()?,
        };
        partition.is_sensible().then_some(partition)
    }

    /// No hash may lead behind the last fingerprint.
    fn is_sensible(&self) -> bool {
        let Descriptor {
            segment_length,
            segment_length_mask,
            segment_count_length,
            ..
        } = self.descriptor;
        let reach = u64::from(segment_count_length) + 2 * u64::from(segment_length);
        self.hashes == 0
            || segment_length.is_power_of_two()
                && segment_length_mask == segment_length - 1
                && segment_count_length.is_multiple_of(segment_length)
                && reach <= u64::from(self.fingerprints)
    }
}

impl Head {
    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&self.hashes.to_le_bytes());
        bytes.extend_from_slice(&self.source_at.to_le_bytes());
        for partition in &self.partitions {
            partition.write(&mut bytes);
        }
        let sum = checksum(&bytes);
        bytes.extend_from_slice(&sum);
        bytes
    }

    /// The head of a file that has so many bytes.
    pub(super) fn read(bytes: &[u8], length: u64) -> Result<Self, Damaged> {
        let (content, sum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(Damaged)?;
        let is_ours = bytes.len() == HEAD && checksum(content) == *sum;
        let head = is_ours.then(|| Self::read_content(content)).flatten();
        let head = head.ok_or(Damaged)?;
        let end = |one: &Partition| one.offset.saturating_add(one.size() as u64);
        let is_whole = head.partitions.iter().all(|one| end(one) <= length);
        if is_whole { Ok(head) } else { Err(Damaged) }
    }

    fn read_content(content: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(content);
        let is_known = bytes.take()? == MAGIC && u32::from_le_bytes(bytes.take()?) == VERSION;
        let mut head = Self {
            hashes: u64::from_le_bytes(bytes.take()?),
            source_at: i64::from_le_bytes(bytes.take()?),
            partitions: Vec::with_capacity(PARTITIONS),
        };
        for _ in 0..PARTITIONS {
            head.partitions.push(Partition::read(&mut bytes)?);
        }
        is_known.then_some(head)
    }
}

/// What is not read yet.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (next, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*next)
    }
}
