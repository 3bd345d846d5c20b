//! A steady load for minutes, well below what the machine can do: only the data may grow.

use crate::bench::{code_request, sign_in, who_am_i};
use crate::client::{Connection, Round};
use crate::ledger::errors;
use crate::numbers::Numbers;
use crate::program::{Program, database_of};
use crate::seed;
use anyhow::{Context, Result, ensure};
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, interval_at};

/// Connections of each operation.
const CONNECTIONS: u32 = 8;
/// Members whose sessions are looked at.
const SESSIONS: u32 = 1000;
/// Growth of the last minute over the second that is still flat. The first minute fills the page
/// caches of the database's connections.
const FLAT: f64 = 1.1;

#[derive(Clone, Copy)]
enum Operation {
    SessionCheck,
    CodeCheck,
    /// Password and code.
    SignIn,
}

impl Operation {
    const ALL: [Self; 3] = [Self::SessionCheck, Self::CodeCheck, Self::SignIn];

    /// How often a second.
    fn rate(self) -> u32 {
        match self {
            Self::SessionCheck => 400,
            Self::CodeCheck => 200,
            // A password costs a core some twenty milliseconds.
            Self::SignIn => 20,
        }
    }

    /// The members of a run of so many seconds. Who enters a code needs a new one each time.
    fn numbers(self, seconds: u32) -> Arc<Numbers> {
        let signers = Self::SignIn.rate() * seconds;
        match self {
            Self::SessionCheck => Numbers::around(SESSIONS),
            Self::CodeCheck => Numbers::once(signers, members(seconds)),
            Self::SignIn => Numbers::once(0, signers),
        }
    }

    /// The status of the last answer.
    async fn ask(self, connection: &mut Connection, number: u32) -> Result<u16> {
        let request = match self {
            Self::SessionCheck => who_am_i(number),
            Self::CodeCheck => code_request(&seed::flow_token(number), number),
            Self::SignIn => {
                let answer = connection.send(sign_in(number)).await?;
                let Some(flow) = answer.text("/flow_token") else {
                    return Ok(answer.status);
                };
                code_request(&flow, number)
            }
        };
        Ok(connection.send(request).await?.status)
    }
}

/// What came of one operation since the last look.
type Tally = Arc<Mutex<Round>>;

/// Members that a run of so many seconds needs.
fn members(seconds: u32) -> u32 {
    (Operation::SignIn.rate() + Operation::CodeCheck.rate()) * seconds
}

/// Prints a line each minute, and whether memory stayed flat.
pub(crate) async fn run(program: &Path, minutes: u32) -> Result<()> {
    // One more than is measured: the last minute may begin late.
    let seconds = (minutes + 1) * 60;
    let folder = tempfile::tempdir()?;
    println!("seeding {} members …", members(seconds));
    seed::fill(folder.path(), members(seconds)).await?;
    let server = Program::serve(program, folder.path()).await?;
    let mut connections = JoinSet::new();
    let tallies = Operation::ALL.map(|operation| {
        let (tally, numbers) = (Tally::default(), operation.numbers(seconds));
        for connection in 0..CONNECTIONS {
            let (tally, numbers) = (Arc::clone(&tally), Arc::clone(&numbers));
            let paced = Paced {
                operation,
                connection,
            };
            connections.spawn(ask_steadily(server.address, paced, numbers, tally));
        }
        tally
    });
    let rates = Operation::ALL
        .map(|operation| operation.rate().to_string())
        .join(" + ");
    println!("a second: {rates}\n");
    println!(
        "| minute | memory MiB | file MiB | log MiB | session check p99 ms | code check p99 ms \
         | password and code p99 ms | answers | errors |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let mut memory = Vec::new();
    for minute in 1..=minutes {
        tokio::time::sleep(Duration::from_mins(1)).await;
        memory.push(server.anonymous_memory()?);
        let rounds = tallies.each_ref().map(taken);
        println!("| {minute} {}", row(&server, folder.path(), rounds)?);
    }
    judge(&memory)
}

/// One of the connections of an operation; they share its rate.
#[derive(Clone, Copy)]
struct Paced {
    operation: Operation,
    connection: u32,
}

/// Asks at its times, whatever the answers take; a late answer makes the next ones late too, and
/// all that time counts. So does the driver's own timer, a millisecond.
async fn ask_steadily(
    address: SocketAddr,
    paced: Paced,
    numbers: Arc<Numbers>,
    tally: Tally,
) -> Result<()> {
    let Paced {
        operation,
        connection,
    } = paced;
    let period = Duration::from_secs(CONNECTIONS.into()) / operation.rate();
    let first = Instant::now() + period * connection / CONNECTIONS;
    let mut connection = Connection::open(address).await?;
    let mut times = interval_at(first, period);
    loop {
        let due = times.tick().await;
        let Some(number) = numbers.take() else {
            return Ok(());
        };
        let answer = operation.ask(&mut connection, number).await;
        // No answer counts as status 0.
        let status = answer.unwrap_or_default();
        if status == 0 {
            connection = Connection::open(address).await?;
        }
        let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
        match status {
            200..300 => tally.took(due.elapsed()),
            other => *tally.errors.entry(other).or_default() += 1,
        }
    }
}

fn taken(tally: &Tally) -> Round {
    std::mem::take(&mut tally.lock().unwrap_or_else(PoisonError::into_inner))
}

fn row(server: &Program, folder: &Path, mut rounds: [Round; 3]) -> Result<String> {
    let database = database_of(folder);
    let log = database.with_extension("sqlite-wal");
    let times = rounds.each_mut().map(|round| round.percentile(99));
    let answers: usize = rounds.iter().map(|round| round.times.len()).sum();
    Ok(format!(
        "| {:.1} | {:.1} | {:.1} | {} | {answers} | {} |",
        server.anonymous_memory()?,
        mebibytes(&database)?,
        mebibytes(&log)?,
        times.map(|time| format!("{time:.2}")).join(" | "),
        errors(&rounds)
    ))
}

fn mebibytes(file: &Path) -> Result<f64> {
    let kib = u32::try_from(fs::metadata(file)?.len() / 1024)?;
    Ok(f64::from(kib) / 1024.0)
}

/// Fails when the last minute's memory is more than the second's.
fn judge(memory: &[f64]) -> Result<()> {
    let second = memory.get(1).context("two minutes at least")?;
    let last = memory.last().context("a minute")?;
    let growth = last / second;
    let verdict = format!(
        "memory {second:.1} MiB after the second minute, {last:.1} MiB after the last: {:+.1} %",
        (growth - 1.0) * 100.0
    );
    ensure!(growth <= FLAT, "{verdict}: it grows");
    println!("\n{verdict}: flat");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_minute_and_the_last_judge() {
        assert!(judge(&[10.0, 40.0, 60.0, 43.0]).is_ok());
        assert!(judge(&[10.0, 40.0, 41.0, 45.0]).is_err());
        assert!(judge(&[10.0]).is_err());
    }
}
