//! Refusals that repeat. The first one of a delay is written down by its caller; the others are counted
//! here, and one row with their number follows when the delay is over. Nobody fills the disk with
//! refusals.

use super::db::{DbConnection, DbResult};
use shared_types::limits::{REFUSALS_COUNTED_APART, REFUSALS_TOLD_EVERY};
use shared_types::time::Time;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Writes down how many refusals followed the first one.
pub type Close = Arc<dyn Fn(&mut DbConnection, Time, u64) -> DbResult<()> + Send + Sync>;

/// What one node counts. Cloning it shares the counts.
#[derive(Clone, Default)]
pub struct Repeats(Arc<Mutex<Counts>>);

#[derive(Default)]
struct Counts {
    running: HashMap<String, Delay>,
    ended: Vec<Repeated>,
}

struct Delay {
    until: Time,
    count: u64,
    close: Close,
}

/// Refusals that followed the first one of a delay.
#[derive(Clone)]
pub struct Repeated {
    count: u64,
    close: Close,
}

impl Repeated {
    /// Writes their number down.
    pub fn close(&self, connection: &mut DbConnection, now: Time) -> DbResult<()> {
        (self.close)(connection, now, self.count)
    }
}

impl Repeats {
    /// Whether a refusal is the first one of its delay, which lasts for `wait`. Refusals of one `key`
    /// repeat each other.
    pub fn is_first(&self, key: String, wait: Duration, now: Time, close: Close) -> bool {
        let mut counts = self.locked();
        let Counts { running, ended } = &mut *counts;
        if let Some(delay) = running.get_mut(&key) {
            if now < delay.until {
                delay.count += 1;
                return false;
            }
            ended.extend(running.remove(&key).and_then(Delay::end));
        }
        // Beyond the limit each one is written down: more, but nothing untrue.
        if running.len() < REFUSALS_COUNTED_APART {
            let until = now + wait.max(REFUSALS_TOLD_EVERY);
            let delay = Delay {
                until,
                count: 0,
                close,
            };
            running.insert(key, delay);
        }
        true
    }

    /// Those whose delay is over.
    pub fn take_ended(&self, now: Time) -> Vec<Repeated> {
        let mut counts = self.locked();
        let over = counts.running.extract_if(|_, delay| delay.until <= now);
        let over: Vec<_> = over.filter_map(|(_, delay)| delay.end()).collect();
        counts.ended.extend(over);
        std::mem::take(&mut counts.ended)
    }

    /// All of them, at the end of the program.
    pub fn take_all(&self) -> Vec<Repeated> {
        let mut counts = self.locked();
        let all = std::mem::take(&mut counts.running);
        let all: Vec<_> = all.into_values().filter_map(Delay::end).collect();
        counts.ended.extend(all);
        std::mem::take(&mut counts.ended)
    }

    /// Those that could not be written down yet.
    pub fn put_back(&self, some: Vec<Repeated>) {
        self.locked().ended.extend(some);
    }

    fn locked(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Delay {
    fn end(self) -> Option<Repeated> {
        let Self { count, close, .. } = self;
        (count > 0).then_some(Repeated { count, close })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Time {
        Time::from_micros(0) + Duration::from_secs(seconds)
    }

    fn is_first(repeats: &Repeats, key: &str, wait: u64, now: u64) -> bool {
        let wait = Duration::from_secs(wait);
        repeats.is_first(key.to_owned(), wait, at(now), Arc::new(|_, _, _| Ok(())))
    }

    fn counts(repeated: &[Repeated]) -> Vec<u64> {
        repeated.iter().map(|one| one.count).collect()
    }

    /// F1: the first refusal of a delay is told, the others are counted until it is over.
    #[test]
    fn a_delay_is_told_once_and_counted() {
        let repeats = Repeats::default();
        assert!(is_first(&repeats, "a", 600, 0));
        assert!((1..=99).all(|second| !is_first(&repeats, "a", 600, second)));
        assert!(is_first(&repeats, "b", 600, 0), "somebody else's");
        assert!(repeats.take_ended(at(599)).is_empty());
        assert!(is_first(&repeats, "a", 600, 600), "another delay");
        assert_eq!(counts(&repeats.take_ended(at(600))), [99]);
        assert!(repeats.take_ended(at(600)).is_empty());
        assert!(!is_first(&repeats, "a", 600, 601));
        assert_eq!(counts(&repeats.take_all()), [1]);
    }

    /// F1: short delays, one after the other, are told no oftener than once in a minute.
    #[test]
    fn short_delays_are_told_together() {
        let repeats = Repeats::default();
        let told = (0..600).filter(|second| is_first(&repeats, "a", 1, *second));
        assert_eq!(told.count(), 10);
    }

    #[test]
    fn the_memory_is_bounded() {
        let repeats = Repeats::default();
        for number in 0..2 * REFUSALS_COUNTED_APART {
            assert!(is_first(&repeats, &number.to_string(), 1, 0));
        }
        assert_eq!(repeats.locked().running.len(), REFUSALS_COUNTED_APART);
    }
}
