//! From the configuration to what the services need.

use super::key_file;
use crate::clock::Clock;
use crate::config::Config;
use crate::context::Context;
use crate::crypto::hasher::Hasher;
use crate::db::{DatabaseUrl, Db};
use crate::mail::Transport;
use crate::web_ui::WebUi;
use anyhow::Context as _;
use std::path::Path;
use std::sync::Arc;

/// Opens the keys and the database, in this order: without keys no table is made.
pub(super) fn context(config: &Config) -> anyhow::Result<Context> {
    let keys = key_file::open(&config.key_file, is_new(&config.database))?;
    let db = Db::open(&config.database).context("TWOSTEP_DATABASE_URL")?;
    Ok(Context {
        db,
        clock: Clock::System,
        keys: Arc::new(keys),
        hasher: Hasher::new(),
        public_url: config.http.public_url.origin().into(),
    })
}

/// How mail leaves.
pub(super) fn mail(config: &Config) -> anyhow::Result<Transport> {
    match &config.mail {
        Some(server) => Ok(Transport::smtp(server.url.expose(), &server.from)?),
        None => Ok(Transport::None),
    }
}

/// The browser application, when it is served from here.
pub(super) fn web_ui(folder: Option<&Path>) -> anyhow::Result<Option<WebUi>> {
    let load = |folder| WebUi::load(folder).context("TWOSTEP_WEB_UI");
    folder.map(load).transpose()
}

fn is_new(database: &DatabaseUrl) -> bool {
    match database {
        DatabaseUrl::Sqlite(path) => !path.exists(),
    }
}
