//! What is measured, and beside what it is read.

use crate::client::{Callers, Manners, Numbers, Requests, Round, from_afar, request, round};
use crate::ledger::{Ledger, median};
use crate::program::Program;
use crate::{baseline, seed};
use anyhow::Result;
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Duration;
use twostep::platform::db::DatabaseUrl;

const CONNECTIONS: [usize; 4] = [1, 8, 64, 256];
/// Members who sign in with their password; their flows stay.
const SIGN_INS: u32 = 20_000;
/// Connections that sign in at the same time, far more than the queue of the hasher takes.
const CROWD: usize = 500;
/// Members whose sessions are looked at.
const SESSIONS: u32 = 1000;

/// What the command line asks for.
pub(crate) struct Plan {
    pub(crate) rounds: usize,
    pub(crate) time: Duration,
    pub(crate) members: u32,
    /// Only rows whose name holds this; the figures beside them are measured anyway.
    pub(crate) only: Option<String>,
}

/// A server that keeps the same data.
#[derive(clap::Args)]
pub(crate) struct Postgres {
    /// An empty database of a PostgreSQL server that is as durable as one should be
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

/// What the machine gives, beside which the program's figures are read.
struct Machine {
    flushes: f64,
    hashes: f64,
    /// An empty handler's answers a second, for each of [`CONNECTIONS`].
    empty: Vec<f64>,
}

/// Runs everything and prints the table.
pub(crate) async fn run(program: &Path, plan: Plan, postgres: &Postgres) -> Result<()> {
    let folder = tempfile::tempdir()?;
    println!("seeding {} members …", plan.members);
    seed::fill(folder.path(), plan.members).await?;
    let mut bench = Bench {
        plan,
        ledger: Ledger::default(),
    };
    let machine = bench.machine(folder.path()).await?;
    start_and_rest(program, folder.path()).await?;
    bench.on_sqlite(program, folder.path(), &machine).await?;
    bench.on_postgres(program, postgres).await?;
    bench.ledger.print();
    Ok(())
}

impl Bench {
    /// One line of the table, its note made of the answers a second and for each commit; gives the
    /// first.
    async fn row(
        &mut self,
        row: Row<'_>,
        server: &Program,
        requests: &Requests,
        note: impl FnOnce(f64, f64) -> String,
    ) -> Result<f64> {
        let Row { what, connections } = row;
        if !self.wants(what) {
            return Ok(f64::NAN);
        }
        let measured = self.plan.measure(server, connections, requests).await?;
        let processor = Some(measured.processor);
        let name = format!("{what}, {connections} connections");
        let per_commit = measured.per_commit;
        let note = |rate| note(rate, per_commit);
        let (rate, _) = self.ledger.add(name, measured.rounds, processor, note);
        Ok(rate)
    }

    fn wants(&self, what: &str) -> bool {
        let only = self.plan.only.as_deref();
        only.is_none_or(|only| what.contains(only))
    }

    async fn machine(&mut self, folder: &Path) -> Result<Machine> {
        let flushes = baseline::flushes(folder, self.plan.time)?;
        let hashes = baseline::hashes(self.plan.time)?;
        println!("durable appends {flushes:.0}/s, password hashes {hashes:.1}/s on all cores");
        let server = Program::empty_server().await?;
        let around = Requests::new(Numbers::around(SESSIONS), nothing);
        let mut empty = Vec::new();
        for connections in CONNECTIONS {
            let row = Row::new("empty handler", connections);
            let none = |_, _| String::new();
            empty.push(self.row(row, &server, &around, none).await?);
        }
        Ok(Machine {
            flushes,
            hashes,
            empty,
        })
    }

    async fn on_sqlite(&mut self, program: &Path, folder: &Path, machine: &Machine) -> Result<()> {
        let server = Program::serve(program, folder).await?;
        let around = Requests::new(Numbers::around(SESSIONS), who_am_i);
        let fresh = Requests::new(Numbers::once(SIGN_INS, self.plan.members), check_code);
        for (connections, empty) in CONNECTIONS.into_iter().zip(&machine.empty) {
            let row = Row::new("session check", connections);
            let note = |rate, _| format!("{:.2} of empty", rate / empty);
            self.row(row, &server, &around, note).await?;
        }
        for (connections, empty) in CONNECTIONS.into_iter().zip(&machine.empty) {
            let row = Row::new("code check", connections);
            let flushes = machine.flushes;
            let note = |rate, per_commit| {
                format!(
                    "{:.2} of empty, {:.1} × durable appends, {per_commit:.1} decisions a commit",
                    rate / empty,
                    rate / flushes
                )
            };
            self.row(row, &server, &fresh, note).await?;
        }
        if self.wants("sign-in") {
            self.passwords(&server, machine.hashes, &fresh).await?;
        }
        println!("memory after the load: {:.1} MiB", server.memory()?);
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
        let server = Program::serve_on(program, folder.path(), url).await?;
        let around = Requests::new(Numbers::around(SESSIONS), who_am_i);
        let fresh = Requests::new(Numbers::once(SIGN_INS, self.plan.members), check_code);
        for connections in CONNECTIONS {
            let row = Row::new("session check (PostgreSQL)", connections);
            let none = |_, _| String::new();
            self.row(row, &server, &around, none).await?;
        }
        baseline::fill_pgbench(&postgres.pgbench, url)?;
        for connections in CONNECTIONS {
            let row = Row::new("code check (PostgreSQL)", connections);
            let updates = baseline::updates(&postgres.pgbench, url, connections, self.plan.time)?;
            let note = |rate, per_commit| {
                let share = rate / updates;
                format!(
                    "{share:.2} of {updates:.0} single-row updates, \
                     {per_commit:.1} decisions a commit"
                )
            };

            self.row(row, &server, &fresh, note).await?;
        }
        Ok(())
    }

    /// Sign-ins against the hash rate, and the others while the hasher is full.
    async fn passwords(&mut self, server: &Program, hashes: f64, fresh: &Requests) -> Result<()> {
        let people = Requests::new(Numbers::once(SESSIONS, SIGN_INS), sign_in);
        let row = Row::new("sign-in", 16);
        let note = |rate, _| format!("{:.2} of the hash rate", rate / hashes);
        self.row(row, server, &people, note).await?;
        self.crowd(server, Manners::Polite, hashes, fresh).await?;
        self.crowd(server, Manners::Rude, hashes, fresh).await
    }

    /// The others while the hasher is full, and those who fill it. Each of them has an address of
    /// its own: what is refused is refused because the queue is full, not by a limit for one address.
    async fn crowd(
        &mut self,
        server: &Program,
        manners: Manners,
        hashes: f64,
        fresh: &Requests,
    ) -> Result<()> {
        let how = match manners {
            Manners::Polite => "",
            Manners::Rude => " without a pause",
        };
        let callers = Callers {
            connections: CROWD,
            time: self.plan.time * u32::try_from(2 * self.plan.rounds + 1)?,
            manners,
        };
        let address = server.address;
        // Most are refused, which spends nothing: they come again.
        let people = Requests::new(Numbers::around(SIGN_INS), sign_in);
        let crowd = tokio::spawn(async move { round(address, callers, &people).await });
        let around = Requests::new(Numbers::around(SESSIONS), who_am_i);
        for (what, requests) in [("session check", &around), ("code check", fresh)] {
            let measured = self.plan.measure(server, 8, requests).await?;
            let what = format!("{what} while {CROWD} sign in{how}");
            let none = |_| String::new();
            self.ledger.add(what, measured.rounds, None, none);
        }
        let crowd = vec![crowd.await??];
        let beside = |rate| format!("{:.2} of the hash rate", rate / hashes);
        let what = format!("sign-in, {CROWD} connections{how}");
        self.ledger.add(what, crowd, None, beside);
        Ok(())
    }
}

/// Start to the first `/readyz`, and memory at rest.
async fn start_and_rest(program: &Path, folder: &Path) -> Result<()> {
    let mut starts = Vec::new();
    let mut memory = Vec::new();
    for _ in 0..5 {
        let (running, time) = Program::cold_start(program, folder).await?;
        starts.push(time.as_secs_f64() * 1000.0);
        memory.push(running.memory()?);
    }
    println!(
        "start to the first /readyz {:.0} ms, memory at rest {:.1} MiB",
        median(starts),
        median(memory)
    );
    Ok(())
}

/// The rounds of one measurement.
struct Measured {
    rounds: Vec<Round>,
    /// Microseconds of the server's processor time for each answer.
    processor: f64,
    /// Answers for each durable commit; the server's own commits are among these.
    per_commit: f64,
}

impl Plan {
    async fn measure(
        &self,
        server: &Program,
        connections: usize,
        requests: &Requests,
    ) -> Result<Measured> {
        let before = server.processor_time()?;
        let commits = server.commits()?;
        let callers = Callers {
            connections,
            time: self.time,
            manners: Manners::Rude,
        };
        let mut rounds = Vec::new();
        for _ in 0..self.rounds {
            rounds.push(round(server.address, callers, requests).await?);
        }
        let used = server.processor_time()? - before;
        let answers: usize = rounds.iter().map(|round| round.times.len()).sum();
        let answers = f64::from(u32::try_from(answers)?);
        let commits = f64::from(u32::try_from(server.commits()? - commits)?);
        Ok(Measured {
            rounds,
            processor: used * 1e6 / answers,
            per_commit: answers / commits,
        })
    }
}

fn nothing(_: u32) -> Request<Full<Bytes>> {
    request("GET", "/", "", String::new())
}

pub(crate) fn who_am_i(number: u32) -> Request<Full<Bytes>> {
    request(
        "GET",
        "/api/v1/me",
        &seed::session_token(number),
        String::new(),
    )
}

pub(crate) fn check_code(number: u32) -> Request<Full<Bytes>> {
    code_request(&seed::flow_token(number), number)
}

/// The code of member `number`, in a flow.
pub(crate) fn code_request(flow: &str, number: u32) -> Request<Full<Bytes>> {
    let body = json!({ "code": seed::code(number) }).to_string();
    request("POST", "/api/v1/sign-in/code", flow, body)
}

pub(crate) fn sign_in(number: u32) -> Request<Full<Bytes>> {
    let body = json!({ "email": seed::email(number), "password": seed::PASSWORD }).to_string();
    from_afar(request("POST", "/api/v1/sign-in", "", body), number)
}
