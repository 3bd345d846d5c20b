//! Programs that ask whether a code is right: one token, another member each time.

use super::measure::{Measured, Target};
use super::requests::verify;
use super::{Bench, CONNECTIONS, Machine, Postgres, Row};
use crate::client::Requests;
use crate::numbers::Numbers;
use crate::program::database_of;
use crate::{baseline, seed_token};
use anyhow::Result;
use std::path::Path;
use std::time::Duration;
use twostep::platform::db::DatabaseUrl;

/// How long a code is shown.
const PERIOD: Duration = Duration::from_secs(30);
/// What the token may do.
const SCOPES: &str = "verifications:write";

impl Bench {
    /// Questions on a file, beside the empty handler.
    pub(super) async fn verifications(
        &mut self,
        target: &Target,
        folder: &Path,
        machine: &Machine,
    ) -> Result<()> {
        let what = "verification, scattered";
        if !self.wants(what) {
            return Ok(());
        }
        let url = DatabaseUrl::Sqlite(database_of(folder));
        let requests = self.questions(&url).await?;
        for (connections, empty) in CONNECTIONS.into_iter().zip(&machine.empty) {
            let row = Row::new(what, connections);
            let note = machine.beside(*empty);
            let found = self.row(row, target, &requests, note).await?;
            let name = format!("{what}, rate ÷ empty handler, {connections} connections");
            self.ledger.add_ratio(&name, found.rate / empty.rate);
        }
        Ok(())
    }

    /// The same on a server, beside its single-row updates.
    pub(super) async fn verifications_on_postgres(
        &mut self,
        target: &Target,
        postgres: &Postgres,
        url: &str,
    ) -> Result<()> {
        let what = "verification, scattered (PostgreSQL)";
        if !self.wants(what) {
            return Ok(());
        }
        let database = DatabaseUrl::parse(url).map_err(anyhow::Error::msg)?;
        let requests = self.questions(&database).await?;
        // The code checks before it have spent the present codes of some of the same members.
        tokio::time::sleep(PERIOD).await;
        for connections in CONNECTIONS {
            let updates = baseline::updates(&postgres.pgbench, url, connections, self.plan.time)?;
            let note = |rate, measured: &Measured| {
                format!(
                    "{:.2} of {:.0} single-row updates, {:.1} decisions a commit",
                    rate / updates.rate,
                    updates.rate,
                    measured.per_commit
                )
            };
            let row = Row::new(what, connections);
            let found = self.row(row, target, &requests, note).await?;
            let name = format!("{what}, rate ÷ pgbench, {connections} connections");
            self.ledger.add_ratio(&name, found.rate / updates.rate);
        }
        Ok(())
    }

    async fn questions(&self, url: &DatabaseUrl) -> Result<Requests> {
        let token = seed_token::insert(url, SCOPES).await?;
        // A member comes again after more than the 30 seconds of a code.
        let numbers = Numbers::scattered(self.plan.members, false);
        let ask = move |number| verify(&token, number);
        Ok(Requests::new(numbers, ask).expect("\"accepted\""))
    }
}
