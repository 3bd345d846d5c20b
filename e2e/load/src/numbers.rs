//! Which member the next request is about.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Hands out the numbers of members, so that every flow is used once.
pub(crate) struct Numbers {
    taken: AtomicU32,
    first: u32,
    step: u32,
    count: u32,
    /// Begin again at the end: for requests that spend nothing.
    wraps: bool,
    is_scattered: bool,
}

impl Numbers {
    /// Each number once, in order.
    pub(crate) fn once(start: u32, end: u32) -> Arc<Self> {
        Self::of(start..end, false, false)
    }

    /// Every other number once, in order.
    pub(crate) fn every_other(start: u32, end: u32) -> Arc<Self> {
        Arc::new(Self {
            taken: AtomicU32::new(0),
            first: start,
            step: 2,
            count: (end - start) / 2,
            wraps: false,
            is_scattered: false,
        })
    }

    /// The numbers below `end` in an order that looks random, once each or again and again.
    pub(crate) fn scattered(end: u32, is_once: bool) -> Arc<Self> {
        Self::of(0..end, !is_once, true)
    }

    /// The numbers below `end`, again and again.
    pub(crate) fn around(end: u32) -> Arc<Self> {
        Self::of(0..end, true, false)
    }

    fn of(range: Range<u32>, wraps: bool, is_scattered: bool) -> Arc<Self> {
        Arc::new(Self {
            taken: AtomicU32::new(0),
            first: range.start,
            step: 1,
            count: range.end - range.start,
            wraps,
            is_scattered,
        })
    }

    pub(crate) fn take(&self) -> Option<u32> {
        let taken = self.taken.fetch_add(1, Ordering::Relaxed);
        if self.count == 0 || (taken >= self.count && !self.wraps) {
            return None;
        }
        let place = taken % self.count;
        let place = if self.is_scattered {
            scatter(place, self.count)
        } else {
            place
        };
        Some(self.first + place * self.step)
    }
}

/// A permutation of the numbers below `count`: a Feistel network over the next power of four, walked
/// until it comes back into the range.
fn scatter(number: u32, count: u32) -> u32 {
    let bits = count
        .next_power_of_two()
        .trailing_zeros()
        .div_ceil(2)
        .max(1);
    let mask = (1_u64 << bits) - 1;
    let mut walked = u64::from(number);
    loop {
        let (mut left, mut right) = (walked >> bits, walked & mask);
        for round in 1..=4_u64 {
            let mixed = (right + round * 0x9e37).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 29;
            (left, right) = (right, left ^ (mixed & mask));
        }
        walked = (left << bits) | right;
        match u32::try_from(walked) {
            Ok(place) if place < count => return place,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scattered_numbers_come_once_each_and_jump() {
        for count in [1, 2, 3, 1000, 100_000] {
            let numbers = Numbers::scattered(count, true);
            let all: Vec<u32> = std::iter::from_fn(|| numbers.take()).collect();
            let mut sorted = all.clone();
            sorted.sort_unstable();
            assert!(sorted.into_iter().eq(0..count), "{count}");
            let near = all.windows(2).filter(|two| two[0].abs_diff(two[1]) < 20);
            assert!(count < 1000 || near.count() < all.len() / 10, "{count}");
        }
    }
}
