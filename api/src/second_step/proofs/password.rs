//! Checking a password: at the same cost for everybody, behind counters that are taken first.

use crate::people::browsers::{self, PresentedBrowser};
use crate::people::members::{self, EmailAddress, Member, PasswordHolder};
use crate::people::organizations;
use crate::platform::context::Context;
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::crypto::keys::KeyRing;
use crate::platform::crypto::password::Password;
use crate::platform::db::keys::BrowserKey;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::throttle::{self, ClientLimit, DelayVerdict, GrowingDelay, Verdict};
use crate::record::audit::{self, Ending, Event};
use shared_types::limits::{
    PASSWORD_LONGEST_DELAY, PASSWORD_TRIES_BEFORE_DELAY, PASSWORD_TRIES_IN_A_ROW,
    REFUSALS_TOLD_EVERY,
};
use shared_types::organizations::ShortName;
use shared_types::secret::Secret;
use shared_types::time::Time;
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// Why no password was looked at, or why it did not help.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Wrong, unknown or disabled: not said which.
    #[error("the email address or the password is wrong")]
    Wrong,
    /// Too many tries.
    #[error("too many tries at a password")]
    Throttled(Duration),
    /// Too many wrong passwords in a row: a mail or a person has to help.
    #[error("too many wrong passwords in a row")]
    Closed,
    /// The account has all sign-ins under way that it may have.
    #[error("too many sign-ins are under way")]
    Busy(Duration),
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
            Self::Throttled(_) | Self::Closed => Some(Ending::throttled()),
            // A busy account is recorded where that is decided.
            Self::Busy(_) | Self::Overloaded(_) | Self::Database(_) => None,
        }
    }
}

/// A right password.
pub struct VerifiedPassword {
    /// Whose it is, as it was read before the check.
    pub member: Member,
    tried: Tried,
    rehashed: Option<Zeroizing<String>>,
}

/// A try that was counted.
struct Tried {
    /// The browser that it came from, if it finished a sign-in of this member before.
    browser: Option<PresentedBrowser>,
    counter: PasswordCounter,
}

/// The counter that a try was taken from. Strangers and each known browser have counters of their own,
/// so that strangers cannot lock an owner out, and no browser another (OWASP device cookies).
#[derive(Clone)]
enum PasswordCounter {
    Stranger {
        client: ClientLimit,
        address: String,
    },
    KnownBrowser {
        name: String,
    },
}

impl PasswordCounter {
    fn take(&self, connection: &mut DbConnection, now: Time) -> DbResult<DelayVerdict> {
        match self {
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
    fn may_take(&self, connection: &mut DbConnection, now: Time) -> DbResult<DelayVerdict> {
        match self {
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
    fn forgive(&self, connection: &mut DbConnection, now: Time) -> DbResult<()> {
        match self {
            Self::KnownBrowser { name } => throttle::clear(connection, name, now),
            Self::Stranger { client, address } => {
                client.give_back(connection, now)?;
                throttle::clear(connection, address, now)
            }
        }
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

impl VerifiedPassword {
    /// The browser that the try came from, if it finished a sign-in of this member before.
    pub fn known_browser(&self) -> Option<BrowserKey> {
        self.tried.browser.map(|browser| browser.key)
    }

    /// Settles the counters and keeps a stronger hash, inside the change that follows.
    pub fn settle(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        now: Time,
    ) -> DbResult<()> {
        self.tried.counter.forgive(connection, now)?;
        if let Some(browser) = self.tried.browser {
            browsers::note_use(connection, browser, now)?;
        }
        match &self.rehashed {
            Some(phc) => members::set_password(connection, context, &self.member, phc),
            None => Ok(()),
        }
    }
}

/// Takes a try at a secret from the counter of the caller's network: the one that passwords draw
/// on, so that no route is a way around it (L-07).
pub fn take_try(connection: &mut DbConnection, origin: &Origin, now: Time) -> DbResult<Verdict> {
    network_counter(origin).take(connection, now)
}

/// Gives the try back: the secret was right.
pub fn give_try_back(connection: &mut DbConnection, origin: &Origin, now: Time) -> DbResult<()> {
    network_counter(origin).give_back(connection, now)
}

fn network_counter(origin: &Origin) -> ClientLimit {
    ClientLimit::of("address", origin)
}

/// A password as it was presented.
pub struct PasswordAttempt {
    /// The organization in which the address is looked up; the first one when absent.
    pub organization: Option<ShortName>,
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
        organization,
        email,
        password,
        browser,
        refusal,
    } = attempt;
    let (asked_in, address) = (organization.clone(), email.clone());
    let asked = PasswordTries {
        keys: Arc::clone(&context.keys),
        client: network_counter(origin),
        organization,
        email,
        browser,
    };
    let checked = check(context, Arc::new(asked), password).await;
    if let Some(ending) = checked.as_ref().err().and_then(PasswordError::ending) {
        let (now, event) = (context.clock.now(), refusal.ending(ending));
        let wait = match &checked {
            Err(PasswordError::Throttled(wait)) => Some(*wait),
            Err(PasswordError::Closed) => Some(REFUSALS_TOLD_EVERY),
            _ => None,
        };
        if let Some(wait) = wait
            && !audit::is_first_refusal(context, origin, &event, wait, now)
        {
            return checked;
        }
        let origin = origin.clone();
        let write = move |connection: &mut DbConnection| {
            // Whose it would have been, for those who help the member; the same look-up for everybody.
            let organization = organizations::named(connection, asked_in.as_ref())?;
            let holder = members::find_by_address(connection, &organization, &address)?;
            let event = match holder.filter(|_| event.subject.is_none()) {
                Some(holder) => event.in_record_of(holder.organization.id).about(holder.id),
                None => event,
            };
            audit::record(connection, now, &origin, &event)
        };
        context.db.write(write).await?;
    }
    checked
}

async fn check(
    context: &Context,
    asked: Arc<PasswordTries>,
    password: Password,
) -> Result<VerifiedPassword, PasswordError> {
    // Who is refused takes no place in the queue of hashes from anybody, and writes nothing.
    let (now, first) = (context.clock.now(), Arc::clone(&asked));
    let peek = move |connection: &mut DbConnection| first.peek(connection, now);
    context.db.look_up(peek).await??;
    let permit = context.hasher.admit()?;
    let take = move |connection: &mut DbConnection| asked.take(connection, now);
    let (holder, tried) = context.db.write(take).await??;
    let phc = holder
        .as_ref()
        .and_then(|holder| holder.password_hash(context));
    let is_weak = phc.as_ref().is_some_and(|phc| permit.needs_rehash(phc));
    let is_right = permit.verify(password.clone(), phc).await?;
    let holder = holder.filter(|_| is_right).ok_or(PasswordError::Wrong)?;
    let rehashed = if is_weak {
        Some(permit.hash(password).await?)
    } else {
        None
    };
    Ok(VerifiedPassword {
        member: holder.member,
        tried,
        rehashed,
    })
}

/// What tries at one address from one client are counted in.
struct PasswordTries {
    organization: Option<ShortName>,
    email: EmailAddress,
    browser: Option<Secret>,
    client: ClientLimit,
    keys: Arc<KeyRing>,
}

struct Asked {
    /// Who has the address, if anybody.
    holder: Option<PasswordHolder>,
    /// The known browser that asks.
    browser: Option<PresentedBrowser>,
    /// The counter of the address.
    address: String,
}

impl PasswordTries {
    fn find(&self, connection: &mut DbConnection, now: Time) -> DbResult<Asked> {
        let organization = organizations::named(connection, self.organization.as_ref())?;
        let holder = members::find_password_holder(connection, &organization, &self.email)?;
        let browser = match (&holder, &self.browser) {
            (Some(holder), Some(browser)) => {
                browsers::find_known(connection, browser, holder.member.key, now)?
            }
            _ => None,
        };
        let of_nobody = throttle::password_counter(&self.keys, &organization, self.email.normal());
        let address = holder.as_ref().map_or(of_nobody, |holder| {
            throttle::member_password_counter(holder.member.id)
        });
        Ok(Asked {
            holder,
            browser,
            address,
        })
    }

    /// The counters that may be asked, one after the other: who has used up what a known browser has is
    /// a stranger.
    fn counters(&self, asked: &Asked) -> Vec<PasswordCounter> {
        let known = asked.holder.as_ref().zip(asked.browser);
        let known = known.map(|(holder, browser)| {
            let name = throttle::known_browser_counter(holder.member.id, browser.key);
            PasswordCounter::KnownBrowser { name }
        });
        let stranger = PasswordCounter::Stranger {
            client: self.client.clone(),
            address: asked.address.clone(),
        };
        known.into_iter().chain([stranger]).collect()
    }

    /// Whether a try would be looked at.
    fn peek(
        &self,
        connection: &mut DbConnection,
        now: Time,
    ) -> DbResult<Result<(), PasswordError>> {
        let asked = self.find(connection, now)?;
        let mut refused = PasswordError::Wrong;
        for counter in self.counters(&asked) {
            match refusal_of(counter.may_take(connection, now)?) {
                None => return Ok(Ok(())),
                Some(refusal) => refused = refusal,
            }
        }
        Ok(Err(refused))
    }

    /// Counts a try at the first counter that allows one.
    fn take(
        &self,
        connection: &mut DbConnection,
        now: Time,
    ) -> DbResult<Result<(Option<PasswordHolder>, Tried), PasswordError>> {
        let asked = self.find(connection, now)?;
        let mut refused = PasswordError::Wrong;
        for counter in self.counters(&asked) {
            match refusal_of(counter.take(connection, now)?) {
                None => {
                    let Asked {
                        holder, browser, ..
                    } = asked;
                    return Ok(Ok((holder, Tried { browser, counter })));
                }
                Some(refusal) => refused = refusal,
            }
        }
        Ok(Err(refused))
    }
}

fn refusal_of(verdict: DelayVerdict) -> Option<PasswordError> {
    match verdict {
        DelayVerdict::Allowed => None,
        DelayVerdict::Wait(wait) => Some(PasswordError::Throttled(wait)),
        DelayVerdict::Closed => Some(PasswordError::Closed),
    }
}
