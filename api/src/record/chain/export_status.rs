//! What the check of an exported file finds.

use super::day::Day;
use shared_types::ids::OrganizationId;
use shared_types::time::Time;
use std::collections::BTreeSet;
use std::fmt;

/// What a file proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportStatus {
    /// Every row is as it was sealed.
    Sound {
        /// Whose record.
        organization: OrganizationId,
        /// The number of rows.
        rows: u64,
        /// When the first and the last row happened, for a file that proves that none between them is
        /// missing; `None` for single rows.
        complete: Option<Span>,
        /// The days whose heads are signed.
        days: SignedDays,
    },
    /// The file is not as it was made, or something in the record was altered before.
    Broken {
        /// The number of the first bad line.
        line: u64,
        /// What is wrong with it.
        flaw: ExportFlaw,
    },
}

/// What the signed heads of a file say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedDays {
    /// The days with a signed head.
    pub signed: BTreeSet<Day>,
    /// The days that were over, have rows in the file, and have no signed head: they were not signed yet when the
    /// file was made, or somebody took their heads from the database.
    pub unsigned: BTreeSet<Day>,
}

/// A time without a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// When the first row happened.
    pub first: Time,
    /// When the last row happened.
    pub last: Time,
    /// Whether older rows were pruned.
    pub is_pruned: bool,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFlaw {
    /// It is no line of an export, or none that can stand there.
    Unreadable,
    /// The rows before it were altered, or some were removed or added.
    Altered,
    /// A seal is missing.
    Missing,
    /// The line that says what was pruned was altered.
    Checkpoint,
    /// Rows are missing in front.
    Beginning,
    /// The end is missing.
    CutOff,
    /// A signed head was altered, or is that of another seal, chain or day.
    Head,
    /// A signed head names a key that is not among the evidence keys.
    HeadKey,
    /// A signed head says that it was signed when its key did not sign.
    HeadTime,
    /// Signed heads are missing.
    HeadsMissing,
    /// The first line was altered, or rows at the end are missing.
    End,
    /// There is nothing in it that could prove anything.
    Empty,
}

impl fmt::Display for ExportFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "the line is none of an export",
            Self::Altered => "a row before this line was altered, removed or added, or these are not the keys of its installation",
            Self::Missing => "rows are missing before this line",
            Self::Checkpoint => "the line that says what was pruned was altered",
            Self::Beginning => "rows are missing at the beginning",
            Self::CutOff => "the file was cut off",
            Self::Head => "the signed head was altered, or is not that of the seal before it",
            Self::HeadKey => {
                "the signed head names a key that is not among the evidence keys; a copy of them \
                 must not be older than the head"
            }
            Self::HeadTime => "the signed head is from a time when its key did not sign",
            Self::HeadsMissing => "signed heads were removed or added before this line",
            Self::End => "the first line was altered, or rows are missing at the end",
            Self::Empty => "no row is sealed, so nothing is proved",
        })
    }
}

impl fmt::Display for ExportStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sound {
                organization,
                rows,
                complete,
                days,
            } => {
                write!(
                    f,
                    "audit export verified: organization {organization}, {rows} rows as they were \
                     sealed; "
                )?;
                match complete {
                    None => {
                        f.write_str("others were left out: it proves single rows, not completeness")
                    }
                    Some(Span {
                        first,
                        last,
                        is_pruned,
                    }) => {
                        write!(f, "none is missing from {first} to {last}")?;
                        f.write_str(if *is_pruned {
                            "; older rows were pruned"
                        } else {
                            ""
                        })?;
                        write!(f, "{days}")
                    }
                }
            }
            Self::Broken { line, flaw } => {
                write!(f, "audit export NOT valid: line {line}: {flaw}")
            }
        }
    }
}

impl fmt::Display for SignedDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.signed.first(), self.signed.last()) {
            (Some(first), Some(last)) if first == last => write!(f, "; signed head of {last}")?,
            (Some(first), Some(last)) => {
                let count = self.signed.len();
                write!(f, "; signed heads of {count} days from {first} to {last}")?;
            }
            _ => f.write_str("; no signed head")?,
        }
        if self.unsigned.is_empty() {
            return Ok(());
        }
        let days: Vec<String> = self.unsigned.iter().map(Day::to_string).collect();
        write!(f, "; NO signed head of {}", days.join(", "))
    }
}
