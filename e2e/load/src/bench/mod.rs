//! What is measured, and beside what it is read.

mod code_flow;
mod consoles;
mod measure;
mod passwords;
mod programs;
mod requests;

pub(crate) use requests::{check_code, code_request, sign_in, who_am_i};

use self::measure::{Measured, Target};
use self::requests::{healthz, nothing};
use crate::client::Requests;
use crate::ledger::{Ledger, median};
use crate::numbers::Numbers;
use crate::program::{Program, database_of};
use crate::written::{Database, LogMeter};
use crate::{baseline, seed};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::time::Duration;
use twostep::platform::db::DatabaseUrl;

const CONNECTIONS: [usize; 4] = [1, 8, 64, 256];
/// Members who sign in with their password; their flows stay.
const SIGN_INS: u32 = 20_000;
const EMPTY_HANDLER: &str = "empty handler";
/// Members whose sessions are looked at again and again.
const SESSIONS: u32 = 1000;

/// What the command line asks for.
pub(crate) struct Plan {
    pub(crate) rounds: usize,
    pub(crate) time: Duration,
    pub(crate) members: u32,
    /// Only rows whose name holds this; the figures beside them are measured anyway.
    pub(crate) only: Option<String>,
    /// Where `seed` has put a database.
    pub(crate) seeded: Option<PathBuf>,
    /// The script that starts a provider of OpenID Connect of somebody else.
    pub(crate) oidc_provider: Option<PathBuf>,
}

/// A server that keeps the same data.
#[derive(clap::Args)]
pub(crate) struct Postgres {
    /// An empty database of a PostgreSQL server on this machine, as durable as one should be
    #[arg(long = "postgres")]
    url: Option<String>,
    /// PostgreSQL's own `pgbench`, to measure the server beside it
    #[arg(long, default_value = "pgbench")]
    pgbench: PathBuf,
}

/// A run: what it was asked for, and what it found.
struct Bench {
    plan: Plan,
    ledger: Ledger,
}

/// A line of the table: what is measured, over how many connections.
#[derive(Clone, Copy)]
struct Row<'a> {
    what: &'a str,
    connections: usize,
}

impl<'a> Row<'a> {
    fn new(what: &'a str, connections: usize) -> Self {
        Self { what, connections }
    }
}

/// What a row came to; not a number where it was left out.
#[derive(Clone, Copy)]
struct Figures {
    rate: f64,
    /// Microseconds of the program for each answer.
    processor: f64,
    /// Of the program and the database server together.
    all_processors: f64,
}

impl Figures {
    const NONE: Self = Self {
        rate: f64::NAN,
        processor: f64::NAN,
        all_processors: f64::NAN,
    };
}

/// What the machine gives, beside which the program's figures are read.
struct Machine {
    flushes: f64,
    hashes: f64,
    /// An empty handler, for each of [`CONNECTIONS`].
    empty: Vec<Figures>,
}

impl Machine {
    /// What is said of a decision in a file: beside the empty handler of as many connections, and the disk.
    fn beside(&self, empty: Figures) -> impl FnOnce(f64, &Measured) -> String + use<> {
        let flushes = self.flushes;
        move |rate, measured| {
            format!(
                "{:.2} of empty, {:.1} × durable appends, {:.1} decisions a commit",
                rate / empty.rate,
                rate / flushes,
                measured.per_commit
            )
        }
    }
}

/// The members whose flows the code checks spend: those whose rows lie in order, and those whose rows
/// lie scattered, as on a real day.
struct Fresh {
    in_order: Requests,
    scattered: Requests,
}

impl Fresh {
    fn new(members: u32) -> Self {
        Self {
            in_order: Requests::new(Numbers::every_other(SIGN_INS, members), check_code),
            scattered: Requests::new(Numbers::every_other(SIGN_INS + 1, members), check_code),
        }
    }
}

/// Runs everything and prints the tables.
pub(crate) async fn run(program: &Path, plan: Plan, postgres: &Postgres) -> Result<()> {
    let own = tempfile::tempdir()?;
    let folder = plan.seeded.clone();
    let folder = folder.unwrap_or_else(|| own.path().to_owned());
    if plan.seeded.is_none() {
        println!("seeding {} members …", plan.members);
        seed::fill(&folder, plan.members).await?;
    }
    let mut bench = Bench {
        plan,
        ledger: Ledger::default(),
    };
    let machine = bench.machine(&folder).await?;
    start_and_rest(program, &folder).await?;
    bench.on_sqlite(program, &folder, &machine).await?;
    bench.on_postgres(program, postgres).await?;
    bench.ledger.print();
    Ok(())
}

impl Bench {
    /// One line of the table, with a note made of the answers a second and the measurement.
    async fn row(
        &mut self,
        row: Row<'_>,
        target: &Target,
        requests: &Requests,
        note: impl FnOnce(f64, &Measured) -> String,
    ) -> Result<Figures> {
        let Row { what, connections } = row;
        if !self.wants(what) {
            return Ok(Figures::NONE);
        }
        let mut measured = self.plan.measure(target, connections, requests).await?;
        let rounds = std::mem::take(&mut measured.rounds);
        let name = format!("{what}, {connections} connections");
        let note = |rate| {
            let (note, threads) = (note(rate, &measured), measured.threads_in_words());
            format!("{note}; µs by thread: {threads}")
        };
        let rate = self.ledger.add(name, rounds, measured.cost, note);
        let processor = measured.cost.processor.unwrap_or(f64::NAN);
        Ok(Figures {
            rate,
            processor,
            all_processors: processor + measured.cost.database.unwrap_or(0.0),
        })
    }

    /// The others are read beside the empty handler.
    fn wants(&self, what: &str) -> bool {
        let only = self.plan.only.as_deref();
        what == EMPTY_HANDLER || only.is_none_or(|only| what.contains(only))
    }

    async fn machine(&mut self, folder: &Path) -> Result<Machine> {
        let flushes = baseline::flushes(folder, self.plan.time)?;
        let hashes = baseline::hashes(self.plan.time)?;
        println!("durable appends {flushes:.0}/s, password hashes {hashes:.1}/s on all cores");
        let target = Target {
            server: Program::empty_server().await?,
            database: Database::None,
        };
        let around = Requests::new(Numbers::around(SESSIONS), nothing);
        let mut empty = Vec::new();
        for connections in CONNECTIONS {
            let row = Row::new(EMPTY_HANDLER, connections);
            let silent = |_, _: &Measured| String::new();
            empty.push(self.row(row, &target, &around, silent).await?);
        }
        Ok(Machine {
            flushes,
            hashes,
            empty,
        })
    }

    async fn on_sqlite(&mut self, program: &Path, folder: &Path, machine: &Machine) -> Result<()> {
        let target = Target {
            server: Program::serve(program, folder).await?,
            database: Database::File(LogMeter::start(&database_of(folder))?),
        };
        let fresh = Fresh::new(self.plan.members);
        self.sessions(&target, machine).await?;
        self.codes(&target, machine, &fresh).await?;
        if self.wants("sign-in") {
            let hashes = machine.hashes;
            self.passwords(&target, hashes, &fresh.in_order).await?;
        }
        self.verifications(&target, folder, machine).await?;
        self.consoles(&target, folder).await?;
        self.code_flows(&target, folder).await?;
        let memory = target.server.anonymous_memory()?;
        println!("memory of no file after the load: {memory:.1} MiB");
        drop(target);
        self.with_log(program, folder, &fresh).await
    }

    /// The rows whose answers change nothing.
    async fn sessions(&mut self, target: &Target, machine: &Machine) -> Result<()> {
        let around = Requests::new(Numbers::around(SESSIONS), who_am_i);
        let all = Numbers::scattered(self.plan.members, false);
        let scattered = Requests::new(all, who_am_i);
        let alive = Requests::new(Numbers::around(SESSIONS), healthz);
        let silent = |_, _: &Measured| String::new();
        for (connections, empty) in CONNECTIONS.into_iter().zip(&machine.empty) {
            let row = Row::new("/healthz", connections);
            let health = self.row(row, target, &alive, silent).await?;
            let row = Row::new("session check", connections);
            let note = |rate, _: &Measured| format!("{:.2} of empty", rate / empty.rate);
            let hot = self.row(row, target, &around, note).await?;
            let row = Row::new("session check, scattered over all", connections);
            let note = |rate, _: &Measured| format!("{:.2} of the hot rate", rate / hot.rate);
            let far = self.row(row, target, &scattered, note).await?;
            let name = format!("session check, CPU ÷ /healthz, {connections} connections");
            self.ledger
                .add_ratio(&name, hot.processor / health.processor);
            let name = format!("session check, scattered ÷ hot rate, {connections} connections");
            self.ledger.add_ratio(&name, far.rate / hot.rate);
        }
        Ok(())
    }

    /// Code checks, in order and scattered.
    async fn codes(&mut self, target: &Target, machine: &Machine, fresh: &Fresh) -> Result<()> {
        let orders = [
            ("code check, in order", &fresh.in_order),
            ("code check, scattered", &fresh.scattered),
        ];
        for (connections, empty) in CONNECTIONS.into_iter().zip(&machine.empty) {
            for (what, requests) in orders {
                let row = Row::new(what, connections);
                let note = machine.beside(*empty);
                let found = self.row(row, target, requests, note).await?;
                let name = format!("{what}, CPU ÷ empty handler, {connections} connections");
                self.ledger
                    .add_ratio(&name, found.processor / empty.processor);
            }
        }
        Ok(())
    }

    /// Once more with a line in the log for each request, as it is by default.
    async fn with_log(&mut self, program: &Path, folder: &Path, fresh: &Fresh) -> Result<()> {
        let target = Target {
            server: Program::serve_with_log(program, folder).await?,
            database: Database::File(LogMeter::start(&database_of(folder))?),
        };
        let around = Requests::new(Numbers::around(SESSIONS), who_am_i);
        let silent = |_, _: &Measured| String::new();
        let row = Row::new("session check, log at info", 64);
        self.row(row, &target, &around, silent).await?;
        let row = Row::new("code check, scattered, log at info", 256);
        self.row(row, &target, &fresh.scattered, silent).await?;
        Ok(())
    }

    /// The same checks where a server keeps the data.
    async fn on_postgres(&mut self, program: &Path, postgres: &Postgres) -> Result<()> {
        let Some(url) = postgres.url.as_deref() else {
            return Ok(());
        };
        let folder = tempfile::tempdir()?;
        println!("seeding {} members into PostgreSQL …", self.plan.members);
        let database = DatabaseUrl::parse(url).map_err(anyhow::Error::msg)?;
        seed::fill_database(folder.path(), &database, self.plan.members).await?;
        let target = Target {
            server: Program::serve_on(program, folder.path(), url).await?,
            database: Database::Server(url.to_owned()),
        };
        let around = Requests::new(Numbers::around(SESSIONS), who_am_i);
        let all = Numbers::scattered(self.plan.members, false);
        let scattered = Requests::new(all, who_am_i);
        let silent = |_, _: &Measured| String::new();
        for connections in CONNECTIONS {
            let row = Row::new("session check (PostgreSQL)", connections);
            self.row(row, &target, &around, silent).await?;
            let row = Row::new(
                "session check, scattered over all (PostgreSQL)",
                connections,
            );
            self.row(row, &target, &scattered, silent).await?;
        }
        self.codes_on_postgres(&target, postgres, url).await?;
        self.verifications_on_postgres(&target, postgres, url).await
    }

    async fn codes_on_postgres(
        &mut self,
        target: &Target,
        postgres: &Postgres,
        url: &str,
    ) -> Result<()> {
        let fresh = Fresh::new(self.plan.members);
        baseline::fill_pgbench(&postgres.pgbench, url)?;
        let orders = [
            ("code check, in order (PostgreSQL)", &fresh.in_order),
            ("code check, scattered (PostgreSQL)", &fresh.scattered),
        ];
        for connections in CONNECTIONS {
            for (what, requests) in orders {
                if !self.wants(what) {
                    continue;
                }
                let updates =
                    baseline::updates(&postgres.pgbench, url, connections, self.plan.time)?;
                let note = |rate, measured: &Measured| {
                    format!(
                        "{:.2} of {:.0} single-row updates of {:.0} µs all in, \
                         {:.1} decisions a commit, {:.3} of the updates HOT",
                        rate / updates.rate,
                        updates.rate,
                        updates.processor,
                        measured.per_commit,
                        measured.hot_share.unwrap_or(f64::NAN)
                    )
                };
                let row = Row::new(what, connections);
                let found = self.row(row, target, requests, note).await?;
                let name = format!("{what}, CPU ÷ pgbench, all in, {connections} connections");
                let ratio = found.all_processors / updates.processor;
                self.ledger.add_ratio(&name, ratio);
                let name = format!("{what}, rate ÷ pgbench, {connections} connections");
                self.ledger.add_ratio(&name, found.rate / updates.rate);
            }
        }
        Ok(())
    }
}

/// Start to the first `/readyz`, and memory at rest.
async fn start_and_rest(program: &Path, folder: &Path) -> Result<()> {
    let mut starts = Vec::new();
    let (mut all, mut anonymous, mut proportional) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..5 {
        let (running, time) = Program::cold_start(program, folder).await?;
        starts.push(time.as_secs_f64() * 1000.0);
        all.push(running.memory()?);
        anonymous.push(running.anonymous_memory()?);
        proportional.push(running.proportional_memory()?);
    }
    println!(
        "start to the first /readyz {:.0} ms; memory at rest {:.1} MiB, of it {:.1} of no file; \
         proportional {:.1} MiB",
        median(starts),
        median(all),
        median(anonymous),
        median(proportional)
    );
    Ok(())
}
