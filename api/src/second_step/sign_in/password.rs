//! Checking a password: at the same cost for everybody, behind counters that are taken first.

use crate::people::members::{self, EmailAddress, Member};
use crate::people::sessions;
use crate::platform::context::Context;
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::crypto::password::{Password, needs_rehash};
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::throttle::{self, Asker, Limit, Verdict};
use shared_types::limits::{
    PASSWORD_LONGEST_DELAY, PASSWORD_TRIES_BEFORE_DELAY, PASSWORD_TRIES_PER_KNOWN_BROWSER,
};
use shared_types::secret::Secret;
use shared_types::time::Time;
use std::time::Duration;
use zeroize::Zeroizing;

const PER_KNOWN_BROWSER: Limit = Limit {
    count: PASSWORD_TRIES_PER_KNOWN_BROWSER,
    window: Duration::from_hours(1),
};

/// Why no password was looked at, or why it did not help.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Wrong, unknown or disabled: not said which.
    #[error("the e-mail address or the password is wrong")]
    Wrong,
    /// Too many tries.
    #[error("too many tries at a password")]
    Throttled(Duration),
    /// The hashing queue is full.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// A right password.
pub struct Checked {
    /// Whose it is, as it was read before the check.
    pub member: Member,
    lane: Lane,
    rehashed: Option<Zeroizing<String>>,
}

/// The counters that a try was taken from. Strangers and known browsers have lanes of their own,
/// so that strangers cannot lock an owner out (OWASP device cookies).
#[derive(Clone)]
enum Lane {
    Stranger { address: Asker, member: String },
    KnownBrowser(String),
}

impl Lane {
    fn take(&self, connection: &mut DbConnection, now: Time) -> DbResult<Verdict> {
        match self {
            Self::KnownBrowser(name) => throttle::take(connection, name, &[PER_KNOWN_BROWSER], now),
            Self::Stranger { address, member } => match address.take(connection, now)? {
                Verdict::Allowed => {
                    let delay = (PASSWORD_TRIES_BEFORE_DELAY, PASSWORD_LONGEST_DELAY);
                    throttle::take_with_delay(connection, member, delay, now)
                }
                wait @ Verdict::Wait(_) => Ok(wait),
            },
        }
    }

    /// The try was a right one: it does not count against anybody.
    fn forgive(&self, connection: &mut DbConnection, now: Time) -> DbResult<()> {
        match self {
            Self::KnownBrowser(name) => throttle::clear(connection, name, now),
            Self::Stranger { address, member } => {
                address.give_back(connection, now)?;
                throttle::clear(connection, member, now)
            }
        }
    }
}

impl Checked {
    /// Whether the try came from a browser that finished a sign-in of this member before.
    pub fn is_from_known_browser(&self) -> bool {
        matches!(self.lane, Lane::KnownBrowser(_))
    }

    /// Settles the counters and keeps a stronger hash, inside the change that follows.
    pub fn settle(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        now: Time,
    ) -> DbResult<()> {
        self.lane.forgive(connection, now)?;
        match &self.rehashed {
            Some(phc) => members::set_password(connection, context, &self.member, phc),
            None => Ok(()),
        }
    }
}

/// Takes a try at a secret from the counter of the caller's network: the one that passwords draw
/// on, so that no route is a way around it (L-07).
pub fn take_try(connection: &mut DbConnection, origin: &Origin, now: Time) -> DbResult<Verdict> {
    address_lane(origin).take(connection, now)
}

/// Gives the try back: the secret was right.
pub fn give_try_back(connection: &mut DbConnection, origin: &Origin, now: Time) -> DbResult<()> {
    address_lane(origin).give_back(connection, now)
}

fn address_lane(origin: &Origin) -> Asker {
    Asker::of("address", origin)
}

/// Checks a password. A slot is taken before the hash is computed, so that parallel tries cannot
/// pass a limit; who is unknown or disabled costs the same hash.
pub async fn check_password(
    context: &Context,
    origin: &Origin,
    email: EmailAddress,
    password: Password,
    browser: Option<Secret>,
) -> Result<Checked, PasswordError> {
    let place = context.hasher.admit()?;
    let now = context.clock.now();
    let address = address_lane(origin);
    let lane_of_member = throttle::password_lane(&context.keys, email.normal());
    let (member, lane, verdict) = context
        .db
        .write(move |connection| {
            let member = members::find_password_holder(connection, &email)?;
            let is_known = match (&member, &browser) {
                (Some(member), Some(browser)) => {
                    sessions::is_known_browser(connection, browser, member.id, now)?
                }
                _ => false,
            };
            let lane = if is_known {
                Lane::KnownBrowser(format!("known:{lane_of_member}"))
            } else {
                Lane::Stranger {
                    address,
                    member: lane_of_member,
                }
            };
            let verdict = lane.take(connection, now)?;
            Ok((member, lane, verdict))
        })
        .await?;
    if let Verdict::Wait(wait) = verdict {
        return Err(PasswordError::Throttled(wait));
    }
    let phc = member
        .as_ref()
        .and_then(|member| member.password_hash(context));
    let is_weak = phc.as_ref().is_some_and(|phc| needs_rehash(phc));
    let is_right = place.verify(password.clone(), phc).await?;
    let member = member.filter(|_| is_right).ok_or(PasswordError::Wrong)?;
    let rehashed = if is_weak {
        Some(place.hash(password).await?)
    } else {
        None
    };
    Ok(Checked {
        member,
        lane,
        rehashed,
    })
}
