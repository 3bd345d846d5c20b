//! `cargo xtask bench`: the release program under load, in one table.

use crate::process::{cargo, run, target_folder};
use anyhow::Result;
use std::process::Command;

/// Builds both programs and measures.
pub(crate) fn run_bench(rounds: u32, seconds: u32) -> Result<()> {
    run(&mut cargo(
        "build --release --package twostep --package load",
    ))?;
    let folder = target_folder()?.join("release");
    let mut bench = Command::new(folder.join("load"));
    bench
        .arg("bench")
        .arg("--program")
        .arg(folder.join("twostep"));
    bench.args([
        "--rounds",
        &rounds.to_string(),
        "--seconds",
        &seconds.to_string(),
    ]);
    run(&mut bench)
}
