//! Creates the dependencies of the services from the configuration.

use super::key_file;
use crate::application::config::{Config, ConfigError};
use crate::application::web_ui::WebUi;
use crate::messages::mail::{MailTransport, TransportError};
use crate::platform::breached::BreachedPasswords;
use crate::platform::clock::Clock;
use crate::platform::context::Context;
use crate::platform::crypto::hasher::Hasher;
use crate::platform::crypto::password::PasswordCost;
use crate::platform::db::{self, DatabaseUrl, Db};
use crate::platform::notes::Notes;
use crate::platform::outbound::{Allowed, Outbound};
use crate::platform::repeats::Repeats;
use crate::protection::keyring;
use anyhow::Context as _;
use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

/// Opens the keys and the database, in this order: without keys no table is created. Refuses keys
/// that do not belong to the database, before any secret is used (ASVS 13.3.1).
pub(super) async fn context(config: &Config) -> anyhow::Result<Context> {
    let is_new = db::is_new(&config.database).context("TWOSTEP_DATABASE_URL")?;
    let keys = key_file::open(&config.key_file, is_new)?;
    if let DatabaseUrl::Sqlite(path) = &config.database {
        create_private(path).with_context(|| format!("TWOSTEP_DATABASE_URL {}", path.display()))?;
    }
    let db = Db::open(&config.database).context("TWOSTEP_DATABASE_URL")?;
    let context = Context {
        db,
        clock: Clock::System,
        keys: Arc::new(keys),
        hasher: Hasher::new(PasswordCost::DEFAULT),
        repeats: Repeats::default(),
        notes: Notes::default(),
        code_window: config.code_window,
        public_url: config.http.public_url.origin().into(),
        invitations_per_hour: config.invitations_per_hour,
        breached: breached(config)?,
        audit_retention: config.audit_retention,
        outbound: outbound(config)?,
        directories: config.directories.clone(),
    };
    keyring::key_check(&context)
        .await
        .with_context(|| key_file::place(&config.key_file))?;
    Ok(context)
}

/// Requests to addresses that administrators choose.
pub(super) fn outbound(config: &Config) -> anyhow::Result<Outbound> {
    let roots = match &config.ca_file {
        Some(path) => {
            let place = || format!("TWOSTEP_CA_FILE {}", path.display());
            Some(std::fs::read(path).with_context(place)?)
        }
        None => None,
    };
    let allowed = Allowed::new(config.outbound_allow.clone());
    Outbound::new(allowed, roots.as_deref()).context("TWOSTEP_CA_FILE")
}

/// The list of breached passwords, if there is a file.
pub(super) fn breached(config: &Config) -> anyhow::Result<BreachedPasswords> {
    let path = &config.breached_passwords;
    BreachedPasswords::open(path)
        .with_context(|| format!("TWOSTEP_BREACHED_PASSWORDS {}", path.display()))
}

/// The mail transport.
pub(super) fn mail(config: &Config) -> Result<MailTransport, ConfigError> {
    match &config.mail {
        Some(server) => MailTransport::smtp(server.url.expose(), &server.from).map_err(|error| {
            let setting = match error {
                TransportError::Sender => "TWOSTEP_MAIL_FROM",
                TransportError::Url | TransportError::Plain | TransportError::Tls(_) => {
                    "TWOSTEP_SMTP_URL"
                }
            };
            ConfigError::new(setting, error.to_string())
        }),
        None => Ok(MailTransport::None),
    }
}

/// The browser application, when it is served by this program.
pub(super) fn web_ui(folder: Option<&Path>) -> anyhow::Result<Option<WebUi>> {
    let load = |folder| WebUi::load(folder).context("TWOSTEP_WEB_UI");
    folder.map(load).transpose()
}

/// Creates a missing database file that only its owner can read, in a folder that only its owner can enter;
/// SQLite gives its other files the same mode.
fn create_private(path: &Path) -> io::Result<()> {
    key_file::create_folder_of(path)?;
    let mut options = OpenOptions::new();
    let opened = options.write(true).create_new(true).mode(0o600).open(path);
    match opened {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
