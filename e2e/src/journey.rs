//! Runs one journey against a server of its own, and fails with what the pages showed.

use crate::browser::{Browser, Look};
use crate::mailbox::Mailbox;
use crate::server::Server;
use anyhow::{Result, anyhow, ensure};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

/// No journey takes longer; the longest waits a minute for the e-mail's cool-down.
const LONGEST: Duration = Duration::from_mins(5);

/// All that one journey has to itself.
pub struct Stage {
    /// The program under test.
    pub server: Server,
    /// Everybody's mailbox.
    pub mailbox: Mailbox,
    album: PathBuf,
    browsers: Vec<(String, Rc<Browser>)>,
}

impl Stage {
    async fn set(name: &str, settings: &[(&str, &str)]) -> Result<Self> {
        let mailbox = Mailbox::open().await?;
        let album = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("screenshots")
            .join(name);
        if album.exists() {
            std::fs::remove_dir_all(&album)?;
        }
        Ok(Self {
            server: Server::start_with(&mailbox.smtp_url(), settings).await?,
            mailbox,
            album,
            browsers: Vec::new(),
        })
    }

    /// A fresh browser for this person.
    pub async fn browser(&mut self, person: &str, look: Look) -> Result<Rc<Browser>> {
        let album = if self.browsers.is_empty() {
            self.album.clone()
        } else {
            self.album.join(person)
        };
        let browser = Rc::new(Browser::start(look, &self.server.url, album).await?);
        self.browsers.push((person.to_owned(), Rc::clone(&browser)));
        Ok(browser)
    }

    async fn consoles_are_clean(&self) -> Result<()> {
        for (person, browser) in &self.browsers {
            let errors = browser.devtools.console_errors().await?;
            ensure!(
                errors.is_empty(),
                "{person}'s console:\n{}",
                errors.join("\n")
            );
        }
        Ok(())
    }

    async fn evidence(&self) -> String {
        let mut parts = Vec::new();
        for (person, browser) in &self.browsers {
            parts.push(format!("--- {person}\n{}", browser.evidence().await));
        }
        parts.push(format!("--- the server's log\n{}", self.server.log_end()));
        parts.join("\n")
    }
}

/// Sets the stage, walks the journey, and fails with evidence: also when a browser's console
/// holds an error or a violation of the content security policy.
pub async fn journey(name: &str, walk: impl AsyncFnOnce(&mut Stage) -> Result<()>) {
    journey_with(name, &[], walk).await;
}

/// The same at a server with these settings beside the needed ones.
pub async fn journey_with(
    name: &str,
    settings: &[(&str, &str)],
    walk: impl AsyncFnOnce(&mut Stage) -> Result<()>,
) {
    let mut stage = match Stage::set(name, settings).await {
        Ok(stage) => stage,
        Err(error) => panic!("the stage could not be set: {error:#}"),
    };
    let walked = tokio::time::timeout(LONGEST, walk(&mut stage))
        .await
        .unwrap_or_else(|_| Err(anyhow!("not done within {} s", LONGEST.as_secs())));
    let judged = match walked {
        Ok(()) => stage.consoles_are_clean().await,
        Err(error) => Err(error),
    };
    if let Err(error) = judged {
        panic!("{error:#}\n\n{}", stage.evidence().await);
    }
}
