//! What is used up of a member's budgets, for those who help: read, never changed.

use super::model::{
    EMAIL_FAILING, EMAIL_SENDING, KNOWN_BROWSER_TRIES, Limit, RIGHT_PASSWORDS, Verdict, judge,
};
use super::names::{
    Budget, email_failing, email_failing_in_all, email_sending, member_password_counter,
    member_prefix, right_password_counters,
};
use super::store::{self, StoredCounter};
use crate::platform::db::{DbConnection, DbResult};
use shared_types::ids::MemberId;
use shared_types::time::Time;
use std::time::Duration;

/// How much is used of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Events within the window.
    pub used: usize,
    /// The limit.
    pub limit: Limit,
    /// When the next one is allowed; `None` while one is.
    pub next_at: Option<Time>,
}

/// What a member has used up, of all browsers and networks the one that waits longest.
#[derive(Clone, Copy, Debug)]
pub struct MemberUsage {
    /// Mails with a code.
    pub emails: Usage,
    /// Wrong mailed codes.
    pub email_codes: Usage,
    /// Wrong mailed codes since a person last helped.
    pub email_codes_in_all: i64,
    /// When a known browser, or a network with right passwords, may try a password again.
    pub passwords_until: Option<Time>,
}

/// Wrong tries in a row.
#[derive(Clone, Copy, Debug, Default)]
pub struct TriesInARow {
    /// How many.
    pub failures: i64,
    /// When the next one is looked at, where that is later than now.
    pub next_at: Option<Time>,
}

/// What is used up of the budgets of a member.
pub fn usage_of_member(
    connection: &mut DbConnection,
    member: MemberId,
    now: Time,
) -> DbResult<MemberUsage> {
    let counters = store::list_prefixed(connection, &member_prefix(member))?;
    let of = |name: String, limits: &[Limit]| most_used(&counters, &name, limits, now);
    let passwords = of(member_password_counter(member), &KNOWN_BROWSER_TRIES);
    let signed_in = of(right_password_counters(member), &RIGHT_PASSWORDS);
    let in_all = email_failing_in_all(member);
    let in_all = counters.iter().find(|(name, _)| *name == in_all);
    Ok(MemberUsage {
        emails: of(email_sending(member, Budget::Strangers), &EMAIL_SENDING),
        email_codes: of(email_failing(member, Budget::Strangers), &EMAIL_FAILING),
        email_codes_in_all: in_all.map_or(0, |(_, counter)| counter.failures),
        passwords_until: passwords.next_at.max(signed_in.next_at),
    })
}

/// What is used up of a counter of strangers and of those of known browsers: of the one that waits longest.
pub fn usage_with_browsers(
    connection: &mut DbConnection,
    name: &str,
    limits: &[Limit],
    now: Time,
) -> DbResult<Usage> {
    let counters = store::list_prefixed(connection, name)?;
    Ok(most_used(&counters, name, limits, now))
}

/// Of the counter of strangers, and of those of known browsers, whose names go on after a colon, the one that
/// waits longest.
fn most_used(
    counters: &[(String, StoredCounter)],
    name: &str,
    limits: &[Limit],
    now: Time,
) -> Usage {
    let browsers = format!("{name}:");
    let own = counters
        .iter()
        .filter(|(other, _)| other == name || other.starts_with(&browsers));
    own.map(|(_, counter)| usage(counter, limits, now)).fold(
        usage(&StoredCounter::default(), limits, now),
        |most, one| if rank(one) > rank(most) { one } else { most },
    )
}

/// The tries in a row of one counter.
pub fn tries_in_a_row(
    connection: &mut DbConnection,
    name: &str,
    now: Time,
) -> DbResult<TriesInARow> {
    let counter = store::find_counter(connection, name)?.unwrap_or_default();
    Ok(TriesInARow {
        failures: counter.failures,
        next_at: Some(counter.blocked_until).filter(|until| *until > now),
    })
}

/// A shorter window is a pause between two, which nobody needs help with.
const SHORTEST_WINDOW: Duration = Duration::from_mins(5);

/// Of the limit that lets the next one wait longest, or the one with the shortest window.
fn usage(counter: &StoredCounter, limits: &[Limit], now: Time) -> Usage {
    let mut most: Option<Usage> = None;
    for limit in limits
        .iter()
        .filter(|limit| limit.window >= SHORTEST_WINDOW)
    {
        let recent = counter
            .events
            .iter()
            .filter(|event| **event + limit.window > now);
        let next_at = match judge(&counter.events, &[*limit], now) {
            Verdict::Allowed => None,
            Verdict::Wait(wait) => Some(now + wait),
        };
        let one = Usage {
            used: recent.count(),
            limit: *limit,
            next_at,
        };
        if most.is_none_or(|most| one.next_at > most.next_at) {
            most = Some(one);
        }
    }
    most.unwrap_or(Usage {
        used: 0,
        limit: Limit {
            count: 0,
            window: Duration::ZERO,
        },
        next_at: None,
    })
}

fn rank(usage: Usage) -> (Option<Time>, usize) {
    (usage.next_at, usage.used)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(minutes: u64) -> Time {
        Time::from_micros(0) + Duration::from_mins(minutes)
    }

    /// A1: five within the hour wait for the first of them to be an hour old; ten within a day likewise.
    #[test]
    fn usage_tells_the_limit_that_waits_longest() {
        let counter = |at: &[u64]| StoredCounter {
            events: at.iter().copied().map(minutes).collect(),
            ..StoredCounter::default()
        };
        let five = usage(&counter(&[1, 3, 5, 7, 9]), &EMAIL_SENDING, minutes(10));
        assert_eq!((five.used, five.limit.count), (5, 5));
        assert_eq!(five.next_at, Some(minutes(61)));
        let one = usage(&counter(&[9]), &EMAIL_SENDING, minutes(9));
        assert_eq!((one.used, one.limit.count, one.next_at), (1, 5, None));
        let ten: Vec<u64> = (0..10).map(|n| n * 70).collect();
        let ten = usage(&counter(&ten), &EMAIL_SENDING, minutes(640));
        assert_eq!((ten.used, ten.limit.count), (10, 10));
        assert_eq!(ten.next_at, Some(minutes(24 * 60)));
    }
}
