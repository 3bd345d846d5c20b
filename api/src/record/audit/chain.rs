//! The audit chain: each seal covers its row, its position, and the previous seal, so that an edited,
//! removed, added or moved row breaks the chain from there on (ASVS 16.4.2).

use super::store::{Link, Row};
use crate::platform::crypto::keys::{KeyRing, Purpose};
use std::fmt::{self, Write as _};
use std::str::FromStr;

/// The newest seal, to be stored outside the database: without it, a truncated record cannot be told
/// from one that was always shorter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of sealed rows.
    pub seq: i64,
    /// The MAC of the last seal.
    pub mac: Vec<u8>,
}

/// What is wrong with the first bad row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The row or its seal was edited, moved or exchanged.
    Altered,
    /// A sealed row is missing.
    Missing,
    /// A row without a seal is between sealed ones.
    Added,
    /// The record ends before the stored head.
    CutOff,
}

/// The result of checking the whole chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainStatus {
    /// Every sealed row is unchanged.
    Sound {
        /// Rows in the chain.
        sealed: i64,
        /// Rows after the last seal, not sealed yet.
        waiting: usize,
    },
    /// The chain breaks.
    Broken {
        /// The position of the first bad row.
        seq: i64,
        /// What is wrong with it.
        flaw: Flaw,
    },
}

impl Link {
    /// Seals a row after the previous link.
    pub(super) fn after(before: Option<&Self>, row: &Row, keys: &KeyRing) -> Self {
        let seq = before.map_or(0, |link| link.seq) + 1;
        let texts = texts(before, seq, row);
        let mac = keys.mac(Purpose::Audit, &parts(&texts));
        Self {
            seq,
            position: row.position,
            mac,
        }
    }

    /// Whether this is the seal of the row after the previous link, by any key of the ring.
    pub(super) fn seals(&self, before: Option<&Self>, row: &Row, keys: &KeyRing) -> bool {
        let seq = before.map_or(0, |link| link.seq) + 1;
        let texts = texts(before, seq, row);
        self.seq == seq && keys.mac_matches(Purpose::Audit, &parts(&texts), &self.mac)
    }
}

/// Everything that a seal covers. An absent text differs from an empty one.
fn texts(before: Option<&Link>, seq: i64, row: &Row) -> [String; 13] {
    let optional = |text: &Option<String>| text.as_ref().map_or("-".into(), |t| format!("+{t}"));
    [
        before.map_or(String::new(), |link| hex(&link.mac)),
        seq.to_string(),
        row.position.to_string(),
        row.id.clone(),
        optional(&row.organization),
        row.at.to_string(),
        row.actor.clone(),
        row.action.clone(),
        row.outcome.clone(),
        optional(&row.subject),
        row.details.clone(),
        row.network.clone(),
        row.request_id.clone(),
    ]
}

fn parts(texts: &[String; 13]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes every text");
        text
    })
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, hex(&self.mac))
    }
}

impl FromStr for Head {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = || "a head is written SEQ:MAC, as `twostep audit head` prints it".to_owned();
        let (seq, mac) = text.split_once(':').ok_or_else(wanted)?;
        let byte = |at| u8::from_str_radix(mac.get(at..at + 2)?, 16).ok();
        let bytes: Option<Vec<u8>> = (0..mac.len()).step_by(2).map(byte).collect();
        Ok(Self {
            seq: seq.parse().map_err(|_| wanted())?,
            mac: bytes.ok_or_else(wanted)?,
        })
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Altered => "the row or its seal was altered",
            Self::Missing => "the row is missing",
            Self::Added => "a row without a seal stands before it",
            Self::CutOff => "the record ends before the head that was kept",
        })
    }
}
