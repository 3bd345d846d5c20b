//! Checking an exported file with the key ring, without the database.

use super::checkpoint::Checkpoint;
use super::export_heads::{HeadCheck, SealBefore};
use super::export_lines::{
    CheckpointLine, EndLine, Ending, ExportHeader, Line, Proves, SealLine, VERSION,
};
use super::export_status::{ExportFlaw, ExportStatus, SignedDays, Span};
use super::model::{ChainName, hex, unhex};
use super::seal::{entries, row_mac, seal_mac};
use super::stored_seal::{Seal, TAG_BYTES};
use crate::platform::crypto::keys::{KeyRing, Purpose};
use crate::platform::crypto::mac_key::{MacBytes, MacKey};
use serde::Deserialize;
use shared_types::ids::OrganizationId;
use shared_types::signing::EvidenceKeySet;
use shared_types::time::Time;
use std::io::{self, BufRead, Read as _};
use subtle::ConstantTimeEq as _;

/// The longest line that is read, in bytes: ours have less than a tenth of it.
const LONGEST_LINE: u64 = 1 << 20;
/// Rows before the line that proves them: a seal has at most 1,000.
const MOST_ROWS: usize = 10_000;
/// What the line of a signed head begins with.
const HEAD: &[u8] = br#"{"head":"#;

/// Whether a file has signed heads, so that evidence keys are needed to check it.
pub fn has_heads(mut file: impl BufRead) -> io::Result<bool> {
    loop {
        let mut bytes = Vec::new();
        let mut line = file.by_ref().take(LONGEST_LINE);
        if line.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(false);
        }
        if bytes.starts_with(HEAD) {
            return Ok(true);
        }
    }
}

/// Checks a file line by line; only the rows of one seal are kept.
pub fn verify_export(
    keys: &KeyRing,
    evidence: &EvidenceKeySet,
    mut file: impl BufRead,
) -> io::Result<ExportStatus> {
    let mut check = ExportCheck::new(keys.mac_keys(Purpose::Audit), evidence);
    let mut number = 0;
    loop {
        let mut bytes = Vec::new();
        number += 1;
        if file
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut bytes)?
            == 0
        {
            break;
        }
        let line = bytes
            .strip_suffix(b"\n")
            .and_then(|line| str::from_utf8(line).ok());
        let looked = match line {
            // A line without its end was cut off, whatever it says.
            None => Err(ExportFlaw::CutOff),
            Some(line) => check.look(line),
        };
        if let Err(flaw) = looked {
            return Ok(ExportStatus::Broken { line: number, flaw });
        }
    }
    Ok(match check.finish() {
        Ok(sound) => sound,
        Err(flaw) => ExportStatus::Broken { line: number, flaw },
    })
}

/// What is looked at of a row; all of it is proved.
#[derive(Deserialize)]
struct Row {
    position: i64,
    at: Time,
    organization: Option<OrganizationId>,
}

/// The seal that was checked last.
#[derive(Default)]
struct Before {
    number: i64,
    /// Its last row.
    position: i64,
    mac: Vec<u8>,
}

struct ExportCheck<'a> {
    keys: Vec<MacKey>,
    first_line: String,
    header: Option<ExportHeader>,
    pruned: Option<Checkpoint>,
    before: Option<Before>,
    first_number: i64,
    /// Rows that are not proved yet.
    positions: Vec<i64>,
    lines: Vec<String>,
    rows: u64,
    first: Option<Time>,
    last: Option<Time>,
    heads: HeadCheck<'a>,
    is_over: bool,
}

impl<'a> ExportCheck<'a> {
    const fn new(keys: Vec<MacKey>, evidence: &'a EvidenceKeySet) -> Self {
        Self {
            keys,
            heads: HeadCheck::new(evidence),
            first_line: String::new(),
            header: None,
            pruned: None,
            before: None,
            first_number: 0,
            positions: Vec::new(),
            lines: Vec::new(),
            rows: 0,
            first: None,
            last: None,
            is_over: false,
        }
    }

    fn look(&mut self, line: &str) -> Result<(), ExportFlaw> {
        let is_row = line.starts_with(r#"{"position":"#);
        let Some(header) = self.header.as_ref() else {
            return self.begin(line);
        };
        let (organization, proves) = (header.organization, header.proves);
        if self.is_over {
            return Err(ExportFlaw::Unreadable);
        }
        if is_row {
            return self.row(line, organization);
        }
        match (serde_json::from_str(line), proves) {
            (Ok(Line::Checkpoint(line)), Proves::Completeness) => {
                self.checkpoint(&line, organization)
            }
            (Ok(Line::Seal(line)), Proves::Completeness) => self.seal(&line, organization),
            (Ok(Line::Head(signed)), Proves::Completeness) => self.head(&signed, organization),
            (Ok(Line::Tags(tags)), Proves::SingleRows) => self.tags(&tags),
            (Ok(Line::End(line)), _) => self.end(&line),
            _ => Err(ExportFlaw::Unreadable),
        }
    }

    fn begin(&mut self, line: &str) -> Result<(), ExportFlaw> {
        match serde_json::from_str(line) {
            Ok(Line::Export(header)) if header.version == VERSION => {
                line.clone_into(&mut self.first_line);
                self.header = Some(header);
                Ok(())
            }
            _ => Err(ExportFlaw::Unreadable),
        }
    }

    fn row(&mut self, line: &str, organization: OrganizationId) -> Result<(), ExportFlaw> {
        let row: Row = serde_json::from_str(line).map_err(|_| ExportFlaw::Unreadable)?;
        if row.organization != Some(organization) || self.lines.len() >= MOST_ROWS {
            return Err(ExportFlaw::Unreadable);
        }
        self.first = self.first.or(Some(row.at));
        self.last = Some(row.at);
        self.heads.note_row(row.at);
        self.rows += 1;
        self.positions.push(row.position);
        self.lines.push(line.to_owned());
        Ok(())
    }

    fn checkpoint(
        &mut self,
        line: &CheckpointLine,
        organization: OrganizationId,
    ) -> Result<(), ExportFlaw> {
        let bytes = |text: &str| unhex(text).ok_or(ExportFlaw::Unreadable);
        let checkpoint = Checkpoint {
            chain: ChainName::of(Some(organization)),
            number: line.number,
            position: line.position,
            count: line.count,
            pruned_at: line.pruned_at,
            seal_mac: bytes(&line.seal_mac)?,
            mac: bytes(&line.mac)?,
        };
        if self.before.is_some() || !self.lines.is_empty() || !checkpoint.is_proved(&self.keys) {
            return Err(ExportFlaw::Checkpoint);
        }
        self.before = Some(Before {
            number: checkpoint.number,
            position: checkpoint.position,
            mac: checkpoint.seal_mac.clone(),
        });
        self.pruned = Some(checkpoint);
        Ok(())
    }

    fn seal(&mut self, line: &SealLine, organization: OrganizationId) -> Result<(), ExportFlaw> {
        let bytes = |text: &str| unhex(text).ok_or(ExportFlaw::Unreadable);
        let (before, mac) = (bytes(&line.before)?, bytes(&line.mac)?);
        if let Some(last) = &self.before
            && (last.number.checked_add(1) != Some(line.number) || last.mac != before)
        {
            return Err(ExportFlaw::Missing);
        }
        let (Some(&first), Some(&last)) = (self.positions.first(), self.positions.last()) else {
            return Err(ExportFlaw::Altered);
        };
        let seal = Seal {
            chain: ChainName::of(Some(organization)),
            number: line.number,
            first,
            last,
            count: i64::try_from(self.positions.len()).unwrap_or(i64::MAX),
            entries: Vec::new(),
            mac,
        };
        let is_proved = self.keys.iter().any(|key| {
            let macs: Vec<MacBytes> = self.lines.iter().map(|line| row_mac(key, line)).collect();
            entries(&self.positions, &macs).is_some_and(|entries| {
                let seal = Seal {
                    entries,
                    ..seal.clone()
                };
                seal_mac(key, &seal, &before, &macs).ct_eq(&seal.mac).into()
            })
        });
        if !is_proved {
            return Err(ExportFlaw::Altered);
        }
        if self.first_number == 0 {
            self.first_number = line.number;
        }
        self.before = Some(Before {
            number: line.number,
            position: last,
            mac: seal.mac,
        });
        self.positions.clear();
        self.lines.clear();
        Ok(())
    }

    fn head(&mut self, signed: &str, organization: OrganizationId) -> Result<(), ExportFlaw> {
        let before = self.before.as_ref().filter(|_| self.lines.is_empty());
        let before = before.ok_or(ExportFlaw::Head)?;
        let seal = SealBefore {
            organization,
            position: before.position,
            head: hex(&before.mac),
        };
        self.heads.look(signed, &seal)
    }

    fn tags(&mut self, tags: &[String]) -> Result<(), ExportFlaw> {
        let fits = |(line, tag): (&String, &String)| {
            let mut macs = self.keys.iter().map(|key| row_mac(key, line));
            macs.any(|mac| hex(&mac[..TAG_BYTES]) == *tag)
        };
        if tags.len() != self.lines.len() || !self.lines.iter().zip(tags).all(fits) {
            return Err(ExportFlaw::Altered);
        }
        self.positions.clear();
        self.lines.clear();
        Ok(())
    }

    fn end(&mut self, line: &EndLine) -> Result<(), ExportFlaw> {
        let mac = unhex(&line.mac).ok_or(ExportFlaw::Unreadable)?;
        let before = self.before.as_ref().map_or(&[][..], |before| &before.mac);
        let is_proved = self.keys.iter().any(|key| {
            let ending = Ending {
                header: &self.first_line,
                rows: self.rows,
                heads: line.heads,
                last_mac: before,
            };
            ending.mac(key).ct_eq(mac.as_slice()).into()
        });
        if !self.lines.is_empty() {
            return Err(ExportFlaw::Altered);
        }
        if line.rows != self.rows || !is_proved {
            return Err(ExportFlaw::End);
        }
        if line.heads != self.heads.count() {
            return Err(ExportFlaw::HeadsMissing);
        }
        self.is_over = true;
        Ok(())
    }

    fn finish(self) -> Result<ExportStatus, ExportFlaw> {
        let header = self
            .header
            .filter(|_| self.is_over)
            .ok_or(ExportFlaw::CutOff)?;
        let complete = match (header.proves, self.first, self.last) {
            (Proves::SingleRows, ..) => None,
            (Proves::Completeness, Some(first), Some(last)) => {
                let goes_on = self.pruned.is_some() || self.first_number == 1;
                if !goes_on && header.from.is_none_or(|from| first >= from) {
                    return Err(ExportFlaw::Beginning);
                }
                Some(Span {
                    first,
                    last,
                    is_pruned: self.pruned.is_some(),
                })
            }
            (Proves::Completeness, ..) => return Err(ExportFlaw::Empty),
        };
        let days = match header.proves {
            Proves::SingleRows => SignedDays::default(),
            Proves::Completeness => self.heads.finish(&header),
        };
        Ok(ExportStatus::Sound {
            organization: header.organization,
            rows: self.rows,
            complete,
            days,
        })
    }
}
