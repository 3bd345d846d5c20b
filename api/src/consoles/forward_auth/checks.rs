//! Who asks through a proxy: cookie, console, session, role and groups, all read now. On a server each of the three
//! look-ups is shared by the requests of one moment; with a file they are read where the request runs.

use super::assertions::Assertions;
use super::decide::{Facts, Verdict, verdict};
use super::identity::Identity;
use super::known_consoles::KnownConsoles;
use super::store::{self, StoredEntry};
use crate::consoles::clients::{self, Came, Client};
use crate::consoles::oauth::level;
use crate::people::groups::{self, Group};
use crate::people::sessions::{SessionChecks, SignedInPerson};
use crate::platform::context::Context;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::keys::{ClientKey, MemberKey};
use crate::platform::db::{DbConnection, DbError, DbResult, LookUps};
use shared_types::client_events::{ClientEventDetail, ClientEventKind, ClientRefusal};
use shared_types::ids::ClientId;
use shared_types::secret::Secret;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A cookie, and which version of its console is the present one.
type Entry = Option<(StoredEntry, i64)>;

/// Checks requests of proxies. Cloning it shares the batches and what is kept.
#[derive(Clone)]
pub struct ConsoleChecks {
    context: Context,
    sessions: SessionChecks,
    entries: LookUps<i64, Entry>,
    groups: LookUps<MemberKey, Vec<Group>>,
    consoles: KnownConsoles,
    assertions: Assertions,
    /// The second in which a stranger was last looked at.
    strangers_seen: Arc<AtomicI64>,
}

/// What a proxy asks about.
pub(super) struct Asked<'a> {
    /// Scheme, host and port of the protected address.
    pub(super) origin: &'a str,
    /// The console that the proxy names, where it names one.
    pub(super) client: Option<ClientId>,
    /// What the browser brought.
    pub(super) cookie: Option<Secret>,
    /// Whether the console wants an assertion.
    pub(super) wants_assertion: bool,
}

/// What a proxy is told.
pub(super) enum Answer {
    /// No console has this origin, or not the one that the proxy names.
    Unknown,
    /// The console gets nothing.
    Disabled(Arc<Client>),
    /// The person signs in first.
    SignIn,
    /// The person may not.
    Forbidden(Box<Identity>),
    /// The person may.
    Passes(Box<Identity>, Option<Secret>),
}

impl ConsoleChecks {
    /// Must be called on the main runtime, as [`LookUps::new`].
    pub fn new(context: &Context, sessions: &SessionChecks) -> Self {
        Self {
            context: context.clone(),
            sessions: sessions.clone(),
            entries: LookUps::new(&context.db, find_entries),
            groups: LookUps::new(&context.db, groups::of_members),
            consoles: KnownConsoles::default(),
            assertions: Assertions::default(),
            strangers_seen: Arc::default(),
        }
    }

    /// Whether the request passes.
    pub(super) async fn ask(&self, asked: Asked<'_>) -> Result<Answer, DbError> {
        let Some((cookie, client)) = self.entry_of(&asked).await? else {
            return self.ask_without(&asked).await;
        };
        if client.is_disabled() {
            return Ok(Answer::Disabled(client));
        }
        let person = self.sessions.find_person(cookie.sign_in).await?;
        let own = person.filter(|person| person.organization == client.organization);
        let Some(person) = own else {
            return Ok(Answer::SignIn);
        };
        let groups = self.groups.find(person.member().key).await?;
        let verdict = verdict(self.facts(&client, &person, &groups));
        let identity = Box::new(Identity {
            client,
            person,
            groups,
        });
        Ok(match verdict {
            Verdict::SignIn => Answer::SignIn,
            Verdict::Forbid => Answer::Forbidden(identity),
            Verdict::Pass if asked.wants_assertion => {
                let assertions = &self.assertions;
                let token = assertions.of(&self.context, cookie.key, &identity).await?;
                Answer::Passes(identity, Some(token))
            }
            Verdict::Pass => Answer::Passes(identity, None),
        })
    }

    /// The row of the cookie, if it is one of the console at this very origin: at another one it opens nothing.
    async fn entry_of(
        &self,
        asked: &Asked<'_>,
    ) -> Result<Option<(StoredEntry, Arc<Client>)>, DbError> {
        let cookie = asked.cookie.as_ref();
        let presented =
            cookie.and_then(|cookie| token::presented(TokenKind::ConsoleSession, cookie.expose()));
        let Some(presented) = presented else {
            return Ok(None);
        };
        let Some((cookie, version)) = self.entries.find(presented.selector).await? else {
            return Ok(None);
        };
        if !cookie.is_opened_by(&presented) {
            return Ok(None);
        }
        let found = self.consoles.find(&self.context, cookie.client, version);
        let found = found
            .await?
            .filter(|client| client.has_issued(cookie.key) && is_asked_about(client, asked));
        Ok(found.map(|client| (cookie, client)))
    }

    /// Shows on the page of the console that its proxy is not trusted: who sets it up sees nothing else of it. One
    /// stranger in a second is looked at, of all that come: a refusal costs nothing.
    pub(super) async fn note_stranger(&self, named: ClientId, peer: IpAddr) {
        let now = self.context.clock.now().seconds();
        if self.strangers_seen.swap(now, Ordering::Relaxed) == now {
            return;
        }
        let find = move |connection: &mut DbConnection| clients::find(connection, named);
        // The stranger is refused whatever the database says.
        let found = self.context.db.read(find).await.ok().flatten();
        if let Some(client) = found.filter(|client| client.settings.origin.is_some()) {
            let came = Came {
                detail: ClientEventDetail {
                    presented: Some(peer.to_canonical().to_string()),
                    ..ClientEventDetail::default()
                },
                ..Came::refused(
                    ClientEventKind::AuthorizeRequested,
                    ClientRefusal::ProxyUntrusted,
                )
            };
            clients::note(&self.context, client.key, came);
        }
    }

    async fn ask_without(&self, asked: &Asked<'_>) -> Result<Answer, DbError> {
        let found = find_console(&self.context, asked.origin).await?;
        Ok(match found.filter(|client| is_asked_about(client, asked)) {
            None => Answer::Unknown,
            Some(client) if client.is_disabled() => Answer::Disabled(Arc::new(client)),
            Some(_) => Answer::SignIn,
        })
    }

    fn facts(&self, client: &Client, person: &SignedInPerson, groups: &[Group]) -> Facts {
        let now = self.context.clock.now();
        let age = now.since(person.authenticated_at());
        let settings = &client.settings;
        Facts {
            is_complete: !person.owes_second_step(),
            is_admitted: client.admits(person.role(), groups),
            has_level: level::of_session(person.aal()) >= settings.minimum_acr,
            is_too_old: settings.maximum_age.is_some_and(|allowed| age > allowed),
        }
    }
}

/// The console that a proxy protects at this origin, disabled or not.
pub(super) async fn find_console(
    context: &Context,
    origin: &str,
) -> Result<Option<Client>, DbError> {
    let origin = origin.to_owned();
    let find = move |connection: &mut DbConnection| clients::find_by_origin(connection, &origin);
    context.db.read(find).await
}

fn is_asked_about(client: &Client, asked: &Asked<'_>) -> bool {
    let is_there = client.settings.origin.as_deref() == Some(asked.origin);
    is_there && asked.client.is_none_or(|named| named == client.id)
}

fn find_entries(connection: &mut DbConnection, keys: &[i64]) -> DbResult<Vec<Entry>> {
    let rows = store::find_all(connection, keys)?;
    let mut consoles: Vec<ClientKey> = rows.iter().map(|row| row.client).collect();
    consoles.sort_unstable();
    consoles.dedup();
    let versions = clients::list_versions(connection, &consoles)?;
    let versions: HashMap<ClientKey, i64> = versions.into_iter().collect();
    let rows: HashMap<i64, StoredEntry> = rows.into_iter().map(|row| (row.key, row)).collect();
    let entry = |key: &i64| {
        let row = rows.get(key)?;
        let version = versions.get(&row.client)?;
        Some((row.clone(), *version))
    };
    Ok(keys.iter().map(entry).collect())
}
