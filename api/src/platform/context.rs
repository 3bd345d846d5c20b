//! The dependencies of every service: the database, the clock, the keys, the hashing pool.

use crate::platform::breached::BreachedPasswords;
use crate::platform::clock::Clock;
use crate::platform::crypto::hasher::Hasher;
use crate::platform::crypto::keys::KeyRing;
use crate::platform::crypto::totp::Window;
use crate::platform::db::Db;
use crate::platform::ldap::Directories;
use crate::platform::notes::Notes;
use crate::platform::outbound::Outbound;
use crate::platform::repeats::Repeats;
use std::sync::Arc;
use std::time::Duration;

/// Handed to every service. Cloning it shares everything.
#[derive(Clone)]
pub struct Context {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The keys of secrets at rest.
    pub keys: Arc<KeyRing>,
    /// The bounded pool that hashes passwords.
    pub hasher: Hasher,
    /// Refusals that are counted and not written down one by one.
    pub repeats: Repeats,
    /// Changes that decide nothing, written down a second later.
    pub notes: Notes,
    /// The time steps whose codes are accepted.
    pub code_window: Window,
    /// The public address, without a slash at its end: `https://twostep.example.com`.
    pub public_url: Arc<str>,
    /// Invitations of one organization that are sent in an hour; more wait.
    pub invitations_per_hour: u32,
    /// The list of breached passwords, if there is one.
    pub breached: BreachedPasswords,
    /// How long audit rows are kept.
    pub audit_retention: Duration,
    /// Requests to addresses that administrators choose.
    pub outbound: Outbound,
    /// The directories that check passwords of organizations.
    pub directories: Directories,
}
