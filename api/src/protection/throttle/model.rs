//! Rate limits and their decisions, without storage.

use shared_types::limits::{
    API_TOKEN_OFFERS_PER_HOUR, CHALLENGES_PER_MEMBER_AND_HOUR, CODE_FIRST_DELAY,
    CODE_LONGEST_DELAY, CODE_TRIES_PER_DELAY, EMAIL_CODE_FAILURES_PER_DAY, EMAIL_RESEND_PAUSE,
    EMAILS_PER_DAY, EMAILS_PER_HOUR, KNOWN_BROWSER_TRIES_WINDOW, PASSWORD_TRIES_PER_KNOWN_BROWSER,
    RIGHT_PASSWORD_WINDOW, RIGHT_PASSWORDS_PER_NETWORK, SANDBOX_CLOCK_MOVES_PER_MINUTE,
    SANDBOX_FIXED_CODES_PER_HOUR, VERIFICATION_FAILURES_IN_ALL_PER_MEMBER_AND_DAY,
    VERIFICATION_FAILURES_PER_MEMBER, VERIFICATION_FAILURES_PER_MEMBER_AND_DAY,
    VERIFICATION_FAILURES_PER_PROGRAM, VERIFICATION_FAILURES_PER_STATION,
};
use shared_types::time::Time;
use std::time::Duration;

/// At most `count` events in any period of the length `window`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The number of events.
    pub count: usize,
    /// The length of the sliding window.
    pub window: Duration,
}

/// A delay that grows with every failure.
#[derive(Clone, Copy, Debug)]
pub struct GrowingDelay {
    /// Failures without a delay.
    pub free: i64,
    /// The longest delay.
    pub longest: Duration,
    /// Failures in a row after which nothing is looked at until a person or a mail clears the counter.
    pub most: i64,
}

const DAY: Duration = Duration::from_hours(24);

/// Mails with a code or a link to one person or address, for all purposes together.
pub const EMAIL_SENDING: [Limit; 3] = [
    Limit {
        count: 1,
        window: EMAIL_RESEND_PAUSE,
    },
    Limit {
        count: EMAILS_PER_HOUR,
        window: Duration::from_hours(1),
    },
    Limit {
        count: EMAILS_PER_DAY,
        window: DAY,
    },
];

/// Wrong e-mailed codes of one member, for all purposes together.
pub const EMAIL_FAILING: [Limit; 1] = [Limit {
    count: EMAIL_CODE_FAILURES_PER_DAY,
    window: DAY,
}];

/// Wrong codes that one program asks about for one member.
pub const PROGRAM_FAILING_FOR_MEMBER: [Limit; 2] = [
    Limit {
        count: VERIFICATION_FAILURES_PER_MEMBER,
        window: Duration::from_hours(1),
    },
    Limit {
        count: VERIFICATION_FAILURES_PER_MEMBER_AND_DAY,
        window: DAY,
    },
];

/// Wrong codes that all programs together ask about for one member.
pub const PROGRAMS_FAILING_FOR_MEMBER: [Limit; 1] = [Limit {
    count: VERIFICATION_FAILURES_IN_ALL_PER_MEMBER_AND_DAY,
    window: DAY,
}];

/// Wrong codes that one program asks about.
pub const PROGRAM_FAILING: [Limit; 1] = [Limit {
    count: VERIFICATION_FAILURES_PER_PROGRAM,
    window: Duration::from_hours(1),
}];

/// Challenges that one program makes of one member.
pub const CHALLENGES_OF_MEMBER: [Limit; 1] = [Limit {
    count: CHALLENGES_PER_MEMBER_AND_HOUR,
    window: Duration::from_hours(1),
}];

/// Offers of one API token.
pub const TOKEN_OFFERS: [Limit; 1] = [Limit {
    count: API_TOKEN_OFFERS_PER_HOUR,
    window: Duration::from_hours(1),
}];

/// Moves of the clock of a test organization.
pub const CLOCK_MOVES: [Limit; 1] = [Limit {
    count: SANDBOX_CLOCK_MOVES_PER_MINUTE,
    window: Duration::from_mins(1),
}];

/// Accepted fixed codes of a test organization.
pub const FIXED_CODES: [Limit; 1] = [Limit {
    count: SANDBOX_FIXED_CODES_PER_HOUR,
    window: Duration::from_hours(1),
}];

/// Wrong codes from one station of a program.
pub const STATION_FAILING: [Limit; 1] = [Limit {
    count: VERIFICATION_FAILURES_PER_STATION,
    window: Duration::from_hours(1),
}];

/// Password tries of one known browser.
pub const KNOWN_BROWSER_TRIES: [Limit; 1] = [Limit {
    count: PASSWORD_TRIES_PER_KNOWN_BROWSER,
    window: KNOWN_BROWSER_TRIES_WINDOW,
}];

/// Right passwords of one member from one client.
pub const RIGHT_PASSWORDS: [Limit; 1] = [Limit {
    count: RIGHT_PASSWORDS_PER_NETWORK,
    window: RIGHT_PASSWORD_WINDOW,
}];

/// Whether a try is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The try is checked.
    Allowed,
    /// The try is refused; retry after this time.
    Wait(Duration),
}

/// The same where failures in a row end everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DelayVerdict {
    /// The try is checked.
    Allowed,
    /// The try is refused; retry after this time.
    Wait(Duration),
    /// Too many failures in a row: no time alone ends it.
    Closed,
}

impl Verdict {
    /// The longer wait of two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Wait(a), Self::Wait(b)) => Self::Wait(a.max(b)),
            (Self::Wait(a), Self::Allowed) | (Self::Allowed, Self::Wait(a)) => Self::Wait(a),
            (Self::Allowed, Self::Allowed) => Self::Allowed,
        }
    }
}

/// Moves events in the future to `now`, and says whether there were any. They were counted while the
/// clock was ahead; without this a client would wait longer than a window.
pub(super) fn bring_back(events: &mut [Time], now: Time) -> bool {
    let mut is_changed = false;
    for event in events.iter_mut().filter(|event| **event > now) {
        *event = now;
        is_changed = true;
    }
    is_changed
}

/// The decision of the sliding windows at `now`, for past events in ascending order.
pub(super) fn judge(events: &[Time], limits: &[Limit], now: Time) -> Verdict {
    limits.iter().fold(Verdict::Allowed, |verdict, limit| {
        verdict.and(judge_one(events, *limit, now))
    })
}

fn judge_one(events: &[Time], limit: Limit, now: Time) -> Verdict {
    // The event that must have left the window before another is allowed.
    let Some(blocking) = events
        .len()
        .checked_sub(limit.count)
        .and_then(|i| events.get(i))
    else {
        return Verdict::Allowed;
    };
    let free_at = *blocking + limit.window;
    if free_at <= now {
        Verdict::Allowed
    } else {
        Verdict::Wait(free_at.since(now))
    }
}

/// How long no code is looked at after the failure number `failures`: nothing but after every
/// fifth, then 30 s, 1 min, 2 min … up to an hour.
pub fn code_delay(failures: i64) -> Duration {
    if failures == 0 || failures % CODE_TRIES_PER_DELAY != 0 {
        return Duration::ZERO;
    }
    let doublings = u32::try_from(failures / CODE_TRIES_PER_DELAY - 1).unwrap_or(u32::MAX);
    CODE_FIRST_DELAY
        .saturating_mul(2_u32.saturating_pow(doublings))
        .min(CODE_LONGEST_DELAY)
}

/// The delay after failure number `failures`, when the first `free` ones have none:
/// 1 s, 2 s, 4 s … up to `longest`.
pub(super) fn delay_after(failures: i64, free: i64, longest: Duration) -> Duration {
    match failures - free {
        ..0 => Duration::ZERO,
        over => {
            let exponent = u32::try_from(over).unwrap_or(u32::MAX).min(30);
            Duration::from_secs(1 << exponent).min(longest)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: Duration = Duration::from_hours(1);

    fn at(seconds: u64) -> Time {
        Time::from_micros(0) + Duration::from_secs(seconds)
    }

    /// what was counted while the clock was ahead counts as now, and only that.
    #[test]
    fn events_of_the_future_are_brought_back() {
        let mut events = [at(10), at(20), at(30)];
        assert!(!bring_back(&mut events, at(30)));
        assert_eq!(events, [at(10), at(20), at(30)]);
        assert!(bring_back(&mut events, at(20)));
        assert_eq!(events, [at(10), at(20), at(20)]);
    }

    #[test]
    fn two_waits_are_the_longer_one() {
        let wait = |seconds| Verdict::Wait(Duration::from_secs(seconds));
        assert_eq!(wait(1).and(wait(2)), wait(2));
        assert_eq!(wait(2).and(wait(1)), wait(2));
        assert_eq!(wait(1).and(Verdict::Allowed), wait(1));
        assert_eq!(Verdict::Allowed.and(wait(1)), wait(1));
        assert_eq!(Verdict::Allowed.and(Verdict::Allowed), Verdict::Allowed);
    }

    /// E-06: the window slides; a further event is allowed exactly when an old one leaves it.
    #[test]
    fn a_window_slides() {
        let limits = [
            Limit {
                count: 1,
                window: Duration::from_mins(1),
            },
            Limit {
                count: 3,
                window: HOUR,
            },
        ];
        assert_eq!(judge(&[], &limits, at(0)), Verdict::Allowed);
        assert_eq!(
            judge(&[at(0)], &limits, at(59)),
            Verdict::Wait(Duration::from_secs(1))
        );
        assert_eq!(judge(&[at(0)], &limits, at(60)), Verdict::Allowed);
        let full = [at(0), at(60), at(120)];
        assert_eq!(
            judge(&full, &limits, at(180)),
            Verdict::Wait(Duration::from_mins(57))
        );
        assert_eq!(judge(&full, &limits, at(3600)), Verdict::Allowed);
    }

    #[test]
    fn delays_grow_to_the_longest() {
        let longest = Duration::from_mins(1);
        let delays: Vec<u64> = [0, 9, 10, 11, 15, 16, 1000]
            .iter()
            .map(|n| delay_after(*n, 10, longest).as_secs())
            .collect();
        assert_eq!(delays, [0, 0, 1, 2, 32, 60, 60]);
    }

    /// L-04 (delay): 30 s · 2ⁿ after every five, never more than an hour.
    #[test]
    fn every_fifth_wrong_code_delays_longer() {
        let delays: Vec<u64> = [0, 1, 4, 5, 6, 10, 15, 35, 40, 95, i64::MAX / 5 * 5]
            .map(|n| code_delay(n).as_secs())
            .into();
        assert_eq!(delays, [0, 0, 0, 30, 0, 60, 120, 1920, 3600, 3600, 3600]);
    }

    proptest! {
        /// L-11: for any history, no period of a window's length has more events than its limit.
        #[test]
        fn no_window_overflows(gaps in prop::collection::vec(0_u64..400, 1..60), count in 1_usize..6) {
            let limit = Limit { count, window: Duration::from_secs(1000) };
            let (mut now, mut taken) = (0, Vec::new());
            for gap in gaps {
                now += gap;
                if judge(&taken, &[limit], at(now)) == Verdict::Allowed {
                    taken.push(at(now));
                }
            }
            for window in taken.windows(count + 1) {
                prop_assert!(window[count].since(window[0]) >= limit.window);
            }
        }
    }
}
