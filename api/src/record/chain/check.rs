//! A check on its way through the rows, from the checkpoints to a position.

use super::checkpoint::{Beginning, Checkpoint};
use super::model::{ChainName, ChainStatus, Flaw, Head};
use super::seal::{row_mac, seal_mac};
use super::store;
use super::stored_seal::{Entry, Seal};
use crate::platform::crypto::mac_key::{MacBytes, MacKey};
use crate::platform::db::{DbConnection, DbResult};
use crate::record::audit::{self, AuditRow, Unreadable};
use shared_types::time::Time;
use std::collections::BTreeMap;
use subtle::ConstantTimeEq as _;

/// Rows that are read at a time: a long check is many short reads, which no server cuts off.
const BATCH: i64 = 1000;

/// A check on its way through the rows.
pub(super) struct Check {
    keys: Vec<MacKey>,
    kept: Vec<Head>,
    /// The position up to which rows are sealed.
    end: i64,
    after: i64,
    sealed: i64,
    /// No row up to here may be left.
    pruned_until: i64,
    pruned: i64,
    /// None was taken away.
    has_all_checkpoints: bool,
    chains: BTreeMap<ChainName, Chain>,
    flaws: Vec<(i64, Flaw, ChainName)>,
}

/// How far a chain is checked.
#[derive(Default)]
struct Chain {
    number: i64,
    last: i64,
    mac: Vec<u8>,
    /// All rows that were checked or pruned.
    count: i64,
    open: Option<Open>,
    is_broken: bool,
}

/// The seal whose rows are being read.
struct Open {
    seal: Seal,
    rows: Vec<Entry>,
    lines: Vec<String>,
}

impl Check {
    /// A check from the checkpoints to the position `end`.
    pub(super) fn start(
        keys: Vec<MacKey>,
        kept: Vec<Head>,
        end: i64,
        beginning: Beginning,
    ) -> Self {
        let Beginning {
            pruned,
            checkpoints,
        } = beginning;
        let promised = pruned.as_ref().map_or(0, |pruned| pruned.chains);
        let mut check = Self {
            has_all_checkpoints: i64::try_from(checkpoints.len()) == Ok(promised),
            keys,
            kept,
            end,
            // Below the first position that is ever given, somebody may have added rows.
            after: i64::MIN,
            sealed: 0,
            pruned_until: pruned.as_ref().map_or(i64::MIN, |pruned| pruned.position),
            pruned: pruned.as_ref().map_or(0, |pruned| pruned.count),
            chains: BTreeMap::new(),
            flaws: Vec::new(),
        };
        if let Some(pruned) = pruned.filter(|pruned| !pruned.is_proved(&check.keys)) {
            let installation = ChainName::of(None);
            check
                .flaws
                .push((pruned.position, Flaw::Checkpoint, installation));
        }
        for checkpoint in checkpoints {
            check.go_on_from(checkpoint);
        }
        check
    }

    fn go_on_from(&mut self, checkpoint: Checkpoint) {
        let is_good = checkpoint.position <= self.pruned_until && checkpoint.is_proved(&self.keys);
        let fits = self.fits_kept(&checkpoint.chain, checkpoint.number, &checkpoint.seal_mac);
        let Checkpoint {
            chain, position, ..
        } = &checkpoint;
        if !is_good {
            self.flaws
                .push((*position, Flaw::Checkpoint, chain.clone()));
        } else if !fits {
            self.flaws.push((*position, Flaw::Altered, chain.clone()));
        }
        let state = Chain {
            number: checkpoint.number,
            last: checkpoint.position,
            mac: checkpoint.seal_mac,
            count: checkpoint.count,
            open: None,
            is_broken: !(is_good && fits),
        };
        self.chains.insert(checkpoint.chain, state);
    }

    /// Whether a seal is the one of a kept head with its number.
    fn fits_kept(&self, chain: &ChainName, number: i64, mac: &[u8]) -> bool {
        let mut kept = self
            .kept
            .iter()
            .filter(|head| head.chain == *chain && head.number == number);
        kept.all(|head| bool::from(head.mac.ct_eq(mac)))
    }

    /// Checks the next rows; says whether there may be more.
    pub(super) fn step(&mut self, connection: &mut DbConnection) -> DbResult<bool> {
        let rows = audit::list_rows(connection, self.after, self.end, BATCH)?;
        let Some(last) = rows.last() else {
            return Ok(false);
        };
        self.after = last.position();
        for row in rows {
            self.look(connection, row)?;
        }
        Ok(true)
    }

    fn look(&mut self, connection: &mut DbConnection, row: AuditRow) -> DbResult<()> {
        let name = ChainName(row.chain_bytes().to_vec());
        let mut chain = self.chains.remove(&name).unwrap_or_default();
        if row.position() <= self.pruned_until {
            if !chain.is_broken {
                chain.is_broken = true;
                self.flaws
                    .push((row.position(), Flaw::Pruned, name.clone()));
            }
        } else if !chain.is_broken
            && let Some((position, flaw)) = self.flaw_of(connection, &name, &mut chain, row)?
        {
            chain.is_broken = true;
            self.flaws.push((position, flaw, name.clone()));
        }
        self.chains.insert(name, chain);
        Ok(())
    }

    /// What is wrong with the chain at its next row.
    fn flaw_of(
        &mut self,
        connection: &mut DbConnection,
        name: &ChainName,
        chain: &mut Chain,
        row: AuditRow,
    ) -> DbResult<Option<(i64, Flaw)>> {
        let position = row.position();
        let open = match self.open(connection, name, chain)? {
            Opened::Seal(open) => open,
            Opened::None => return Ok(Some((position, Flaw::Added))),
            Opened::Bad(first, flaw) => {
                // Without their seal, the rows before the next one are what was added.
                let flaw = if position < first { Flaw::Added } else { flaw };
                return Ok(Some((position.min(first), flaw)));
            }
        };
        let entry = open.rows[open.lines.len()];
        if position < entry.position {
            return Ok(Some((position, Flaw::Added)));
        }
        if position > entry.position {
            return Self::absent(connection, entry.position).map(Some);
        }
        match row.read() {
            Err(Unreadable::UnknownWord) => return Ok(Some((position, Flaw::Unknown))),
            Err(Unreadable::Damaged) => return Ok(Some((position, Flaw::Altered))),
            Ok(event) => open.lines.push(event.exported_line()),
        }
        let is_whole = open.lines.len() == open.rows.len();
        Ok(if is_whole { self.close(chain) } else { None })
    }

    /// The seal of the chain's next row.
    fn open<'a>(
        &self,
        connection: &mut DbConnection,
        name: &ChainName,
        chain: &'a mut Chain,
    ) -> DbResult<Opened<'a>> {
        if chain.open.is_none() {
            let next = store::find_next_seal(connection, name, chain.number, self.end)?;
            let Some(seal) = next else {
                return Ok(Opened::None);
            };
            if seal.number != chain.number + 1 {
                let is_beginning = chain.number == 0;
                let flaw = if is_beginning {
                    Flaw::Beginning
                } else {
                    Flaw::Missing
                };
                return Ok(Opened::Bad(seal.first, flaw));
            }
            let Some(rows) = seal.rows() else {
                return Ok(Opened::Bad(seal.first, Flaw::Altered));
            };
            let lines = Vec::with_capacity(rows.len());
            chain.open = Some(Open { seal, rows, lines });
        }
        Ok(chain.open.as_mut().map_or(Opened::None, Opened::Seal))
    }

    /// All rows of the seal are there: checks them, and goes on behind it.
    fn close(&mut self, chain: &mut Chain) -> Option<(i64, Flaw)> {
        let open = chain.open.take()?;
        if let Some(position) = self.first_altered(&open, &chain.mac) {
            return Some((position, Flaw::Altered));
        }
        let Open { seal, .. } = open;
        if !self.fits_kept(&seal.chain, seal.number, &seal.mac) {
            return Some((seal.first, Flaw::Altered));
        }
        chain.count += seal.count;
        self.sealed += seal.count;
        (chain.number, chain.last, chain.mac) = (seal.number, seal.last, seal.mac);
        None
    }

    /// The first row that is not as it was sealed; none when a key of the ring proves the seal.
    fn first_altered(&self, open: &Open, before: &[u8]) -> Option<i64> {
        let mut best: Option<(usize, i64)> = None;
        for key in &self.keys {
            let macs: Vec<MacBytes> = open.lines.iter().map(|line| row_mac(key, line)).collect();
            let mac = seal_mac(key, &open.seal, before, &macs);
            let fits: Vec<bool> = open
                .rows
                .iter()
                .zip(&macs)
                .map(|(entry, mac)| entry.fits(mac))
                .collect();
            let is_same = bool::from(mac.ct_eq(open.seal.mac.as_slice()));
            let good = fits.iter().filter(|fits| **fits).count();
            if is_same && good == fits.len() {
                return None;
            }
            // All rows fit: the seal itself was altered, and is named by its first row.
            let bad = fits.iter().position(|fits| !fits).unwrap_or(0);
            if best.is_none_or(|(most, _)| good > most) {
                best = Some((good, open.rows[bad].position));
            }
        }
        Some(best.map_or(open.seal.first, |(_, position)| position))
    }

    /// A sealed row that its chain does not have.
    fn absent(connection: &mut DbConnection, position: i64) -> DbResult<(i64, Flaw)> {
        let found = audit::find_rows(connection, &[position])?;
        let flaw = if found.is_empty() {
            Flaw::Missing
        } else {
            Flaw::Moved
        };
        Ok((position, flaw))
    }

    /// Ends the check of all chains.
    pub(super) fn finish(mut self, connection: &mut DbConnection) -> DbResult<ChainStatus> {
        for head in &self.kept {
            self.chains.entry(head.chain.clone()).or_default();
        }
        if let Err(broken) = self.conclude(connection)? {
            return Ok(broken);
        }
        if !self.has_all_checkpoints {
            return Ok(ChainStatus::Broken {
                chain: ChainName::of(None),
                position: self.pruned_until,
                flaw: Flaw::Checkpoint,
            });
        }
        Ok(ChainStatus::Sound {
            chains: self.chains.len(),
            sealed: self.sealed,
            waiting: audit::count_rows(connection, self.end)?,
            pruned: self.pruned,
        })
    }

    /// Checks what no row led to: seals without rows, and heads that no seal reached. Gives the number of
    /// rows that are proved, or the first flaw.
    pub(super) fn conclude(
        &mut self,
        connection: &mut DbConnection,
    ) -> DbResult<Result<i64, ChainStatus>> {
        for name in store::list_chains(connection, self.end)? {
            self.chains.entry(name).or_default();
        }
        let mut chains = std::mem::take(&mut self.chains);
        for (name, chain) in chains.iter_mut().filter(|(_, chain)| !chain.is_broken) {
            let flaw = match self.open(connection, name, chain)? {
                Opened::Bad(position, flaw) => Some((position, flaw)),
                Opened::Seal(open) => {
                    let position = open.rows[open.lines.len()].position;
                    Some(Self::absent(connection, position)?)
                }
                Opened::None => self.cut_off(name, chain),
            };
            self.flaws
                .extend(flaw.map(|(position, flaw)| (position, flaw, name.clone())));
        }
        self.chains = chains;
        Ok(match self.flaws.iter().min() {
            None => Ok(self.sealed),
            Some((position, flaw, chain)) => Err(ChainStatus::Broken {
                chain: chain.clone(),
                position: *position,
                flaw: *flaw,
            }),
        })
    }

    /// The checkpoints of the chains as far as they are checked, without their MACs.
    pub(super) fn checkpoints(&self, now: Time) -> Vec<Checkpoint> {
        let checkpoint = |(name, chain): (&ChainName, &Chain)| Checkpoint {
            chain: name.clone(),
            number: chain.number,
            position: chain.last,
            count: chain.count,
            pruned_at: now.micros(),
            seal_mac: chain.mac.clone(),
            mac: Vec::new(),
        };
        self.chains.iter().map(checkpoint).collect()
    }

    fn cut_off(&self, name: &ChainName, chain: &Chain) -> Option<(i64, Flaw)> {
        let mut kept = self.kept.iter().filter(|head| head.chain == *name);
        kept.any(|head| head.number > chain.number)
            .then_some((chain.last + 1, Flaw::CutOff))
    }
}

enum Opened<'a> {
    Seal(&'a mut Open),
    /// The chain has no further seal.
    None,
    /// The next seal cannot be used, and would begin at this position.
    Bad(i64, Flaw),
}
