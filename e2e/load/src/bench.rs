//! What is measured, and beside what it is read.

use crate::client::{Make, Numbers, Round, request, round};
use crate::ledger::{Ledger, median};
use crate::program::Program;
use crate::{ground, seed};
use anyhow::Result;
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use twostep::db::DatabaseUrl;

const CONNECTIONS: [usize; 4] = [1, 8, 64, 256];
/// Members who sign in with their password; their flows stay.
const SIGN_INS: u32 = 20_000;
/// Members whose sessions are looked at.
const SESSIONS: u32 = 1000;

/// How long and how often.
struct Plan {
    rounds: usize,
    time: Duration,
}

/// Runs everything and prints the table.
pub(crate) async fn run(
    program: &Path,
    (rounds, seconds): (usize, u64),
    members: u32,
    postgres: Option<&str>,
) -> Result<()> {
    let plan = Plan {
        rounds,
        time: Duration::from_secs(seconds),
    };
    let folder = tempfile::tempdir()?;
    println!("seeding {members} members …");
    seed::fill(folder.path(), members).await?;
    let mut ledger = Ledger::default();
    let flushes = ground::flushes(folder.path(), plan.time)?;
    let hashes = ground::hashes(plan.time)?;
    println!("durable appends {flushes:.0}/s, password hashes {hashes:.1}/s on all cores");
    start_and_rest(program, folder.path()).await?;

    let empty = Program::empty_server().await?;
    let mut empty_rates = Vec::new();
    for connections in CONNECTIONS {
        let around = Numbers::around(SESSIONS);
        let what = format!("empty handler, {connections} connections");
        let measured = plan.measure(&empty, connections, &around, nothing).await?;
        let (rate, _) = ledger.add(what, measured.rounds, Some(measured.processor), |_| {
            String::new()
        });
        empty_rates.push(rate);
    }
    drop(empty);

    let server = Program::serve(program, folder.path()).await?;
    let fresh = Numbers::once(SIGN_INS, members);
    for (connections, empty) in CONNECTIONS.into_iter().zip(&empty_rates) {
        let around = Numbers::around(SESSIONS);
        let what = format!("session check, {connections} connections");
        let measured = plan
            .measure(&server, connections, &around, who_am_i)
            .await?;
        ledger.add(what, measured.rounds, Some(measured.processor), |rate| {
            format!("{:.2} of empty", rate / empty)
        });
    }
    for (connections, empty) in CONNECTIONS.into_iter().zip(&empty_rates) {
        let what = format!("code check (SQLite), {connections} connections");
        let measured = plan
            .measure(&server, connections, &fresh, check_code)
            .await?;
        ledger.add(what, measured.rounds, Some(measured.processor), |rate| {
            format!(
                "{:.2} of empty, {:.1} × durable appends",
                rate / empty,
                rate / flushes
            )
        });
    }
    passwords(&plan, &server, &mut ledger, (hashes, &fresh)).await?;
    println!("memory after the load: {:.1} MiB", server.memory()?);
    drop(server);
    if let Some(url) = postgres {
        on_postgres(&plan, program, (url, members), &mut ledger).await?;
    }
    ledger.print();
    Ok(())
}

/// The same checks where a server keeps the data.
async fn on_postgres(
    plan: &Plan,
    program: &Path,
    (url, members): (&str, u32),
    ledger: &mut Ledger,
) -> Result<()> {
    let folder = tempfile::tempdir()?;
    println!("seeding {members} members into PostgreSQL …");
    let database = DatabaseUrl::parse(url).map_err(anyhow::Error::msg)?;
    seed::fill_database(folder.path(), &database, members).await?;
    let server = Program::serve_on(program, folder.path(), url).await?;
    let around = Numbers::around(SESSIONS);
    let fresh = Numbers::once(SIGN_INS, members);
    for (name, numbers, make) in [
        ("session check", &around, who_am_i as Make),
        ("code check", &fresh, check_code as Make),
    ] {
        for connections in CONNECTIONS {
            let what = format!("{name} (PostgreSQL), {connections} connections");
            let measured = plan.measure(&server, connections, numbers, make).await?;
            ledger.add(what, measured.rounds, Some(measured.processor), |_| {
                "the server's own processor time is not counted".into()
            });
        }
    }
    Ok(())
}

/// Sign-ins against the hash rate, and the others while the hasher is full.
async fn passwords(
    plan: &Plan,
    server: &Program,
    ledger: &mut Ledger,
    (hashes, fresh): (f64, &Arc<Numbers>),
) -> Result<()> {
    let people = Numbers::once(SESSIONS, SIGN_INS);
    let measured = plan.measure(server, 16, &people, sign_in).await?;
    ledger.add(
        "sign-in, 16 connections",
        measured.rounds,
        Some(measured.processor),
        |rate| format!("{:.2} of the hash rate", rate / hashes),
    );
    let address = server.address;
    let crowd_time = plan.time * u32::try_from(2 * plan.rounds + 1)?;
    let crowd_people = Arc::clone(&people);
    let crowd =
        tokio::spawn(async move { round(address, 500, crowd_time, &crowd_people, sign_in).await });
    let around = Numbers::around(SESSIONS);
    let checks = plan.measure(server, 8, &around, who_am_i).await?;
    ledger.add(
        "session check while 500 sign in",
        checks.rounds,
        None,
        |_| String::new(),
    );
    let codes = plan.measure(server, 8, fresh, check_code).await?;
    ledger.add("code check while 500 sign in", codes.rounds, None, |_| {
        String::new()
    });
    ledger.add(
        "sign-in, 500 connections",
        vec![crowd.await??],
        None,
        |rate| format!("{:.2} of the hash rate", rate / hashes),
    );
    Ok(())
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
}

impl Plan {
    async fn measure(
        &self,
        server: &Program,
        connections: usize,
        numbers: &Arc<Numbers>,
        make: Make,
    ) -> Result<Measured> {
        let before = server.processor_time()?;
        let mut rounds = Vec::new();
        for _ in 0..self.rounds {
            rounds.push(round(server.address, connections, self.time, numbers, make).await?);
        }
        let used = server.processor_time()? - before;
        let answers: usize = rounds.iter().map(|round| round.times.len()).sum();
        let processor = used * 1e6 / f64::from(u32::try_from(answers)?);
        Ok(Measured { rounds, processor })
    }
}

fn nothing(_: u32) -> Request<Full<Bytes>> {
    request("GET", "/", "", String::new())
}

pub(crate) fn ready(_: u32) -> Request<Full<Bytes>> {
    request("GET", "/readyz", "", String::new())
}

fn who_am_i(number: u32) -> Request<Full<Bytes>> {
    request(
        "GET",
        "/api/v1/me",
        &seed::session_token(number),
        String::new(),
    )
}

fn check_code(number: u32) -> Request<Full<Bytes>> {
    let body = json!({ "code": seed::code(number) }).to_string();
    request(
        "POST",
        "/api/v1/sign-in/code",
        &seed::flow_token(number),
        body,
    )
}

fn sign_in(number: u32) -> Request<Full<Bytes>> {
    let body = json!({ "email": seed::email(number), "password": seed::PASSWORD }).to_string();
    request("POST", "/api/v1/sign-in", "", body)
}
