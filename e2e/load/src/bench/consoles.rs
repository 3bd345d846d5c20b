//! What nginx asks before each request to a console, of people who are signed in there.

use super::measure::{Measured, Target};
use super::requests::{ask_of_nginx, healthz};
use super::{Bench, CONNECTIONS, Row, SESSIONS};
use crate::client::Requests;
use crate::numbers::Numbers;
use crate::program::database_of;
use crate::seed_console;
use anyhow::Result;
use std::path::Path;
use twostep::platform::db::DatabaseUrl;

impl Bench {
    /// With an assertion and without, beside `/healthz`.
    pub(super) async fn consoles(&mut self, target: &Target, folder: &Path) -> Result<()> {
        let rows = [
            ("auth request, with assertion", "/auth-request"),
            ("auth request, no assertion", "/auth-request?assertion=none"),
        ];
        if !rows.iter().any(|(what, _)| self.wants(what)) {
            return Ok(());
        }
        let url = DatabaseUrl::Sqlite(database_of(folder));
        seed_console::insert(&url, SESSIONS).await?;
        let alive = Requests::new(Numbers::around(SESSIONS), healthz);
        let silent = |_, _: &Measured| String::new();
        for connections in CONNECTIONS {
            let row = Row::new("/healthz, beside auth requests", connections);
            let health = self.row(row, target, &alive, silent).await?;
            for (what, path) in rows {
                let ask = move |number| ask_of_nginx(path, number);
                let requests = Requests::new(Numbers::around(SESSIONS), ask);
                let row = Row::new(what, connections);
                let found = self.row(row, target, &requests, silent).await?;
                let name = format!("{what}, CPU ÷ /healthz, {connections} connections");
                self.ledger
                    .add_ratio(&name, found.processor / health.processor);
            }
        }
        Ok(())
    }
}
