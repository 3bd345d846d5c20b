//! The slots of a worker: how many deliveries it attempts at once, and for whom.

use super::model::{Priority, SlotLimits};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The slots of one worker.
#[derive(Clone, Debug)]
pub(super) struct Slots {
    limits: SlotLimits,
    taken: Arc<Mutex<Taken>>,
}

/// The slots in which an attempt is made.
#[derive(Clone, Debug, Default)]
struct Taken {
    all: usize,
    ordinary: usize,
    /// By the text of the organization's id.
    of: BTreeMap<String, usize>,
}

/// One slot, until it is dropped.
#[derive(Debug)]
pub(super) struct Slot {
    slots: Slots,
    priority: Priority,
    organization: String,
}

/// What a worker can begin now.
#[derive(Clone, Debug)]
pub(crate) struct Free {
    limits: SlotLimits,
    taken: Taken,
}

impl Slots {
    pub(super) fn new(limits: SlotLimits) -> Self {
        Self {
            limits,
            taken: Arc::default(),
        }
    }

    pub(super) fn free(&self) -> Free {
        Free {
            limits: self.limits,
            taken: self.taken().clone(),
        }
    }

    pub(super) fn take(&self, priority: Priority, organization: String) -> Slot {
        self.taken().add(priority, &organization);
        Slot {
            slots: self.clone(),
            priority,
            organization,
        }
    }

    /// Numbers alone are kept: they are right whatever panicked.
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = self.slots.taken();
        taken.remove(self.priority, &self.organization);
    }
}

impl Taken {
    fn add(&mut self, priority: Priority, organization: &str) {
        self.all += 1;
        self.ordinary += usize::from(priority == Priority::Ordinary);
        *self.of.entry(organization.to_owned()).or_default() += 1;
    }

    fn remove(&mut self, priority: Priority, organization: &str) {
        self.all -= 1;
        self.ordinary -= usize::from(priority == Priority::Ordinary);
        match self.of.get_mut(organization) {
            Some(taken) if *taken > 1 => *taken -= 1,
            _ => drop(self.of.remove(organization)),
        }
    }
}

impl Free {
    /// All of them.
    #[cfg(test)]
    pub(crate) fn all(limits: SlotLimits) -> Self {
        Slots::new(limits).free()
    }

    pub(super) fn is_any(&self) -> bool {
        self.taken.all < self.limits.all
    }

    /// How many of this priority.
    pub(super) fn of(&self, priority: Priority) -> usize {
        let left = self.limits.all.saturating_sub(self.taken.all);
        match priority {
            Priority::Urgent => left,
            Priority::Ordinary => {
                let ordinary = self.limits.ordinary.saturating_sub(self.taken.ordinary);
                left.min(ordinary)
            }
        }
    }

    /// Whether one more of this organization may begin.
    pub(super) fn may_begin(&self, organization: &str) -> bool {
        let taken = self.taken.of.get(organization).copied().unwrap_or_default();
        taken < self.limits.of_organization
    }

    pub(super) fn begin(&mut self, priority: Priority, organization: &str) {
        self.taken.add(priority, organization);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots() -> Slots {
        Slots::new(SlotLimits {
            all: 4,
            ordinary: 3,
            of_organization: 2,
        })
    }

    #[test]
    fn one_organization_takes_its_part_and_no_more() {
        let slots = slots();
        let first = slots.take(Priority::Ordinary, "a".to_owned());
        assert!(slots.free().may_begin("a"));
        let _second = slots.take(Priority::Ordinary, "a".to_owned());
        assert!(!slots.free().may_begin("a"));
        assert!(slots.free().may_begin("b"));
        drop(first);
        assert!(slots.free().may_begin("a"));
    }

    #[test]
    fn an_urgent_one_finds_a_slot_that_ordinary_ones_leave() {
        let slots = slots();
        let mut taken = Vec::new();
        for organization in ["a", "b", "c"] {
            taken.push(slots.take(Priority::Ordinary, organization.to_owned()));
        }
        assert_eq!(slots.free().of(Priority::Ordinary), 0);
        assert_eq!(slots.free().of(Priority::Urgent), 1);
        taken.push(slots.take(Priority::Urgent, "d".to_owned()));
        assert!(!slots.free().is_any());
        taken.clear();
        assert_eq!(slots.free().of(Priority::Ordinary), 3);
    }

    #[test]
    fn what_is_begun_counts_before_its_attempt() {
        let mut free = slots().free();
        free.begin(Priority::Ordinary, "a");
        free.begin(Priority::Ordinary, "a");
        assert!(!free.may_begin("a"));
        assert_eq!(free.of(Priority::Ordinary), 1);
    }
}
