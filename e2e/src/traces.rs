//! What a browser keeps and asks for: where a secret could stay behind.

use crate::browser::Browser;
use anyhow::{Context, Result, ensure};

/// Everything that scripts of this origin could read later, as one text.
const KEPT: &str = "return [location.href, document.referrer, document.cookie, history.state,
    {...localStorage}, {...sessionStorage}]";
const DATABASES: &str = "const done = arguments[arguments.length - 1];
    Promise.all([indexedDB.databases(), caches.keys()])
        .then(([databases, stores]) => done(databases.length + stores.length))";

impl Browser {
    /// Fails when the history or a store of the browser holds one of the secrets, the value of a
    /// cookie, or any database at all.
    pub async fn keeps_none_of(&self, secrets: &[&str]) -> Result<()> {
        let kept = self.client.execute(KEPT, vec![]).await?;
        let history = self.devtools.history().await?;
        let traces = format!("{kept} {}", history.join(" "));
        ensure!(traces.contains("http://"), "no address: {traces}");
        let cookies = self.client.get_all_cookies().await?;
        ensure!(!cookies.is_empty(), "no cookie holds the token");
        let mut secrets = secrets.to_vec();
        for cookie in &cookies {
            secrets.push(cookie.value());
        }
        for secret in secrets {
            ensure!(!secret.is_empty(), "an empty secret is found nowhere");
            ensure!(!traces.contains(secret), "{secret} is kept: {traces}");
        }
        let databases = self.client.execute_async(DATABASES, vec![]).await?;
        let databases = databases.as_u64().context("no number of databases")?;
        ensure!(databases == 0, "{databases} databases and caches");
        Ok(())
    }

    /// Whether the document holds the text, whatever white space is between its characters.
    pub async fn holds(&self, text: &str) -> Result<bool> {
        let source = self.client.source().await?;
        Ok(source.split_whitespace().collect::<String>().contains(text))
    }
}
