//! New ids: version 7 UUIDs (RFC 9562 §5.7) that begin with the time of `Clock`, so that sweeps by it find them.
//!
//! `ContextV7` of the crate `uuid` counts within a millisecond too, but it never goes back: after a clock that was
//! ahead, all its ids carry that time.

use crate::platform::crypto::random;
use shared_types::time::Time;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::{Builder, Uuid};

/// Bits of an id that count the ids of this process: 12 before its variant and 22 behind.
const COUNTER_BITS: u32 = 34;

/// Begins anywhere in the lower half, so that processes differ and none comes to its end: at a million ids a second
/// it has two hours for one millisecond.
static MADE: LazyLock<AtomicU64> = LazyLock::new(|| {
    let drawn = u64::from_le_bytes(random::bytes());
    AtomicU64::new(drawn >> (u64::BITS - COUNTER_BITS + 1))
});

/// The id of something that is made now. Ids of one process sort in the order in which they were made, also within a
/// millisecond.
pub fn new_id(now: Time) -> Uuid {
    let millis = u64::try_from(now.micros() / 1000).unwrap_or(0);
    let count = MADE.fetch_add(1, Ordering::Relaxed);
    let mut bytes = random::bytes::<10>();
    // Version and variant take the four and the two bits that are left free here.
    let (high, low) = ((count >> 22) & 0x0fff, count & 0x3f_ffff);
    bytes[..2].copy_from_slice(&high.to_be_bytes()[6..]);
    bytes[2..5].copy_from_slice(&low.to_be_bytes()[5..]);
    Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::db::keys::first_uuid_at;
    use std::time::Duration;

    #[test]
    fn ids_are_in_the_order_of_time_and_making() {
        let now = Time::from_micros(1_800_000_000_000_000);
        let later = now + Duration::from_millis(1);
        let mut ids = vec![first_uuid_at(now)];
        ids.extend((0..10_000).map(|_| new_id(now)));
        ids.extend([first_uuid_at(later), new_id(later)]);
        assert!(ids.is_sorted_by(|one, next| one < next));
        assert_eq!(ids[1].get_version_num(), 7);
    }
}
