//! Checking a password: at the same cost for everybody, behind counters that are taken first.

use super::by_directory::ByDirectory;
use super::password_counter::{PasswordCounter, refusal_of};
use super::password_error::PasswordError;
use crate::people::browsers::{self, PresentedBrowser};
use crate::people::directory;
use crate::people::members::{self, EmailAddress, Member, PasswordHolder};
use crate::people::organizations;
use crate::platform::context::Context;
use crate::platform::crypto::keys::KeyRing;
use crate::platform::crypto::password::Password;
use crate::platform::db::keys::BrowserKey;
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::protection::throttle::{self, ClientLimit, Verdict};
use crate::record::audit::{self, Event};
use shared_types::limits::REFUSALS_TOLD_EVERY;
use shared_types::organizations::ShortName;
use shared_types::secret::Secret;
use shared_types::time::Time;
use std::sync::Arc;
use zeroize::Zeroizing;

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
    let checked = check(context, origin, Arc::new(asked), password).await;
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
    origin: &Origin,
    asked: Arc<PasswordTries>,
    password: Password,
) -> Result<VerifiedPassword, PasswordError> {
    if let Some(of) = asked.of_directory(context).await? {
        let by = ByDirectory {
            of,
            client: asked.client.clone(),
            browser: asked.browser.clone(),
        };
        let checked = by.check(context, origin, password).await?;
        return Ok(VerifiedPassword {
            member: checked.member,
            tried: Tried {
                browser: checked.browser,
                counter: checked.counter,
            },
            rehashed: None,
        });
    }
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
    /// What is asked of the directory, where one checks the password.
    async fn of_directory(
        self: &Arc<Self>,
        context: &Context,
    ) -> Result<Option<directory::Asked>, DbError> {
        if context.directories.is_empty() {
            return Ok(None);
        }
        let (own, asked) = (context.clone(), Arc::clone(self));
        let find = move |connection: &mut DbConnection| {
            let organization = organizations::named(connection, asked.organization.as_ref())?;
            directory::asked_of(connection, &own, &organization, &asked.email)
        };
        context.db.look_up(find).await
    }

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
