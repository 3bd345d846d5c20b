//! The names of chains, their newest seals, and what a check of them finds.

use shared_types::ids::OrganizationId;
use std::fmt::{self, Write as _};
use std::str::FromStr;
use uuid::Uuid;

/// What the installation's own chain is called.
const INSTALLATION: &str = "installation";

/// The chain of an organization, or that of the installation: the bytes of its id, or none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChainName(pub(super) Vec<u8>);

impl ChainName {
    /// The chain of an organization; `None` for that of the installation.
    pub fn of(organization: Option<OrganizationId>) -> Self {
        Self(organization.map_or_else(Vec::new, |id| id.0.as_bytes().to_vec()))
    }
}

impl fmt::Display for ChainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Uuid::from_slice(&self.0) {
            Ok(id) => id.fmt(f),
            Err(_) if self.0.is_empty() => f.write_str(INSTALLATION),
            // No program wrote such bytes; they are shown as they are.
            Err(_) => write!(f, "{:02x?}", self.0),
        }
    }
}

impl FromStr for ChainName {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            INSTALLATION => Ok(Self(Vec::new())),
            id => Ok(Self(Uuid::from_str(id)?.as_bytes().to_vec())),
        }
    }
}

/// The newest seal of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Which chain.
    pub chain: ChainName,
    /// The number of its seals.
    pub number: i64,
    /// The MAC of the last one.
    pub mac: Vec<u8>,
}

/// What is wrong with the first bad row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// The row now stands in another chain.
    Moved,
    /// The row or its seal was edited or exchanged.
    Altered,
    /// A sealed row is missing.
    Missing,
    /// A row without a seal is among sealed ones.
    Added,
    /// The row has a word that only a newer program knows.
    Unknown,
    /// The chain ends before the stored head.
    CutOff,
    /// The chain begins with a later seal than its first, and no checkpoint says where it goes on.
    Beginning,
    /// A checkpoint was edited, exchanged or removed.
    Checkpoint,
    /// The row stands where all rows were pruned.
    Pruned,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Moved => "the row was moved to another chain",
            Self::Altered => "the row or its seal was altered",
            Self::Missing => "the row is missing",
            Self::Added => "the row has no seal, though later rows have one",
            Self::Unknown => "the row has a word that this program does not know",
            Self::CutOff => "the chain ends before the head that was kept",
            Self::Beginning => {
                "the beginning of the chain is missing, and no checkpoint says that it was pruned"
            }
            Self::Checkpoint => {
                "the checkpoint that says up to where rows were pruned was altered or removed"
            }
            Self::Pruned => "the row stands where all rows were pruned: somebody put it there",
        })
    }
}

/// The result of checking all chains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainStatus {
    /// Every sealed row is unchanged.
    Sound {
        /// The number of chains.
        chains: usize,
        /// Rows with a seal.
        sealed: i64,
        /// Rows after the last seal, not sealed yet.
        waiting: i64,
        /// Rows that were pruned, as the checkpoints prove.
        pruned: i64,
    },
    /// A chain breaks.
    Broken {
        /// The chain of the first bad row.
        chain: ChainName,
        /// The position of that row.
        position: i64,
        /// What is wrong with it.
        flaw: Flaw,
    },
}

impl fmt::Display for ChainStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sound {
                chains,
                sealed,
                waiting,
                pruned,
            } => {
                write!(
                    f,
                    "audit record verified: {sealed} rows sealed in {chains} chains, {waiting} \
                     not sealed yet"
                )?;
                match pruned {
                    0 => Ok(()),
                    rows => write!(f, "; {rows} older rows were pruned"),
                }
            }
            Self::Broken {
                chain,
                position,
                flaw,
            } => write!(
                f,
                "audit record NOT valid: chain {chain}, row {position}: {flaw}"
            ),
        }
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes every text");
        text
    })
}

/// The bytes that [`hex`] wrote.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let byte = |at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(byte).collect()
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.chain, self.number, hex(&self.mac))
    }
}

impl FromStr for Head {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted =
            || "a head is written CHAIN:NUMBER:MAC, as `twostep audit head` prints it".to_owned();
        let (chain, rest) = text.split_once(':').ok_or_else(wanted)?;
        let (number, mac) = rest.split_once(':').ok_or_else(wanted)?;
        Ok(Self {
            chain: chain.parse().map_err(|_| wanted())?,
            number: number.parse().map_err(|_| wanted())?,
            mac: unhex(mac).ok_or_else(wanted)?,
        })
    }
}
