//! Writing an export of one chain, some rows at a time: nothing is held between two of them.

use super::export_lines::{
    CheckpointLine, EndLine, Ending, ExportHeader, Line, Proves, SealLine, VERSION,
};
use super::model::{ChainName, hex};
use super::stored_seal::Seal;
use super::{proof, store, store_checkpoints, store_daily_heads};
use crate::platform::crypto::keys::{KeyRing, Purpose};
use crate::platform::db::{DbConnection, DbResult, StatementError};
use crate::record::audit::{self, CLOCK_STEPS, StoredEvent};
use serde_json::{Map, Value};
use shared_types::ids::OrganizationId;
use shared_types::time::Time;
use std::collections::BTreeMap;

/// Rows that are enough for one piece. A seal has at most 1,000 and is never cut through.
const ROWS: usize = 1000;
/// Seals that are read at a time.
const SEALS: i64 = 100;

/// What was asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Whose record.
    pub organization: OrganizationId,
    /// The earliest time.
    pub from: Option<Time>,
    /// The time before which.
    pub until: Option<Time>,
    /// What else leaves rows out; empty when nothing does.
    pub filter: Map<String, Value>,
}

/// An export on its way.
#[derive(Debug)]
pub struct Export {
    organization: OrganizationId,
    header: String,
    rows: u64,
    heads: u64,
    last_mac: Vec<u8>,
    /// The numbers of the seals that are to come.
    next: i64,
    last: i64,
}

impl Export {
    /// Begins an export of single rows; gives its first line.
    pub fn of_rows(wanted: Wanted, now: Time) -> (Self, String) {
        Self::begin(wanted, now, Proves::SingleRows)
    }

    fn begin(wanted: Wanted, now: Time, proves: Proves) -> (Self, String) {
        let Wanted {
            organization,
            from,
            until,
            filter,
        } = wanted;
        let header = Line::Export(ExportHeader {
            version: VERSION,
            organization,
            made_at: now,
            from,
            until,
            filter,
            proves,
        });
        let header = header.write();
        let export = Self {
            organization,
            header: header.clone(),
            rows: 0,
            heads: 0,
            last_mac: Vec::new(),
            next: 1,
            last: 0,
        };
        (export, header)
    }

    /// Begins an export of all rows of a time, in whole seals: the one that has the first row of the time,
    /// the one before it, and so on up to the first that ends after the time. So the file itself shows that
    /// the time is covered. Gives its first lines.
    pub fn of_seals(
        connection: &mut DbConnection,
        wanted: Wanted,
        now: Time,
    ) -> DbResult<(Self, String)> {
        let chain = ChainName::of(Some(wanted.organization));
        let start = match wanted.from {
            None => i64::MIN,
            Some(from) => {
                let found = audit::find_position_at(connection, from - CLOCK_STEPS)?;
                found.unwrap_or(i64::MAX)
            }
        };
        let after = match wanted.until {
            None => None,
            Some(until) => audit::find_position_at(connection, until + CLOCK_STEPS)?,
        };
        let (mut export, mut text) = Self::begin(wanted, now, Proves::Completeness);
        let before = store::find_number_before(connection, &chain, start)?;
        let oldest = store::find_seal_at(connection, &chain, i64::MIN)?;
        let newest = store::find_number_before(connection, &chain, i64::MAX)?;
        let (Some(oldest), Some(newest)) = (oldest, newest) else {
            return Ok((export, text));
        };
        export.next = before.unwrap_or(oldest.number);
        export.last = match after {
            None => newest,
            Some(after) => {
                let found = store::find_seal_at(connection, &chain, after)?;
                found.map_or(newest, |seal| seal.number)
            }
        };
        if export.next == oldest.number {
            for one in store_checkpoints::find_checkpoints(connection, vec![chain.0])? {
                let line = Line::Checkpoint(CheckpointLine {
                    number: one.number,
                    position: one.position,
                    count: one.count,
                    pruned_at: one.pruned_at,
                    seal_mac: hex(&one.seal_mac),
                    mac: hex(&one.mac),
                });
                export.last_mac.clone_from(&one.seal_mac);
                text.push_str(&line.write());
            }
        } else if let Some(number) = export.next.checked_sub(1) {
            let found = store::list_seals(connection, &chain, number..=number, 1)?;
            export.last_mac = found.into_iter().next().map_or(Vec::new(), |seal| seal.mac);
        }
        Ok((export, text))
    }

    /// The next rows with their seals; `None` after the last.
    pub fn next_seals(&mut self, connection: &mut DbConnection) -> DbResult<Option<String>> {
        if self.next > self.last {
            return Ok(None);
        }
        let chain = ChainName::of(Some(self.organization));
        let numbers = self.next..=self.last;
        let mut seals = store::list_seals(connection, &chain, numbers, SEALS)?;
        let mut rows = 0;
        let enough = seals.iter().position(|seal| {
            rows += usize::try_from(seal.count).unwrap_or(usize::MAX);
            rows >= ROWS
        });
        seals.truncate(enough.map_or(seals.len(), |last| last + 1));
        let last = seals.last().filter(|_| seals[0].number == self.next);
        let Some(last) = last else {
            // They were pruned meanwhile: the file would have a gap.
            return Err(StatementError::NotFound);
        };
        self.next = last.number + 1;
        let ends = seals[0].last..=last.last;
        let mut heads = store_daily_heads::list(connection, &chain, ends)?.into_iter();
        let mut head = heads.next();
        let mut lines = find_lines(connection, &seals)?;
        let mut text = String::new();
        for seal in seals {
            let later = lines.split_off(&(seal.last.saturating_add(1)));
            for line in std::mem::replace(&mut lines, later).into_values() {
                self.rows += 1;
                text.push_str(&line);
                text.push('\n');
            }
            let line = Line::Seal(SealLine {
                number: seal.number,
                before: hex(&self.last_mac),
                mac: hex(&seal.mac),
            });
            text.push_str(&line.write());
            self.last_mac = seal.mac;
            while let Some(own) = head.take_if(|head| head.position <= seal.last) {
                self.heads += 1;
                text.push_str(&Line::Head(own.signed).write());
                head = heads.next();
            }
        }
        Ok(Some(text))
    }

    /// Single rows, with a line that proves them. Those that are not sealed yet are left out.
    pub fn next_rows(
        &mut self,
        connection: &mut DbConnection,
        events: &[StoredEvent],
    ) -> DbResult<String> {
        let tags = proof::find_tags(connection, self.organization, events)?;
        let mut text = String::new();
        let mut proved = Vec::new();
        for (event, tag) in events.iter().zip(tags) {
            if let Some(tag) = tag {
                self.rows += 1;
                text.push_str(&event.exported_line());
                text.push('\n');
                proved.push(tag);
            }
        }
        if !proved.is_empty() {
            text.push_str(&Line::Tags(proved).write());
        }
        Ok(text)
    }

    /// The last line.
    pub fn end(&self, keys: &KeyRing) -> String {
        let key = keys.mac_key(Purpose::Audit);
        let ending = Ending {
            header: self.header.trim_end(),
            rows: self.rows,
            heads: self.heads,
            last_mac: &self.last_mac,
        };
        let mac = ending.mac(&key);
        let line = Line::End(EndLine {
            rows: self.rows,
            heads: self.heads,
            mac: hex(&mac),
        });
        line.write()
    }
}

/// The rows of these seals by their positions, as they are exported. One that is missing or cannot be
/// read any more is left out: then its seal proves nothing.
fn find_lines(connection: &mut DbConnection, seals: &[Seal]) -> DbResult<BTreeMap<i64, String>> {
    let rows = seals
        .iter()
        .flat_map(|seal| seal.rows().unwrap_or_default());
    let positions: Vec<i64> = rows.map(|row| row.position).collect();
    let rows = audit::find_rows(connection, &positions)?;
    let events = rows.into_iter().filter_map(|row| row.read().ok());
    Ok(events
        .map(|event| (event.position, event.exported_line()))
        .collect())
}
