//! The same requests to a small, a medium and a large organization: the time of an answer must not
//! grow faster than the number of members.

use crate::client::{Callers, Manners, Requests, request, round};
use crate::numbers::Numbers;
use crate::program::Program;
use crate::seed;
use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use std::path::Path;
use std::time::{Duration, Instant};

/// Few enough that nobody waits in a line: a line would hide what one answer costs.
const CONNECTIONS: usize = 4;

type Make = fn(u32) -> Request<Full<Bytes>>;

/// A question, and whether each number may be asked for once only.
const QUESTIONS: [(&str, bool, Make); 8] = [
    ("code check", true, crate::bench::check_code),
    ("session check", false, crate::bench::who_am_i),
    ("members, first page", false, first_page),
    ("members, a page somewhere", false, some_page),
    ("members, search for a name", false, search_name),
    ("members, search for an address", false, search_address),
    ("members, search for everybody", false, search_all),
    ("policy preview", false, preview),
];

/// What one size came to.
struct Column {
    members: u32,
    /// The median and the 99th percentile in milliseconds, in the order of the questions.
    times: Vec<(f64, f64)>,
    memory: f64,
}

/// Asks at each size and prints one table.
pub(crate) async fn run(program: &Path, sizes: &[u32], time: Duration) -> Result<()> {
    let mut columns = Vec::new();
    for members in sizes {
        columns.push(column(program, *members, time).await?);
    }
    print(&columns);
    Ok(())
}

async fn column(program: &Path, members: u32, time: Duration) -> Result<Column> {
    let folder = tempfile::tempdir()?;
    let start = Instant::now();
    seed::fill(folder.path(), members).await?;
    println!(
        "{members} members, filled in {:.0} s",
        start.elapsed().as_secs_f64()
    );
    let server = Program::serve(program, folder.path()).await?;
    let mut times = Vec::new();
    for (what, is_once, make) in QUESTIONS {
        let callers = Callers {
            connections: CONNECTIONS,
            time,
            manners: Manners::Rude,
        };
        let numbers = Numbers::scattered(members, is_once);
        let mut answers = round(server.address, callers, &Requests::new(numbers, make)).await?;
        let errors = &answers.errors;
        anyhow::ensure!(errors.is_empty(), "{what}: {errors:?}");
        let found = (answers.percentile(50), answers.percentile(99));
        println!("  {what}: {:.2} ms, {:.2} ms of 99 %", found.0, found.1);
        times.push(found);
    }
    Ok(Column {
        members,
        times,
        memory: server.anonymous_memory()?,
    })
}

fn print(columns: &[Column]) {
    let cells = |cell: &dyn Fn(&Column) -> String| {
        let cells: Vec<String> = columns.iter().map(cell).collect();
        cells.join(" | ")
    };
    println!(
        "\n| p50 / p99 ms at so many members | {} | p99, last to first |",
        cells(&|column| column.members.to_string())
    );
    println!("| --- | {} | ---: |", cells(&|_| "---:".into()));
    for (row, (what, ..)) in QUESTIONS.iter().enumerate() {
        let p99 = |column: Option<&Column>| column.map_or(f64::NAN, |column| column.times[row].1);
        println!(
            "| {what} | {} | {:.2} |",
            cells(&|column| format!("{:.2} / {:.2}", column.times[row].0, column.times[row].1)),
            p99(columns.last()) / p99(columns.first())
        );
    }
    println!(
        "| memory of no file, MiB | {} | |",
        cells(&|column| format!("{:.1}", column.memory))
    );
}

fn ask(path: &str) -> Request<Full<Bytes>> {
    // Member 0 is the administrator.
    request("GET", path, &seed::session_token(0), String::new())
}

fn first_page(_: u32) -> Request<Full<Bytes>> {
    ask("/api/v1/members")
}

/// The page behind a member, wherever that is in the list.
fn some_page(number: u32) -> Request<Full<Bytes>> {
    let place = format!("{}{}", seed::member_id(number), seed::sort_name(number));
    let cursor = URL_SAFE_NO_PAD.encode(place);
    ask(&format!("/api/v1/members?cursor={cursor}"))
}

fn search_name(number: u32) -> Request<Full<Bytes>> {
    let name = seed::sort_name(number).replace(' ', "%20");
    ask(&format!("/api/v1/members?search={name}"))
}

/// No name holds an at sign.
fn search_address(number: u32) -> Request<Full<Bytes>> {
    let address = seed::email(number).replace('@', "%40");
    ask(&format!("/api/v1/members?search={address}"))
}

fn search_all(_: u32) -> Request<Full<Bytes>> {
    ask("/api/v1/members?search=member")
}

fn preview(_: u32) -> Request<Full<Bytes>> {
    ask("/api/v1/policy/preview")
}
