//! The rate limits of a client by its network: of its own network, and for IPv6 also of its site,
//! since one site has 65,536 networks of the size of a client's (L-08).

use super::model::{Limit, Verdict};
use super::service::{give_back, may_take, take};
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use shared_types::limits::{PASSWORD_TRIES_PER_ADDRESS, PASSWORD_TRIES_PER_SITE};
use shared_types::time::Time;
use std::time::Duration;

const PER_CLIENT: Limit = Limit {
    count: PASSWORD_TRIES_PER_ADDRESS,
    window: Duration::from_mins(1),
};
const PER_SITE: Limit = Limit {
    count: PASSWORD_TRIES_PER_SITE,
    window: Duration::from_mins(1),
};

/// The limit of a client that sends something that could be guessed.
#[derive(Clone, Debug)]
pub struct ClientLimit {
    client: String,
    site: Option<String>,
}

impl ClientLimit {
    /// The counters for one kind of request.
    pub fn of(what: &str, origin: &Origin) -> Self {
        Self {
            client: format!("{what}:{}", origin.throttle_key()),
            site: origin.site_key().map(|site| format!("{what}:{site}")),
        }
    }

    /// Counts a try in both.
    pub fn take(&self, connection: &mut DbConnection, now: Time) -> DbResult<Verdict> {
        let verdict = take(connection, &self.client, &[PER_CLIENT], now)?;
        match &self.site {
            Some(site) if verdict == Verdict::Allowed => take(connection, site, &[PER_SITE], now),
            _ => Ok(verdict),
        }
    }

    /// Whether [`Self::take`] would allow a try.
    pub fn may_take(&self, connection: &mut DbConnection, now: Time) -> DbResult<Verdict> {
        let verdict = may_take(connection, &self.client, &[PER_CLIENT], now)?;
        match &self.site {
            Some(site) => Ok(verdict.and(may_take(connection, site, &[PER_SITE], now)?)),
            None => Ok(verdict),
        }
    }

    /// Takes the newest try back: it was a right one.
    pub fn give_back(&self, connection: &mut DbConnection, now: Time) -> DbResult<()> {
        give_back(connection, &self.client, now)?;
        match &self.site {
            Some(site) => give_back(connection, site, now),
            None => Ok(()),
        }
    }
}
