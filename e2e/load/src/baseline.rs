//! What the machine itself can do: the figures beside which the program's are read.

use crate::processor;
use crate::written::Database;
use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::{Context, Result, ensure};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use twostep::platform::crypto::password::{Password, PasswordCost};

/// Serves an empty answer at every path.
pub(crate) fn serve_nothing() -> Result<()> {
    actix_web::rt::System::new().block_on(async {
        let server = HttpServer::new(|| App::new().default_service(web::to(HttpResponse::Ok)))
            .bind("127.0.0.1:0")?;
        let address = server.addrs().first().copied().context("no address")?;
        println!("listening on http://{address}");
        Ok(server.run().await?)
    })
}

/// Durable appends a second, one after the other: what a commit for each answer would be held to.
pub(crate) fn flushes(folder: &Path, time: Duration) -> Result<f64> {
    let mut file = File::create(folder.join("flushes"))?;
    let start = Instant::now();
    let mut count = 0_u32;
    while start.elapsed() < time {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        count += 1;
    }
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}

/// Fills `pgbench`'s own tables, a million rows.
pub(crate) fn fill_pgbench(program: &Path, url: &str) -> Result<()> {
    let mut fill = Command::new(program);
    fill.args(["--initialize", "--quiet", "--scale=10", url]);
    let output = fill.output().context("pgbench does not start")?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure!(output.status.success(), "{said}");
    Ok(())
}

/// What `pgbench` came to.
pub(crate) struct Updates {
    /// Single-row updates a second.
    pub(crate) rate: f64,
    /// Microseconds of processor time for each, of `pgbench` and of the server together.
    pub(crate) processor: f64,
}

/// Single-row updates that the PostgreSQL server does for this many clients.
pub(crate) fn updates(
    program: &Path,
    url: &str,
    clients: usize,
    time: Duration,
) -> Result<Updates> {
    let server = Database::Server(url.to_owned());
    let used =
        || -> Result<f64> { Ok(processor::of_ended_children()? + server.written()?.processor) };
    let mut script = tempfile::NamedTempFile::new()?;
    script.write_all(
        b"\\set aid random(1, 1000000)\n\
          UPDATE pgbench_accounts SET abalance = abalance + 1 WHERE aid = :aid;\n",
    )?;
    let threads = clients.min(std::thread::available_parallelism()?.get());
    let mut bench = Command::new(program);
    bench
        .args(["--no-vacuum", "--protocol=prepared"])
        .arg(format!("--client={clients}"))
        .arg(format!("--jobs={threads}"))
        .arg(format!("--time={}", time.as_secs()))
        .arg("--file")
        .arg(script.path())
        .arg(url);
    let before = used()?;
    let output = bench.output().context("pgbench does not start")?;
    let used = used()? - before;
    let said = String::from_utf8_lossy(&output.stdout);
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = "));
    let number = rate.and_then(|text| text.split_whitespace().next());
    let rate: f64 = number.context("pgbench says no rate")?.parse()?;
    Ok(Updates {
        rate,
        processor: used * 1e6 / (rate * time.as_secs_f64()),
    })
}

/// Password hashes a second on all cores.
pub(crate) fn hashes(time: Duration) -> Result<f64> {
    let cores = std::thread::available_parallelism()?.get();
    let threads: Vec<_> = (0..cores)
        .map(|_| std::thread::spawn(move || hashes_of_one_core(time)))
        .collect();
    let mut sum = 0.0;
    for thread in threads {
        sum += thread.join().ok().context("a hash failed")?;
    }
    Ok(sum)
}

fn hashes_of_one_core(time: Duration) -> f64 {
    let password = Password::parse(&crate::seed::PASSWORD.to_owned().into()).expect("a password");
    let phc = password.hash(PasswordCost::DEFAULT);
    let start = Instant::now();
    let mut count = 0_u32;
    while start.elapsed() < time {
        assert!(password.verify(&phc), "its own hash");
        count += 1;
    }
    f64::from(count) / start.elapsed().as_secs_f64()
}
