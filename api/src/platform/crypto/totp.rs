//! Time-based one-time passwords, RFC 6238: SHA-1, six digits, 30 seconds.

use super::code::Code;
use shared_types::limits::{TOTP_PERIOD, TOTP_SECRET_BYTES};
use shared_types::time::Time;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq, ConstantTimeGreater};
use totp_lite::{Sha1, totp_custom};
use zeroize::Zeroizing;

/// A device's shared secret.
pub type TotpSecret = Zeroizing<Vec<u8>>;

/// The result of comparing a code with the time steps that are acceptable now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// It belongs to this step, which is later than every step that was used.
    Fresh(i64),
    /// It belongs to an acceptable step that was used, or to an earlier one.
    Used,
    /// It belongs to no acceptable step.
    Wrong,
}

/// A fresh secret of 160 bits (RFC 4226 §4 R6).
pub fn generate_secret() -> TotpSecret {
    Zeroizing::new(super::random::bytes::<TOTP_SECRET_BYTES>().to_vec())
}

/// The time step of an instant (RFC 6238 §4.2); instants before the epoch count as its start.
pub fn step_at(time: Time) -> i64 {
    time.seconds().max(0) / period_seconds()
}

/// Seconds until the app shows a code whose step is later than `last_step`; 0 when it shows it now.
pub fn next_code_in_seconds(now: Time, last_step: i64) -> u32 {
    let next = step_at(now).max(last_step.saturating_add(1));
    let start = next.saturating_mul(period_seconds());
    u32::try_from(start.saturating_sub(now.seconds().max(0)).max(0)).unwrap_or(u32::MAX)
}

/// The time steps whose codes are accepted, around the present one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Window {
    /// The one before, the present one and the next.
    #[default]
    Three,
    /// The one before and the present one, where no phone's clock runs ahead.
    Two,
}

impl Window {
    /// The steps, the latest first.
    fn steps(self, now: Time) -> impl Iterator<Item = u64> {
        let current = step_at(now);
        let ahead = match self {
            Self::Three => Some(current.saturating_add(1)),
            Self::Two => None,
        };
        let steps = ahead
            .into_iter()
            .chain([current, current.saturating_sub(1).max(0)]);
        steps.map(|step| u64::try_from(step).unwrap_or(0))
    }
}

/// Compares a code with those of the window, in constant time and without an early exit; only a step
/// later than `last_step` is fresh (RFC 6238 §5.2). Once in a million steps a phone shows the same digits twice in a row:
/// those that were used are used, whichever step they are of.
pub fn match_code(secret: &[u8], code: &Code, window: Window, now: Time, last_step: i64) -> Match {
    match_steps(window.steps(now), code, last_step, |step| {
        code_at(secret, step)
    })
}

fn match_steps(
    steps: impl Iterator<Item = u64>,
    code: &Code,
    last_step: i64,
    mut code_at: impl FnMut(u64) -> Code,
) -> Match {
    let mut is_known = Choice::from(0);
    let mut is_last = Choice::from(0);
    let mut fresh_step = 0_u64;
    let last = u64::try_from(last_step).unwrap_or(0);
    for step in steps {
        let is_equal = code_at(step).ct_eq(code);
        is_known |= is_equal;
        is_last |= is_equal & step.ct_eq(&last);
        // The earliest fresh step wins, so that later codes stay usable.
        fresh_step.conditional_assign(&step, is_equal & step.ct_gt(&last));
    }
    match (bool::from(is_known), i64::try_from(fresh_step)) {
        (true, Ok(step)) if step > 0 && !bool::from(is_last) => Match::Fresh(step),
        (true, _) => Match::Used,
        (false, _) => Match::Wrong,
    }
}

fn code_at(secret: &[u8], step: u64) -> Code {
    Code::of(totp_custom::<Sha1>(1, 6, secret, step))
}

fn period_seconds() -> i64 {
    TOTP_PERIOD.as_secs().cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;
    use totp_lite::{Sha256, Sha512};

    const EPOCH: Time = Time::from_micros(0);

    fn at(seconds: u64) -> Time {
        EPOCH + Duration::from_secs(seconds)
    }

    fn code(secret: &[u8], seconds: u64) -> Code {
        code_at(secret, seconds / 30)
    }

    /// T-01: this phone shows 925552 in two steps that follow each other; used once, the digits are used.
    #[test]
    fn the_same_digits_twice_in_a_row_are_one_code() {
        let mut secret = [7; 20];
        secret[..4].copy_from_slice(&40_385_u32.to_be_bytes());
        let first = 59_868_003;
        let digits = code_at(&secret, first);
        assert!(bool::from(digits.ct_eq(&code_at(&secret, first + 1))));
        let first = i64::try_from(first).expect("a step");
        let look = |step: i64, last| {
            let now = at(u64::try_from(step).expect("a step") * 30);
            match_code(&secret, &digits, Window::Three, now, last)
        };
        assert_eq!(look(first, 0), Match::Fresh(first));
        assert_eq!(look(first, first), Match::Used);
        assert_eq!(look(first + 1, first), Match::Used);
        assert_eq!(look(first + 1, first + 1), Match::Used);
        assert_eq!(look(first + 1, first - 1), Match::Fresh(first));
    }

    /// T-12 (vectors, digits): the vectors of RFC 6238 appendix B, eight digits, all three algorithms.
    #[test]
    fn the_vectors_of_rfc_6238_appendix_b() {
        let rows = [
            (59, "94287082", "46119246", "90693936"),
            (1_111_111_109, "07081804", "68084774", "25091201"),
            (1_111_111_111, "14050471", "67062674", "99943326"),
            (1_234_567_890, "89005924", "91819424", "93441116"),
            (2_000_000_000, "69279037", "90698825", "38618901"),
            (20_000_000_000, "65353130", "77737706", "47863826"),
        ];
        let seed = b"1234567890".repeat(7);
        for (time, sha1, sha256, sha512) in rows {
            assert_eq!(totp_custom::<Sha1>(30, 8, &seed[..20], time), sha1);
            assert_eq!(totp_custom::<Sha256>(30, 8, &seed[..32], time), sha256);
            assert_eq!(totp_custom::<Sha512>(30, 8, &seed[..64], time), sha512);
            assert_eq!(code(&seed[..20], time).expose(), &sha1[2..]);
        }
    }

    fn outcomes(window: Window) -> [bool; 5] {
        let secret = generate_secret();
        let now = 1_800_000_000_u64;
        [-60_i64, -30, 0, 30, 60].map(|shift| {
            let code = code(&secret, now.checked_add_signed(shift).expect("in range"));
            matches!(
                match_code(&secret, &code, window, at(now), 0),
                Match::Fresh(_)
            )
        })
    }

    /// T-07 (window): exactly the step before, now and after. T-07 (configurable): or none after.
    #[test]
    fn three_or_two_steps_are_acceptable() {
        assert_eq!(outcomes(Window::Three), [false, true, true, true, false]);
        assert_eq!(outcomes(Window::Two), [false, true, true, false, false]);
        assert_eq!(Window::default(), Window::Three);
    }

    /// T-10 (no early exit): every code of the window is made and compared, whichever of them is right.
    #[test]
    fn every_candidate_is_compared() {
        for (window, count) in [(Window::Three, 3), (Window::Two, 2)] {
            for right in 0..=count {
                let now = at(1_800_000_000);
                let newest = window.steps(now).next().expect("a step");
                let mut compared = Vec::new();
                let outcome =
                    match_steps(window.steps(now), &Code::of("111111".into()), 0, |step| {
                        compared.push(step);
                        let is_right = newest - step == right;
                        Code::of(if is_right { "111111" } else { "222222" }.into())
                    });
                assert_eq!(compared.len() as u64, count);
                assert_eq!(outcome == Match::Wrong, right == count, "{right}");
            }
        }
    }

    /// T-01: where steps show the same digits, the earliest is taken, and then none of the others.
    #[test]
    fn the_earliest_of_the_same_digits_is_taken() {
        let same = |last| {
            let code = Code::of("111111".into());
            match_steps([12, 11, 10].into_iter(), &code, last, |_| code.clone())
        };
        assert_eq!(same(9), Match::Fresh(10));
        for last in [10, 11, 12] {
            assert_eq!(same(last), Match::Used);
        }
    }

    proptest! {
        /// T-05: after a step was accepted, neither it nor an earlier one is fresh again.
        #[test]
        fn the_watermark_is_monotonic(seed: [u8; 20], seconds in 90_u64..4_000_000_000, shift in -1_i64..=1) {
            let now = at(seconds);
            let step = step_at(now) + shift;
            let code = code_at(&seed, step.cast_unsigned());
            let look = |last| match_code(&seed, &code, Window::Three, now, last);
            // Once in a million steps the digits are those of the one before.
            let before = code_at(&seed, (step - 1).cast_unsigned());
            prop_assume!(!bool::from(before.ct_eq(&code)));
            prop_assert_eq!(look(step - 1), Match::Fresh(step));
            prop_assert_eq!(look(step), Match::Used);
            prop_assert_eq!(look(step + 1), Match::Used);
        }

        /// T-11: no instant and no watermark panics or wraps.
        #[test]
        fn every_instant_is_safe(micros: i64, last_step in 0_i64..=i64::MAX, digits in 0_u32..1_000_000) {
            let now = Time::from_micros(micros);
            let code = Code::of(format!("{digits:06}"));
            match_code(b"12345678901234567890", &code, Window::Three, now, last_step);
            next_code_in_seconds(now, last_step);
        }
    }

    /// T-11: the edges by name.
    #[test]
    fn the_edges_of_time_are_safe() {
        for seconds in [0, 29, 30, 1 << 31, i64::MAX.cast_unsigned() / 1_000_000] {
            assert_eq!(step_at(at(seconds)), (seconds / 30).cast_signed());
        }
        assert_eq!(step_at(Time::from_micros(-1)), 0);
    }

    /// T-13 (seconds): how long until the next code that was not used.
    #[test]
    fn the_next_code_is_counted_down() {
        let now = at(1_800_000_018);
        let step = step_at(now);
        assert_eq!(next_code_in_seconds(now, step - 1), 0);
        assert_eq!(next_code_in_seconds(now, step), 12);
        assert_eq!(next_code_in_seconds(now, step + 1), 42);
    }
}
