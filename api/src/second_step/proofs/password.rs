//! Checking a password: at the same cost for everybody, behind counters that are taken first.

use crate::people::browsers;
use crate::people::members::{self, EmailAddress, Member, PasswordHolder};
use crate::platform::context::Context;
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::crypto::password::{Password, needs_rehash};
use crate::platform::db::keys::BrowserKey;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::throttle::{self, ClientLimit, GrowingDelay, Limit, Verdict};
use crate::record::audit::{self, Ending, Event};
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

impl PasswordError {
    /// How the record says it; `None` where nothing was decided.
    const fn ending(&self) -> Option<Ending> {
        match self {
            Self::Wrong => Some(Ending::failure("wrong")),
            Self::Throttled(_) => Some(Ending::throttled()),
            Self::Overloaded(_) | Self::Database(_) => None,
        }
    }
}

/// A right password.
pub struct VerifiedPassword {
    /// Whose it is, as it was read before the check.
    pub member: Member,
    counter: PasswordCounter,
    rehashed: Option<Zeroizing<String>>,
}

/// The counter that a try was taken from. Strangers and known browsers have counters of their own,
/// so that strangers cannot lock an owner out (OWASP device cookies).
#[derive(Clone)]
enum PasswordCounter {
    Stranger {
        address: ClientLimit,
        member: String,
    },
    KnownBrowser {
        name: String,
        browser: BrowserKey,
    },
}

impl PasswordCounter {
    fn take(&self, connection: &mut DbConnection, now: Time) -> DbResult<Verdict> {
        match self {
            Self::KnownBrowser { name, .. } => {
                throttle::take(connection, name, &[PER_KNOWN_BROWSER], now)
            }
            Self::Stranger { address, member } => match address.take(connection, now)? {
                Verdict::Allowed => {
                    let delay = GrowingDelay {
                        free: PASSWORD_TRIES_BEFORE_DELAY,
                        longest: PASSWORD_LONGEST_DELAY,
                    };
                    throttle::take_with_delay(connection, member, delay, now)
                }
                wait @ Verdict::Wait(_) => Ok(wait),
            },
        }
    }

    /// The try was a right one: it does not count against anybody.
    fn forgive(&self, connection: &mut DbConnection, now: Time) -> DbResult<()> {
        match self {
            Self::KnownBrowser { name, .. } => throttle::clear(connection, name, now),
            Self::Stranger { address, member } => {
                address.give_back(connection, now)?;
                throttle::clear(connection, member, now)
            }
        }
    }
}

impl VerifiedPassword {
    /// The browser that the try came from, if it finished a sign-in of this member before.
    pub fn known_browser(&self) -> Option<BrowserKey> {
        match self.counter {
            PasswordCounter::KnownBrowser { browser, .. } => Some(browser),
            PasswordCounter::Stranger { .. } => None,
        }
    }

    /// Settles the counters and keeps a stronger hash, inside the change that follows.
    pub fn settle(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        now: Time,
    ) -> DbResult<()> {
        self.counter.forgive(connection, now)?;
        match &self.rehashed {
            Some(phc) => members::set_password(connection, context, &self.member, phc),
            None => Ok(()),
        }
    }
}

/// Takes a try at a secret from the counter of the caller's network: the one that passwords draw
/// on, so that no route is a way around it (L-07).
pub fn take_try(connection: &mut DbConnection, origin: &Origin, now: Time) -> DbResult<Verdict> {
    address_counter(origin).take(connection, now)
}

/// Gives the try back: the secret was right.
pub fn give_try_back(connection: &mut DbConnection, origin: &Origin, now: Time) -> DbResult<()> {
    address_counter(origin).give_back(connection, now)
}

fn address_counter(origin: &Origin) -> ClientLimit {
    ClientLimit::of("address", origin)
}

/// A password as it was presented.
pub struct PasswordAttempt {
    /// Whose it must be.
    pub email: EmailAddress,
    /// The password.
    pub password: Password,
    /// The token of a known browser that came with it.
    pub browser: Option<Secret>,
    /// What the record says of a refusal, but for how it ended.
    pub refusal: Event,
}

/// Checks a password, and records a refusal. A try is counted before the hash is computed, so that
/// parallel tries cannot pass a limit; who is unknown or disabled costs the same hash.
pub async fn check_password(
    context: &Context,
    origin: &Origin,
    attempt: PasswordAttempt,
) -> Result<VerifiedPassword, PasswordError> {
    let PasswordAttempt {
        email,
        password,
        browser,
        refusal,
    } = attempt;
    let checked = check(context, origin, email, password, browser).await;
    if let Some(ending) = checked.as_ref().err().and_then(PasswordError::ending) {
        let (now, origin, event) = (context.clock.now(), origin.clone(), refusal.ending(ending));
        let write =
            move |connection: &mut DbConnection| audit::record(connection, now, &origin, &event);
        context.db.write(write).await?;
    }
    checked
}

async fn check(
    context: &Context,
    origin: &Origin,
    email: EmailAddress,
    password: Password,
    browser: Option<Secret>,
) -> Result<VerifiedPassword, PasswordError> {
    let permit = context.hasher.admit()?;
    let (holder, counter) = count_try(context, origin, email, browser).await?;
    let phc = holder
        .as_ref()
        .and_then(|holder| holder.password_hash(context));
    let is_weak = phc.as_ref().is_some_and(|phc| needs_rehash(phc));
    let is_right = permit.verify(password.clone(), phc).await?;
    let holder = holder.filter(|_| is_right).ok_or(PasswordError::Wrong)?;
    let rehashed = if is_weak {
        Some(permit.hash(password).await?)
    } else {
        None
    };
    Ok(VerifiedPassword {
        member: holder.member,
        counter,
        rehashed,
    })
}

/// Counts a try, at the counter of a known browser or at those of strangers. Gives who has the
/// address, if anybody.
async fn count_try(
    context: &Context,
    origin: &Origin,
    email: EmailAddress,
    browser: Option<Secret>,
) -> Result<(Option<PasswordHolder>, PasswordCounter), PasswordError> {
    let now = context.clock.now();
    let address = address_counter(origin);
    let name = throttle::password_counter(&context.keys, email.normal());
    let write = move |connection: &mut DbConnection| {
        let holder = members::find_password_holder(connection, &email)?;
        let known = match (&holder, &browser) {
            (Some(holder), Some(browser)) => {
                browsers::find_known(connection, browser, holder.member.key, now)?
            }
            _ => None,
        };
        let counter = match known {
            Some(browser) => PasswordCounter::KnownBrowser {
                name: format!("known:{name}"),
                browser,
            },
            None => PasswordCounter::Stranger {
                address,
                member: name,
            },
        };
        Ok(match counter.take(connection, now)? {
            Verdict::Allowed => Ok((holder, counter)),
            Verdict::Wait(wait) => Err(PasswordError::Throttled(wait)),
        })
    };
    context.db.write(write).await?
}
