//! `cargo xtask bench`, `growth`, `kill`, `soak` and `timing`: the release program under load, under
//! kills, for a long time, and under a stop watch.

use crate::process::{cargo, run, target_folder};
use crate::{first_page, postgres};
use anyhow::Result;
use std::process::Command;

/// Measures, and prints one table; then the first page.
pub(crate) fn run_bench(rounds: u32, seconds: u32, members: u32) -> Result<()> {
    run(&mut cargo("build --profile dist --package twostep"))?;
    let mut bench = load("bench", "dist")?;
    let server = postgres::Server::start(postgres::Data::Durable)?;
    bench.args(["--postgres", &server.url()]);
    bench.arg("--pgbench").arg(postgres::program("pgbench")?);
    bench.args(["--members", &members.to_string()]);
    bench.args(["--rounds", &rounds.to_string()]);
    bench.args(["--seconds", &seconds.to_string()]);
    run(&mut bench)?;
    first_page::measure("dist")
}

/// Asks the same of small and large organizations.
pub(crate) fn run_growth() -> Result<()> {
    run(&mut load("growth", "release")?)
}

/// Kills the program at random moments, on a file and then on a server, and prints for each what
/// was checked.
pub(crate) fn run_kills(kills: u32, seed: u64) -> Result<()> {
    let mut kill = load("kill", "release")?;
    kill.args(["--kills", &kills.to_string()]);
    kill.args(["--seed", &seed.to_string()]);
    run(&mut kill)?;
    let server = postgres::Server::start(postgres::Data::Durable)?;
    run(kill.args(["--postgres", &server.url()]))
}

/// Loads the program steadily and prints what it needs.
pub(crate) fn run_soak(minutes: u32) -> Result<()> {
    run(load("soak", "release")?.args(["--minutes", &minutes.to_string()]))
}

/// Prints how well the time of a refused sign-in sorts known addresses from unknown ones.
pub(crate) fn run_timing(samples: u32) -> Result<()> {
    let mut timing = load("timing", "release")?;
    timing.args(["--samples", &samples.to_string()]);
    run(&mut timing)
}

/// Builds both programs; the driver, with the program of a profile that it drives.
fn load(what: &str, profile: &str) -> Result<Command> {
    run(&mut cargo(
        "build --release --package twostep --package load",
    ))?;
    let folder = target_folder()?;
    let mut load = Command::new(folder.join("release/load"));
    load.arg(what);
    load.arg("--program")
        .arg(folder.join(profile).join("twostep"));
    Ok(load)
}
