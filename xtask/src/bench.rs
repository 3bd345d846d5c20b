//! `cargo xtask bench`, `audit-pages`, `growth`, `kill`, `soak` and `timing`: the release program under load, under
//! kills, for a long time, and under a stop watch.

use crate::process::{cargo, run, target_folder};
use crate::{clients, first_page, postgres};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How long and on how much the bench measures.
#[derive(clap::Args)]
pub(crate) struct Extent {
    /// Rounds of each measurement; the table shows their median
    #[arg(long, default_value_t = 3)]
    rounds: u32,
    /// Seconds of each round
    #[arg(long, default_value_t = 2)]
    seconds: u32,
    /// Members in each database; every code check spends one
    #[arg(long, default_value_t = 400_000)]
    members: u32,
    /// Another build of the program, with the same tables; it is measured in place of this one
    #[arg(long)]
    program: Option<PathBuf>,
}

/// Measures, and prints the tables; then the first page.
pub(crate) fn run_bench(extent: Extent) -> Result<()> {
    let Extent {
        rounds,
        seconds,
        members,
        program,
    } = extent;
    let is_own = program.is_none();
    let mut bench = if let Some(program) = program {
        load_with("bench", &program)?
    } else {
        run(&mut cargo("build --profile dist --package twostep"))?;
        load("bench", "dist")?
    };
    let provider = target_folder()?.join("oidc-provider");
    bench.arg("--oidc-provider");
    bench.arg(clients::lay_out_provider(&provider)?);
    let server = postgres::Server::start(postgres::Data::Durable)?;
    bench.args(["--postgres", &server.url()]);
    bench.arg("--pgbench").arg(postgres::program("pgbench")?);
    bench.args(["--members", &members.to_string()]);
    bench.args(["--rounds", &rounds.to_string()]);
    bench.args(["--seconds", &seconds.to_string()]);
    run(&mut bench)?;
    if is_own {
        first_page::measure("dist")?;
    }
    Ok(())
}

/// Asks the same of small and large organizations.
pub(crate) fn run_growth() -> Result<()> {
    run(&mut load("growth", "release")?)
}

/// Reads a long audit record, in a file and then on a server.
pub(crate) fn run_audit_pages(rows: u32) -> Result<()> {
    let mut pages = load("audit-pages", "release")?;
    pages.args(["--rows", &rows.to_string()]);
    run(&mut pages)?;
    let server = postgres::Server::start(postgres::Data::Durable)?;
    run(pages.args(["--postgres", &server.url()]))
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
    run(&mut cargo("build --release --package twostep"))?;
    load_with(what, &target_folder()?.join(profile).join("twostep"))
}

/// The driver, with the program that it drives.
fn load_with(what: &str, program: &Path) -> Result<Command> {
    run(&mut cargo("build --release --package load"))?;
    let mut load = Command::new(target_folder()?.join("release/load"));
    load.arg(what).arg("--program").arg(program);
    Ok(load)
}
