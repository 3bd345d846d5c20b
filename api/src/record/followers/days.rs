//! What is counted by day: events of each kind, and members who signed in with the password alone.

use super::change::Change;
use super::store_days::{self as store, DayKey, SingleFactorDay};
use crate::record::audit::StoredEvent;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn prepare_counts(events: &[StoredEvent]) -> Change {
    let mut counts: BTreeMap<DayKey, i64> = BTreeMap::new();
    for event in events {
        let key = DayKey {
            organization: event.chain_bytes().to_vec(),
            day: event.day(),
            action: event.action,
            outcome: event.outcome,
        };
        *counts.entry(key).or_default() += 1;
    }
    let counts: Vec<(DayKey, i64)> = counts.into_iter().collect();
    Box::new(move |connection| store::add_counts(connection, &counts))
}

pub(super) fn prepare_single_factor_days(events: &[StoredEvent]) -> Change {
    let days: BTreeSet<SingleFactorDay> = events
        .iter()
        .filter(|event| event.finished_sign_in() == Some(1))
        .filter_map(|event| {
            Some(SingleFactorDay {
                organization: event.organization?,
                day: event.day(),
                member: event.subject?,
            })
        })
        .collect();
    let days: Vec<SingleFactorDay> = days.into_iter().collect();
    Box::new(move |connection| store::note_single_factor_days(connection, &days))
}
