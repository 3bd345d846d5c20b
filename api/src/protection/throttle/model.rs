//! Rate limits and their decisions, without storage.

use crate::platform::crypto::keys::{KeyRing, Purpose};
use crate::platform::db::keys::BrowserKey;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared_types::ids::MemberId;
use shared_types::limits::{
    CODE_FIRST_DELAY, CODE_LONGEST_DELAY, CODE_TRIES_PER_DELAY, EMAIL_CODE_FAILURES_PER_DAY,
    EMAIL_RESEND_PAUSE, EMAILS_PER_DAY, EMAILS_PER_HOUR,
};
use shared_types::organizations::ShortName;
use shared_types::time::Time;
use std::time::Duration;

/// The counter of wrong passwords for an e-mail address that nobody has in an organization, or of one that
/// is not there: it is delayed and closed as those of members are. Its name is a MAC, so that the table
/// shows no address.
pub fn password_counter(keys: &KeyRing, organization: &ShortName, email_normal: &str) -> String {
    address_counter(keys, "password", organization, email_normal)
}

/// The counter of wrong passwords of strangers for an address that a member has. It stands in the member's
/// name, so that it is kept as long as the member.
pub fn member_password_counter(member: MemberId) -> String {
    counter_of_budget(member, "password", Budget::Strangers)
}

/// The counter of password-reset links to one address, named in the same way.
pub fn password_reset_counter(
    keys: &KeyRing,
    organization: &ShortName,
    email_normal: &str,
) -> String {
    address_counter(keys, "password-reset", organization, email_normal)
}

/// The counter of invitations of one organization to one address, named in the same way: it outlives the
/// members who are deleted and made again.
pub fn invitation_counter(keys: &KeyRing, organization: &ShortName, email_normal: &str) -> String {
    address_counter(keys, "invitation", organization, email_normal)
}

fn address_counter(
    keys: &KeyRing,
    what: &str,
    organization: &ShortName,
    email_normal: &str,
) -> String {
    let tag = keys.mac(Purpose::Limit, &[what, organization.as_str(), email_normal]);
    format!("{what}:{}", URL_SAFE_NO_PAD.encode(tag))
}

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

/// Whose tries a counter counts. Strangers cannot use up what is for a browser that its member has signed
/// in with before (OWASP device cookies), and no browser what is for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// Everybody else.
    Strangers,
    /// One known browser.
    Browser(BrowserKey),
}

impl Budget {
    /// The budget of a browser, if it is known.
    pub fn of(browser: Option<BrowserKey>) -> Self {
        browser.map_or(Self::Strangers, Self::Browser)
    }

    /// The browser, where it is one's.
    pub const fn browser(self) -> Option<BrowserKey> {
        match self {
            Self::Strangers => None,
            Self::Browser(browser) => Some(browser),
        }
    }
}

/// The counter of mails with a code to a member.
pub fn email_sending(member: MemberId, budget: Budget) -> String {
    counter_of_budget(member, "email", budget)
}

/// The counter of wrong e-mailed codes of a member.
pub fn email_failing(member: MemberId, budget: Budget) -> String {
    counter_of_budget(member, "email-code", budget)
}

/// The counter of all wrong e-mailed codes of a member since a person last helped.
pub fn email_failing_in_all(member: MemberId) -> String {
    format!("{}email-codes", member_prefix(member))
}

/// The counter of wrong passwords in one known browser of a member.
pub fn known_browser_counter(member: MemberId, browser: BrowserKey) -> String {
    counter_of_budget(member, "password", Budget::Browser(browser))
}

/// The counter of a member's right passwords from one network.
pub fn right_password_counter(member: MemberId, network: &str) -> String {
    format!("{}signed-in:{network}", member_prefix(member))
}

fn counter_of_budget(member: MemberId, what: &str, budget: Budget) -> String {
    let prefix = member_prefix(member);
    match budget {
        Budget::Strangers => format!("{prefix}{what}"),
        Budget::Browser(browser) => format!("{prefix}{what}:{}", browser.number()),
    }
}

/// What the names of all counters of a member begin with, so that help clears them together.
pub(super) fn member_prefix(member: MemberId) -> String {
    format!("{MEMBERS}{member}:")
}

/// What the names of all counters of members begin with.
pub(super) const MEMBERS: &str = "member:";

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

    /// No two things are counted in one counter, and all of a member begin with the same, so that help
    /// clears them together.
    #[test]
    fn every_counter_has_its_own_name() {
        let keys = KeyRing::generate();
        let member = |number| MemberId(uuid::Uuid::from_u128(number));
        let (one, other) = (BrowserKey::of(1), BrowserKey::of(2));
        let [acme, other_name] =
            ["acme", "acme-2"].map(|name| ShortName::parse(name).expect("a short name"));
        let mut names = Vec::new();
        for organization in [&acme, &other_name] {
            for email in ["jo@example.com", "jo@example.org"] {
                names.push(password_counter(&keys, organization, email));
                names.push(password_reset_counter(&keys, organization, email));
                names.push(invitation_counter(&keys, organization, email));
            }
        }
        assert!(names.iter().all(|name| !name.contains("jo@")));
        assert_eq!(names[0], password_counter(&keys, &acme, "jo@example.com"));
        for number in [1, 2] {
            let own = member(number);
            let known = [None, Some(one), Some(other)].map(Budget::of);
            let of_member = known
                .into_iter()
                .flat_map(|budget| [email_sending(own, budget), email_failing(own, budget)])
                .chain([email_failing_in_all(own)])
                .chain([one, other].map(|browser| known_browser_counter(own, browser)))
                .chain(["10.0.0.1", "10.0.0.2"].map(|from| right_password_counter(own, from)));
            let of_member: Vec<String> = of_member.collect();
            let prefix = member_prefix(own);
            assert!(of_member.iter().all(|name| name.starts_with(&prefix)));
            names.extend(of_member);
        }
        let count = names.len();
        let names: std::collections::HashSet<String> = names.into_iter().collect();
        assert_eq!(names.len(), count);
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

    /// L-04: 30 s · 2ⁿ after every five, never more than an hour.
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
