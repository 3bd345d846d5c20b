//! Pages of a long audit record: the first and one anywhere, of all rows and of those that a filter leaves.

use crate::client::{Callers, Manners, Requests, request, round};
use crate::numbers::Numbers;
use crate::program::{Program, database_of};
use crate::seed;
use crate::seed_audit::{self, Record};
use anyhow::Result;
use std::path::Path;
use std::time::{Duration, Instant};
use twostep::platform::clock::Clock;
use twostep::platform::db::DatabaseUrl;

const MEMBERS: u32 = 1000;
/// Few enough that nobody waits in a line.
const CONNECTIONS: usize = 4;
/// The record goes back this long.
const PERIOD: Duration = Duration::from_hours(24 * 300);

/// The path of a question; the number is the position from which it reads on.
type Query = fn(u32) -> String;

const QUESTIONS: [(&str, Query); 8] = [
    ("first page", |_| "limit=50".into()),
    ("a page anywhere", |at| format!("limit=50&cursor={at}")),
    ("of a member, first page", |at| {
        format!("limit=50&{}", member(at))
    }),
    ("of a member, anywhere", |at| {
        format!("limit=50&{}&cursor={at}", member(at))
    }),
    ("of an action, anywhere", |at| {
        format!("limit=50&action=code.checked&cursor={at}")
    }),
    ("of a member and an action, anywhere", |at| {
        format!("limit=50&action=code.checked&{}&cursor={at}", member(at))
    }),
    ("failures, anywhere", |at| {
        format!("limit=50&outcome=failure&cursor={at}")
    }),
    ("with a text that no row has, anywhere", |at| {
        format!("limit=50&text=nothing&cursor={at}")
    }),
];

fn member(number: u32) -> String {
    format!("member={}", seed::member_id(number % MEMBERS))
}

/// Fills a record, waits until it is sealed and indexed, asks, and prints one table.
pub(crate) async fn run(
    program: &Path,
    rows: u32,
    time: Duration,
    postgres: Option<String>,
) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = format!("sqlite://{}", database_of(folder.path()).display());
    let url = postgres.unwrap_or(file);
    let database = DatabaseUrl::parse(&url).map_err(anyhow::Error::msg)?;
    seed::fill_database(folder.path(), &database, MEMBERS).await?;
    let start = Instant::now();
    let now = Clock::System.now();
    let record = Record {
        rows,
        members: MEMBERS,
        begins: now - PERIOD,
        micros_apart: i64::try_from(PERIOD.as_micros())? / i64::from(rows),
    };
    seed_audit::fill(&database, record).await?;
    println!(
        "{rows} rows, filled in {:.0} s",
        start.elapsed().as_secs_f64()
    );
    let server = Program::serve_on(program, folder.path(), &url).await?;
    let start = Instant::now();
    while seed_audit::followed(&database).await? < i64::from(rows) {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let took = start.elapsed().as_secs_f64();
    println!(
        "sealed and indexed in {took:.0} s, {:.0} rows a second\n",
        f64::from(rows) / took
    );
    println!("| GET /audit-events, {rows} rows | a second | p50 ms | p99 ms |");
    println!("| --- | ---: | ---: | ---: |");
    for (what, query) in QUESTIONS {
        let callers = Callers {
            connections: CONNECTIONS,
            time,
            manners: Manners::Rude,
        };
        let ask = move |number: u32| {
            let path = format!("/api/v1/audit-events?{}", query(number + 1));
            request("GET", &path, &seed::session_token(0), String::new())
        };
        let requests = Requests::new(Numbers::scattered(rows, false), ask);
        let mut answers = round(server.address, callers, &requests).await?;
        anyhow::ensure!(answers.errors.is_empty(), "{what}: {:?}", answers.errors);
        let (p50, p99) = (answers.percentile(50), answers.percentile(99));
        println!("| {what} | {:.0} | {p50:.2} | {p99:.2} |", answers.rate());
    }
    Ok(())
}
