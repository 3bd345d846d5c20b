//! Checking a password in the directory of the organization: the same counters of networks, and one of the person that
//! stops before the directory locks the account.

use super::password_counter::{PasswordCounter, refusal_of};
use super::password_error::PasswordError;
use crate::people::browsers::{self, PresentedBrowser};
use crate::people::directory::{self, Asked, NotAdmitted, Person};
use crate::people::members::Member;
use crate::platform::context::Context;
use crate::platform::crypto::password::Password;
use crate::platform::db::{DbConnection, DbError};
use crate::platform::ldap::{Away, Bound, EntryId};
use crate::platform::origin::Origin;
use crate::protection::throttle::ClientLimit;
use shared_types::directory::DirectoryReason;
use shared_types::secret::Secret;

/// What is asked of the directory, and from where.
pub(super) struct ByDirectory {
    pub(super) of: Asked,
    pub(super) client: ClientLimit,
    /// The token of a known browser that came with it.
    pub(super) browser: Option<Secret>,
}

/// A right password.
pub(super) struct Checked {
    pub(super) member: Member,
    /// The browser that it came from, if it is one of the member's.
    pub(super) browser: Option<PresentedBrowser>,
    pub(super) counter: PasswordCounter,
}

impl ByDirectory {
    /// A try is counted before the password goes to the directory, so that parallel tries cannot pass the limit. Who is unknown costs the same: a search, and a password for nobody.
    pub(super) async fn check(
        self,
        context: &Context,
        origin: &Origin,
        password: Password,
    ) -> Result<Checked, PasswordError> {
        let now = context.clock.now();
        let first = self.counter(self.of.counter(&context.keys));
        let peek = move |connection: &mut DbConnection| first.may_take(connection, now);
        if let Some(refused) = refusal_of(context.db.look_up(peek).await?) {
            return Err(refused);
        }
        // Nothing comes of the hash: it costs what the password of somebody costs whom no directory checks.
        let nothing = context.hasher.admit()?;
        nothing.verify(password.clone(), None).await?;
        // Others hash while the directory is waited for.
        drop(nothing);
        let found = self.of.find().await.map_err(told)?;
        let counter = self.take(context, found.entry().cloned()).await?;
        let (bound, who) = match found.bind(&password).await {
            Ok(checked) => checked,
            // The password was sent: the directory may have counted it, so it counts here, or a stranger could lock the
            // account there by answers that come too late.
            Err(away) => {
                let back =
                    move |connection: &mut DbConnection| counter.give_back_client(connection, now);
                context.db.write(back).await?;
                return Err(told(away).into());
            }
        };
        match (bound, who) {
            // A right password that does not let in is no guess; who may be locked out waits.
            (Bound::Refused(reason), _) => {
                if reason != DirectoryReason::AccountLocked {
                    let back =
                        move |connection: &mut DbConnection| counter.give_back(connection, now);
                    context.db.write(back).await?;
                }
                Err(PasswordError::Refused(reason))
            }
            (Bound::Right, Some((entry, groups))) => {
                let person = self.of.person(entry, groups);
                let (member, browser) = self.admit(context, origin, person).await?;
                // The address is a member's whom the directory is to check, and the password another person's.
                let meant = self.of.member();
                if meant.is_some_and(|meant| meant.key != member.key) {
                    return Err(PasswordError::Wrong);
                }
                Ok(Checked {
                    member,
                    browser,
                    counter,
                })
            }
            (Bound::Wrong | Bound::Right, _) => Err(PasswordError::Wrong),
        }
    }

    fn counter(&self, person: String) -> PasswordCounter {
        PasswordCounter::Directory {
            client: self.client.clone(),
            person,
            most: self.of.wrong_binds(),
        }
    }

    /// Counts a try of the person who was found.
    async fn take(
        &self,
        context: &Context,
        entry: Option<EntryId>,
    ) -> Result<PasswordCounter, PasswordError> {
        let (now, keys) = (context.clock.now(), context.keys.clone());
        let (of, client) = (self.of.clone(), self.client.clone());
        let write = move |connection: &mut DbConnection| {
            let counter = PasswordCounter::Directory {
                client,
                person: of.counter_of(connection, &keys, entry.as_ref())?,
                most: of.wrong_binds(),
            };
            let refused = refusal_of(counter.take(connection, now)?);
            Ok(refused.map_or(Ok(counter), Err))
        };
        context.db.write(write).await?
    }

    /// The member whom the person is, and the browser, if it is one of the member's.
    async fn admit(
        &self,
        context: &Context,
        origin: &Origin,
        person: Person,
    ) -> Result<(Member, Option<PresentedBrowser>), PasswordError> {
        let (own, origin, browser) = (context.clone(), origin.clone(), self.browser.clone());
        let write = move |connection: &mut DbConnection| {
            let now = own.clock.now();
            let member = match directory::admit(connection, &own, &origin, &person)? {
                Ok(member) => member,
                Err(refused) => return Ok(Err(refused)),
            };
            let browser = match &browser {
                Some(browser) => browsers::find_known(connection, browser, member.key, now)?,
                None => None,
            };
            Ok(Ok((member, browser)))
        };
        let admitted: Result<Result<_, NotAdmitted>, DbError> = context.db.write(write).await;
        admitted?.map_err(|refused| match refused {
            // Not said, as of any other disabled member.
            NotAdmitted::Disabled => PasswordError::Wrong,
            NotAdmitted::DisabledThere => PasswordError::Refused(DirectoryReason::AccountDisabled),
            NotAdmitted::NotAMember => PasswordError::Refused(DirectoryReason::NotAMember),
        })
    }
}

/// The operator is told why the directory is away; the person is not.
fn told(away: Away) -> Away {
    tracing::error!(cause = %away, "the directory gave no answer");
    away
}
