//! The lines of an export beside the rows.
//!
//! A file begins with a line that says what was asked for. Then come rows, each exactly as it was
//! sealed, and after those of a seal (of some rows, where rows were left out) a line that proves them.
//! The last line proves the first one and that nothing was cut off.

use crate::platform::crypto::mac_key::{MacBytes, MacKey};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use shared_types::ids::OrganizationId;
use shared_types::time::Time;

/// The only form so far.
pub(super) const VERSION: u32 = 1;

/// A line that is no row.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    /// The first one.
    Export(ExportHeader),
    /// Older rows were pruned: what the first seal of the file goes on from.
    Checkpoint(CheckpointLine),
    /// Proves the rows since the seal before.
    Seal(SealLine),
    /// What anybody can check without our keys: the seal before it ended a day, a JWS.
    Head(String),
    /// Proves the rows since the line before of this kind, one after the other.
    Tags(Vec<String>),
    /// The last one.
    End(EndLine),
}

/// What an export is of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ExportHeader {
    /// The number of this form.
    pub(super) version: u32,
    /// Whose record.
    pub(super) organization: OrganizationId,
    /// When it was made.
    pub(super) made_at: Time,
    /// The earliest time that was asked for.
    pub(super) from: Option<Time>,
    /// The time before which was asked for.
    pub(super) until: Option<Time>,
    /// What else was asked for; with anything in it, rows are left out.
    pub(super) filter: Map<String, Value>,
    /// What the file proves.
    pub(super) proves: Proves,
}

/// What a file proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Proves {
    /// No row is missing, added or altered.
    #[serde(rename = "rows and completeness")]
    Completeness,
    /// No row that is there was altered; others are left out.
    #[serde(rename = "single rows, not completeness")]
    SingleRows,
}

/// A pruned beginning.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CheckpointLine {
    pub(super) number: i64,
    pub(super) position: i64,
    pub(super) count: i64,
    pub(super) pruned_at: i64,
    pub(super) seal_mac: String,
    pub(super) mac: String,
}

/// A seal; the rest of it is made of its rows again.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SealLine {
    pub(super) number: i64,
    pub(super) before: String,
    pub(super) mac: String,
}

/// The end.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EndLine {
    pub(super) rows: u64,
    /// The number of signed heads: none can be taken away.
    pub(super) heads: u64,
    pub(super) mac: String,
}

impl Line {
    /// With the line break.
    pub(super) fn write(&self) -> String {
        let mut line = serde_json::to_string(self).expect("every part can be written");
        line.push('\n');
        line
    }
}

/// What the last line proves.
#[derive(Debug)]
pub(super) struct Ending<'a> {
    /// The first line.
    pub(super) header: &'a str,
    /// The number of rows.
    pub(super) rows: u64,
    /// The number of signed heads.
    pub(super) heads: u64,
    /// The MAC of the last seal.
    pub(super) last_mac: &'a [u8],
}

impl Ending<'_> {
    /// The MAC of the last line.
    pub(super) fn mac(&self, key: &MacKey) -> MacBytes {
        key.mac(&[
            b"export",
            self.header.as_bytes(),
            &self.rows.to_be_bytes(),
            &self.heads.to_be_bytes(),
            self.last_mac,
        ])
    }
}
