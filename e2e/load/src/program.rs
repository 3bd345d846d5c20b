//! Programs under measurement: started, asked for their memory and processor time, ended.

use crate::client::Connection;
use crate::commits::Commits;
use crate::processor;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// A running program, which ends when this is dropped.
pub(crate) struct Program {
    pub(crate) address: SocketAddr,
    child: Child,
    /// `None` where nothing is kept.
    commits: Option<Commits>,
    _output: Lines<BufReader<ChildStdout>>,
}

impl Program {
    /// The release program on the database of a folder.
    pub(crate) async fn serve(program: &Path, folder: &Path) -> Result<Self> {
        let mut command = Self::command(program, folder)?;
        command.arg("serve");
        let commits = Commits::of_file(&database_of(folder));
        Self::start(command, Some(commits)).await
    }

    /// The same on the database of a URL; the folder has the keys.
    pub(crate) async fn serve_on(program: &Path, folder: &Path, url: &str) -> Result<Self> {
        let mut command = Self::command(program, folder)?;
        command.env("TWOSTEP_DATABASE_URL", url).arg("serve");
        Self::start(command, Some(Commits::Server(url.to_owned()))).await
    }

    /// Like [`Self::serve`], with the log as it is by default, written to a file.
    pub(crate) async fn serve_with_log(program: &Path, folder: &Path) -> Result<Self> {
        let mut command = Self::command(program, folder)?;
        command.env("TWOSTEP_LOG", "info").arg("serve");
        command.stderr(File::create(folder.join("log"))?);
        let commits = Commits::of_file(&database_of(folder));
        Self::start(command, Some(commits)).await
    }

    /// This program itself, serving nothing.
    pub(crate) async fn empty_server() -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("empty-server");
        Self::start(command, None).await
    }

    /// A script of Node.js, which is told a free port and its settings, and says where it listens.
    pub(crate) async fn of_node(script: &Path, settings: &Value) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new("node");
        command.arg(script).arg(port.to_string());
        command.arg(settings.to_string()).stderr(Stdio::null());
        Self::start(command, None).await
    }

    /// What `twostep audit verify` says; an error when the record is not sound.
    pub(crate) async fn verify_audit(program: &Path, folder: &Path, url: &str) -> Result<String> {
        let mut command = Self::command(program, folder)?;
        command.env("TWOSTEP_DATABASE_URL", url);
        let output = command.args(["audit", "verify"]).output().await?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        anyhow::ensure!(output.status.success(), "{text}");
        Ok(text)
    }

    /// The program with the settings that lead to a folder.
    fn command(program: &Path, folder: &Path) -> Result<Command> {
        let database = database_of(folder);
        let mut command = Command::new(program.canonicalize()?);
        command
            .env(
                "TWOSTEP_DATABASE_URL",
                format!("sqlite://{}", database.display()),
            )
            .env("TWOSTEP_KEY_FILE", folder.join("twostep.keys"))
            .env("TWOSTEP_LISTEN", "127.0.0.1:0")
            // The driver is many clients behind one address, as a proxy is, and its headers count.
            .env("TWOSTEP_TRUSTED_PROXIES", "127.0.0.1/32")
            // One token asks for all.
            .env("TWOSTEP_API_TOKEN_REQUESTS", u32::MAX.to_string())
            .env("TWOSTEP_LOG", "error")
            .current_dir(folder);
        Ok(command)
    }

    async fn start(mut command: Command, commits: Option<Commits>) -> Result<Self> {
        let mut child = command
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("the program does not start")?;
        let output = child.stdout.take().context("it has no output")?;
        let mut lines = BufReader::new(output).lines();
        while let Some(line) = lines.next_line().await? {
            if let Some(address) = line.strip_prefix("listening on http://") {
                return Ok(Self {
                    address: address.parse()?,
                    child,
                    commits,
                    _output: lines,
                });
            }
        }
        anyhow::bail!("it ended before it listened")
    }

    /// From the start of the program to its first `/readyz` 200.
    pub(crate) async fn cold_start(program: &Path, folder: &Path) -> Result<(Self, Duration)> {
        let start = Instant::now();
        let running = Self::serve(program, folder).await?;
        let answer = Connection::open(running.address)
            .await?
            .get("/readyz", "")
            .await?;
        let time = start.elapsed();
        anyhow::ensure!(answer.status == 200, "{answer:?}");
        Ok((running, time))
    }

    /// Ends it as a power cut would: at once, wherever it stands.
    pub(crate) async fn kill(&mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }

    /// A number that grows by one with each durable commit.
    pub(crate) fn commits(&self) -> Result<i64> {
        self.commits.as_ref().map_or(Ok(0), Commits::count)
    }

    /// Resident memory in MiB, with the pages of the program and of the database file that the kernel keeps anyway.
    pub(crate) fn memory(&self) -> Result<f64> {
        processor::memory(self.id()?, "status", "VmRSS")
    }

    /// Of it, what belongs to no file: the machine cannot drop it at will.
    pub(crate) fn anonymous_memory(&self) -> Result<f64> {
        processor::memory(self.id()?, "status", "RssAnon")
    }

    /// Resident memory with a share only of the pages that other programs have too.
    pub(crate) fn proportional_memory(&self) -> Result<f64> {
        processor::memory(self.id()?, "smaps_rollup", "Pss")
    }

    /// Seconds of processor time that it has used, its own and the kernel's.
    pub(crate) fn processor_time(&self) -> Result<f64> {
        processor::of_process(self.id()?)
    }

    /// The same for each name that its threads have.
    pub(crate) fn thread_times(&self) -> Result<BTreeMap<String, f64>> {
        processor::of_threads(self.id()?)
    }

    fn id(&self) -> Result<u32> {
        self.child.id().context("it has ended")
    }
}

/// The database file in a folder.
pub(crate) fn database_of(folder: &Path) -> PathBuf {
    folder.join("twostep.sqlite")
}
