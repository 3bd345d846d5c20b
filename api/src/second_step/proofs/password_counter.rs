//! What tries at a password are counted in: of strangers, of a known browser, and of a person whom a directory knows.

use super::password_error::PasswordError;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::limits::DIRECTORY_WRONG_BINDS_PERIOD;
use crate::protection::throttle::{self, ClientLimit, DelayVerdict, GrowingDelay, Limit, Verdict};
use shared_types::limits::{
    PASSWORD_LONGEST_DELAY, PASSWORD_TRIES_BEFORE_DELAY, PASSWORD_TRIES_IN_A_ROW,
};
use shared_types::time::Time;

/// The counter that a try was taken from. Strangers and each known browser have counters of their own,
/// so that strangers cannot lock an owner out, and no browser another (OWASP device cookies).
#[derive(Clone)]
pub(super) enum PasswordCounter {
    Stranger {
        client: ClientLimit,
        address: String,
    },
    KnownBrowser {
        name: String,
    },
    /// A directory counts wrong passwords from everywhere, and locks the account: so do we, before it does.
    Directory {
        client: ClientLimit,
        person: String,
        most: usize,
    },
}

impl PasswordCounter {
    pub(super) fn take(&self, connection: &mut DbConnection, now: Time) -> DbResult<DelayVerdict> {
        match self {
            Self::Directory {
                client,
                person,
                most,
            } => match client.take(connection, now)? {
                Verdict::Allowed => {
                    throttle::take(connection, person, &[binds(*most)], now).map(delayed)
                }
                wait @ Verdict::Wait(_) => Ok(delayed(wait)),
            },
            Self::KnownBrowser { name } => {
                throttle::take(connection, name, &throttle::KNOWN_BROWSER_TRIES, now).map(delayed)
            }
            Self::Stranger { client, address } => match client.take(connection, now)? {
                Verdict::Allowed => throttle::take_with_delay(connection, address, DELAY, now),
                wait @ Verdict::Wait(_) => Ok(delayed(wait)),
            },
        }
    }

    /// Whether [`Self::take`] would allow a try.
    pub(super) fn may_take(
        &self,
        connection: &mut DbConnection,
        now: Time,
    ) -> DbResult<DelayVerdict> {
        match self {
            Self::Directory {
                client,
                person,
                most,
            } => {
                let verdict = client.may_take(connection, now)?;
                let of_person = throttle::may_take(connection, person, &[binds(*most)], now)?;
                Ok(delayed(verdict.and(of_person)))
            }
            Self::KnownBrowser { name } => {
                throttle::may_take(connection, name, &throttle::KNOWN_BROWSER_TRIES, now)
                    .map(delayed)
            }
            Self::Stranger { client, address } => match client.may_take(connection, now)? {
                Verdict::Allowed => throttle::may_take_with_delay(connection, address, DELAY, now),
                wait @ Verdict::Wait(_) => Ok(delayed(wait)),
            },
        }
    }

    /// The try was a right one: it does not count against anybody.
    pub(super) fn forgive(&self, connection: &mut DbConnection, now: Time) -> DbResult<()> {
        match self {
            Self::KnownBrowser { name } => throttle::clear(connection, name, now),
            Self::Stranger {
                client,
                address: name,
            }
            | Self::Directory {
                client,
                person: name,
                ..
            } => {
                client.give_back(connection, now)?;
                throttle::clear(connection, name, now)
            }
        }
    }

    /// The try counts for the person, but not against the network: the directory gave no answer to the password.
    pub(super) fn give_back_client(
        &self,
        connection: &mut DbConnection,
        now: Time,
    ) -> DbResult<()> {
        match self {
            Self::Directory { client, .. } => client.give_back(connection, now),
            // These are checked here, where an answer never fails to come.
            Self::KnownBrowser { .. } | Self::Stranger { .. } => Ok(()),
        }
    }

    /// The try was no wrong password.
    pub(super) fn give_back(&self, connection: &mut DbConnection, now: Time) -> DbResult<()> {
        match self {
            Self::Directory { client, person, .. } => {
                client.give_back(connection, now)?;
                throttle::give_back(connection, person, now)
            }
            // These are checked here, where an answer never fails to come.
            Self::KnownBrowser { .. } | Self::Stranger { .. } => Ok(()),
        }
    }
}

fn binds(most: usize) -> Limit {
    Limit {
        count: most,
        window: DIRECTORY_WRONG_BINDS_PERIOD,
    }
}

const DELAY: GrowingDelay = GrowingDelay {
    free: PASSWORD_TRIES_BEFORE_DELAY,
    longest: PASSWORD_LONGEST_DELAY,
    most: PASSWORD_TRIES_IN_A_ROW,
};

fn delayed(verdict: Verdict) -> DelayVerdict {
    match verdict {
        Verdict::Allowed => DelayVerdict::Allowed,
        Verdict::Wait(wait) => DelayVerdict::Wait(wait),
    }
}

pub(super) fn refusal_of(verdict: DelayVerdict) -> Option<PasswordError> {
    match verdict {
        DelayVerdict::Allowed => None,
        DelayVerdict::Wait(wait) => Some(PasswordError::Throttled(wait)),
        DelayVerdict::Closed => Some(PasswordError::Closed),
    }
}
