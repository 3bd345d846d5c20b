//! A throw-away PostgreSQL server for the tests: made in a temporary folder, gone at the end.

use crate::debian::{self, Sign};
use crate::process::{command, output_of, run};
use anyhow::{Context, Result, ensure};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

/// Where Debian keeps the server's programs, one folder a version.
const VERSIONS: &str = "/usr/lib/postgresql";
const START_WITHIN: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(20);
const SETTINGS: [&str; 3] = [
    "listen_addresses=",
    "max_connections=300",
    "shared_buffers=64MB",
];

/// What becomes of the data in a power cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Data {
    /// Nothing here has to survive.
    Fleeting,
    /// As in earnest, for figures that can be believed.
    Durable,
}

impl Data {
    fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Fleeting => &["fsync=off", "full_page_writes=off"],
            Self::Durable => &["fsync=on", "synchronous_commit=on"],
        }
    }
}

/// Runs until it is dropped.
pub(crate) struct Server {
    process: Child,
    folder: tempfile::TempDir,
}

impl Server {
    /// Installs PostgreSQL where it is missing, makes a cluster and starts it.
    pub(crate) fn start(data_is: Data) -> Result<Self> {
        debian::ensure(&[(Sign::File(VERSIONS), "postgresql")])?;
        let programs = newest_version()?.join("bin");
        let folder = tempfile::Builder::new().prefix("twostep-pg-").tempdir()?;
        let owner = Owner::of_server()?;
        owner.take(folder.path())?;
        let data = folder.path().join("data");
        let mut init = owner.command(&programs.join("initdb"));
        init.args(["--auth=trust", "--username=postgres", "--encoding=UTF8"])
            .args(["--no-sync", "--no-instructions", "--pgdata"])
            .arg(&data)
            .stdout(Stdio::null());
        run(&mut init)?;
        let mut serve = owner.command(&programs.join("postgres"));
        serve.arg("-D").arg(&data).arg("-k").arg(folder.path());
        for setting in SETTINGS.iter().chain(data_is.settings()) {
            serve.args(["-c", setting]);
        }
        let log = fs::File::create(folder.path().join("log"))?;
        let process = serve.stderr(log).spawn().context("cannot start postgres")?;
        let mut server = Self { process, folder };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// How tests reach it.
    pub(crate) fn url(&self) -> String {
        let folder = self.folder.path().display();
        format!("postgres:///postgres?host={folder}&user=postgres")
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let start = Instant::now();
        let (socket, pid) = (".s.PGSQL.5432", "data/postmaster.pid");
        loop {
            let state = fs::read_to_string(self.folder.path().join(pid)).unwrap_or_default();
            let is_ready = state
                .lines()
                .last()
                .is_some_and(|line| line.trim() == "ready");
            if is_ready && UnixStream::connect(self.folder.path().join(socket)).is_ok() {
                return Ok(());
            }
            let ended = self.process.try_wait()?;
            ensure!(
                ended.is_none() && start.elapsed() < START_WITHIN,
                "PostgreSQL did not start: {}",
                fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
            );
            thread::sleep(LOOK_EVERY);
        }
    }
}

impl Drop for Server {
    /// SIGINT is its fast end: open connections are cut off.
    fn drop(&mut self) {
        let pid = self.process.id().to_string();
        let asked = output_of(&mut command("kill", ["-INT", &pid]));
        let ended = match asked {
            Some(_) => self.process.wait().map(drop),
            None => self.process.kill(),
        };
        if let Err(error) = ended {
            println!("PostgreSQL did not end: {error}");
        }
    }
}

/// One of the programs that come with the server.
pub(crate) fn program(name: &str) -> Result<PathBuf> {
    Ok(newest_version()?.join("bin").join(name))
}

fn newest_version() -> Result<PathBuf> {
    let number = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    let versions = fs::read_dir(VERSIONS)?.flatten().map(|entry| entry.path());
    versions
        .filter(|path| path.join("bin/postgres").is_file())
        .max_by_key(number)
        .context("no PostgreSQL server is installed")
}

/// Who runs the server: PostgreSQL refuses root, so then its own user does.
struct Owner(Option<(u32, u32)>);

impl Owner {
    fn of_server() -> Result<Self> {
        let us = fs::metadata("/proc/self")?.uid();
        if us != 0 {
            return Ok(Self(None));
        }
        let id = |flag| output_of(&mut command("id", [flag, "postgres"]));
        let number = |flag| id(flag).and_then(|text| text.trim().parse().ok());
        let ids = number("-u").zip(number("-g"));
        Ok(Self(Some(ids.context("there is no user postgres")?)))
    }

    fn take(&self, folder: &Path) -> Result<()> {
        if let Some((user, group)) = self.0 {
            chown(folder, Some(user), Some(group))?;
            fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
        }
        Ok(())
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        // The caller's own folder may be closed to that user.
        command.current_dir("/");
        command
    }
}
