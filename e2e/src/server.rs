//! The program under test, started as an operator would.

use crate::guarded::Guarded;
use crate::ports;
use anyhow::{Context, Result, ensure};
use std::ffi::OsString;
use std::fs::File;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A server of its own: fresh database, fresh key, free port.
pub struct Server {
    /// Where it answers, without a slash at the end.
    pub url: String,
    /// The one-time token of its first start.
    pub setup_token: String,
    folder: TempDir,
    _program: Guarded,
}

impl Server {
    /// Starts it and waits until it listens.
    pub async fn start(smtp_url: &str) -> Result<Self> {
        Self::start_with(smtp_url, None).await
    }

    /// The same with a file of settings besides.
    pub async fn start_with(smtp_url: &str, config: Option<&Path>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let address = format!("127.0.0.1:{}", ports::free()?);
        let url = format!("http://{address}");
        let log = File::create(folder.path().join("log"))?;
        let binary = setting("TWOSTEP_BIN")?;
        let mut program = Guarded::start(&binary.to_string_lossy(), |command| {
            let database = folder.path().join("twostep.sqlite");
            command
                .arg("serve")
                .env(
                    "TWOSTEP_DATABASE_URL",
                    format!("sqlite://{}", database.display()),
                )
                .env("TWOSTEP_KEY_FILE", folder.path().join("key"))
                .env("TWOSTEP_LISTEN", &address)
                .env("TWOSTEP_PUBLIC_URL", &url)
                // The proxies of protected consoles; who sends no header of a proxy is told apart as before.
                .env("TWOSTEP_TRUSTED_PROXIES", "127.0.0.1/32")
                .env("TWOSTEP_SMTP_URL", smtp_url)
                .env("TWOSTEP_MAIL_FROM", "Twostep <twostep@example.com>")
                .current_dir(folder.path())
                .stderr(log);
            if let Some(config) = config {
                command.arg("--config").arg(config);
            }
            if let Some(dist) = std::env::var_os("TWOSTEP_DIST") {
                command.arg("--web-ui").arg(dist);
            }
        })?;
        let setup_token = program.line_after("setup token: ").await.with_context(|| {
            let log = std::fs::read_to_string(folder.path().join("log"));
            format!("the server's log:\n{}", log.unwrap_or_default())
        })?;
        let url = program.line_after("listening on ").await?;
        Ok(Self {
            url,
            setup_token,
            folder,
            _program: program,
        })
    }

    /// A token for one more organization, which a command prints beside the running server.
    pub fn further_setup_token(&self, organization: &str) -> Result<String> {
        let printed = self.run(&["organization", "create", "--name", organization])?;
        let token = printed.trim().strip_prefix("setup token: ");
        Ok(token.context("no token is printed")?.to_owned())
    }

    /// The folder of its files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a command of the program beside the running server; gives what it prints.
    pub fn run(&self, arguments: &[&str]) -> Result<String> {
        let database = self.folder.path().join("twostep.sqlite");
        let output = Command::new(setting("TWOSTEP_BIN")?)
            .args(arguments)
            .env(
                "TWOSTEP_DATABASE_URL",
                format!("sqlite://{}", database.display()),
            )
            .env("TWOSTEP_KEY_FILE", self.folder.path().join("key"))
            .env("TWOSTEP_PUBLIC_URL", &self.url)
            .current_dir(self.folder.path())
            .output()?;
        let error = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{arguments:?}: {error}");
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// The last lines of its log, to find out what went wrong.
    pub fn log_end(&self) -> String {
        let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

/// What `cargo xtask test` hands over.
fn setting(name: &str) -> Result<OsString> {
    std::env::var_os(name).with_context(|| {
        format!("{name} is not set: run the journeys by `cargo xtask test --only journeys`")
    })
}
