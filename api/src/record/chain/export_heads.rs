//! Checking the signed heads of an exported file.

use super::daily_head::{self, HeadFlaw};
use super::day::Day;
use super::export_lines::ExportHeader;
use super::export_status::{ExportFlaw, SignedDays};
use super::model::ChainName;
use crate::record::audit::CLOCK_STEPS;
use shared_types::ids::OrganizationId;
use shared_types::signing::EvidenceKeySet;
use shared_types::time::Time;
use std::collections::BTreeSet;

/// The seal that stands before a signed head.
pub(super) struct SealBefore {
    pub(super) organization: OrganizationId,
    /// The last row.
    pub(super) position: i64,
    /// Its MAC in hexadecimal, as a signed head says it. Everybody may know it: it stands in the file.
    pub(super) head: String,
}

/// The signed heads so far, and the days that need one.
pub(super) struct HeadCheck<'a> {
    keys: &'a EvidenceKeySet,
    count: u64,
    signed: BTreeSet<Day>,
    with_rows: BTreeSet<Day>,
    newest: Option<Time>,
}

impl<'a> HeadCheck<'a> {
    pub(super) const fn new(keys: &'a EvidenceKeySet) -> Self {
        Self {
            keys,
            count: 0,
            signed: BTreeSet::new(),
            with_rows: BTreeSet::new(),
            newest: None,
        }
    }

    pub(super) const fn count(&self) -> u64 {
        self.count
    }

    /// A row happened.
    pub(super) fn note_row(&mut self, at: Time) {
        self.with_rows.insert(Day::of(at));
        self.newest = self.newest.max(Some(at));
    }

    /// Checks a signed head; it is that of the seal before it and of a later day than those before.
    pub(super) fn look(&mut self, text: &str, seal: &SealBefore) -> Result<(), ExportFlaw> {
        let claims = daily_head::read(text, self.keys).map_err(|flaw| match flaw {
            HeadFlaw::Altered => ExportFlaw::Head,
            HeadFlaw::UnknownKey => ExportFlaw::HeadKey,
            HeadFlaw::OtherTime => ExportFlaw::HeadTime,
        })?;
        let chain = ChainName::of(Some(seal.organization)).to_string();
        let is_of_seal =
            claims.chain == chain && claims.position == seal.position && claims.head == seal.head;
        let is_later = self.signed.last().is_none_or(|last| *last < claims.day);
        if !is_of_seal || !is_later {
            return Err(ExportFlaw::Head);
        }
        self.signed.insert(claims.day);
        self.count += 1;
        Ok(())
    }

    /// Which days are signed. A day at the end of the file may be signed by a seal that was not asked for.
    pub(super) fn finish(self, header: &ExportHeader) -> SignedDays {
        let is_due = |day: &Day| {
            let end = day.end();
            let is_over = end + CLOCK_STEPS <= header.made_at;
            let is_whole = header.until.is_none_or(|until| until >= end)
                || self.newest.is_some_and(|at| at >= end + CLOCK_STEPS);
            is_over && is_whole
        };
        let unsigned = self.with_rows.difference(&self.signed);
        let unsigned = unsigned.copied().filter(is_due).collect();
        SignedDays {
            signed: self.signed,
            unsigned,
        }
    }
}
