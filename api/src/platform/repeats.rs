//! Refusals, and changes without end, that repeat. The first one of a delay is written down by its caller; the
//! others are counted here, and one row with their number follows when the delay is over. Nobody fills the disk
//! with them.

use super::db::{DbConnection, DbResult};
use shared_types::limits::{REFUSALS_COUNTED_APART, REFUSALS_TOLD_EVERY};
use shared_types::time::Time;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Writes down how many refusals followed the first one.
pub type Close = Arc<dyn Fn(&mut DbConnection, Time, u64) -> DbResult<()> + Send + Sync>;

/// Those that repeat each other, and how their number is written down.
pub struct Group {
    /// The same for all of them.
    pub key: String,
    /// Writes their number down.
    pub close: Close,
}

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
    /// Whether one is the first of its delay, which lasts for `wait`. Where too many callers are counted apart
    /// already, it is counted among those of `all`, a group of which there are few.
    pub fn is_first(
        &self,
        own: Group,
        all: impl FnOnce() -> Group,
        wait: Duration,
        now: Time,
    ) -> bool {
        let until = now + wait.max(REFUSALS_TOLD_EVERY);
        let mut counts = self.locked();
        let apart = counts.note(own, REFUSALS_COUNTED_APART, until, now);
        apart
            .or_else(|| counts.note(all(), usize::MAX, until, now))
            .unwrap_or(true)
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

impl Counts {
    /// Whether it is the first one of its delay; `None` where so many others are running that there is no place.
    fn note(&mut self, group: Group, places: usize, until: Time, now: Time) -> Option<bool> {
        let Group { key, close } = group;
        if let Some(delay) = self.running.get_mut(&key) {
            if now < delay.until {
                delay.count += 1;
                return Some(false);
            }
            self.ended
                .extend(self.running.remove(&key).and_then(Delay::end));
        }
        if self.running.len() >= places {
            return None;
        }
        let delay = Delay {
            until,
            count: 0,
            close,
        };
        self.running.insert(key, delay);
        Some(true)
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
        let group = |key: &str| Group {
            key: key.to_owned(),
            close: Arc::new(|_, _, _| Ok(())),
        };
        let wait = Duration::from_secs(wait);
        repeats.is_first(group(key), || group("all"), wait, at(now))
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

    /// F1: beyond a number of callers they are counted together, so that neither the memory nor the record grows
    /// with their number.
    #[test]
    fn too_many_callers_are_counted_together() {
        let repeats = Repeats::default();
        let told = |numbers: std::ops::Range<usize>| {
            let first = numbers.filter(|number| is_first(&repeats, &number.to_string(), 1, 0));
            first.count()
        };
        assert_eq!(told(0..REFUSALS_COUNTED_APART), REFUSALS_COUNTED_APART);
        assert_eq!(
            told(REFUSALS_COUNTED_APART..2 * REFUSALS_COUNTED_APART),
            1,
            "the first of all others"
        );
        assert_eq!(repeats.locked().running.len(), REFUSALS_COUNTED_APART + 1);
        let others = u64::try_from(REFUSALS_COUNTED_APART - 1).expect("a number");
        assert_eq!(counts(&repeats.take_all()), [others]);
    }
}
