//! `cargo xtask mutants`: changes the program at one place after the other, and shows which changes no test
//! notices. cargo-mutants makes and tests them; this says where, with which tests, and keeps what came out.

mod accepted;
mod core;
mod folders;
mod outcome;
mod runs;
mod tree;

use crate::process::target_folder;
use crate::tools::{self, Tool};
use accepted::Accepted;
use anyhow::{Context, Result, ensure};
use clap::Args;
use folders::{FOLDERS, Folder};
use outcome::Outcome;
use runs::{Part, Runs, Shard};
use std::path::PathBuf;

const MUTANTS: Tool = Tool {
    package: "cargo-mutants",
    program: "cargo-mutants",
    version: "27.1.0",
    options: &[],
};
/// About a quarter of an hour on two cores.
const MUTANTS_PER_SHARD: usize = 25;

/// What is run; without options everything that was not run since the sources changed.
#[derive(Args)]
pub(crate) struct Extent {
    /// One folder only: crypto, flow, proofs, devices, throttle, sessions, recovery, members, policy, http
    #[arg(long)]
    folder: Option<String>,
    /// Only the files that decide and need neither database nor HTTP
    #[arg(long)]
    core: bool,
    /// One part of the other files of each folder only, such as 0/8, the first of eight
    #[arg(long)]
    shard: Option<Shard>,
    /// Show what came out so far, and run nothing
    #[arg(long)]
    report: bool,
}

/// Runs the shards that are missing, prints one table, and fails when a mutant survives that is not on the
/// list.
pub(crate) fn run_extent(extent: &Extent) -> Result<()> {
    let folders = chosen(extent.folder.as_deref())?;
    let accepted = accepted::read()?;
    let home = target_folder()?.join("mutants");
    let program = tools::ensure_program(&MUTANTS)?;
    let runs = Runs {
        program: program_path(program)?,
        tree: tree::renew(&home.join("tree"))?,
        home,
    };
    let mut table = Vec::new();
    for folder in folders {
        let mut listed = runs.list_core(folder)?;
        let others = if extent.core {
            Vec::new()
        } else {
            runs.list(folder)?
        };
        let mut sum = Outcome::default();
        for part in extent.parts(&listed, &others) {
            let before = runs.load(folder, part)?;
            if extent.report {
                sum.add(before.unwrap_or_default());
                continue;
            }
            let after = match before {
                None => runs.run_part(folder, part, &accepted)?,
                Some(before) => runs.run_again(folder, part, before, &accepted)?,
            };
            runs.save(folder, part, &after)?;
            sum.add(after);
        }
        listed.extend(others);
        table.push((folder, listed, sum));
    }
    print_table(&table);
    let findings: Vec<String> = table
        .iter()
        .flat_map(|(_, listed, sum)| findings(listed, sum, &accepted))
        .collect();
    ensure!(findings.is_empty(), "\n{}", findings.join("\n"));
    Ok(())
}

impl Extent {
    /// What is run of a folder, the functional core first.
    fn parts(&self, core: &[String], others: &[String]) -> Vec<Part> {
        if let Some(shard) = self.shard {
            return vec![Part::Shard(shard)];
        }
        let core = (!core.is_empty()).then_some(Part::Core);
        let shards = shards_of(others.len()).into_iter().map(Part::Shard);
        let shards = shards.filter(|_| !others.is_empty());
        core.into_iter().chain(shards).collect()
    }
}

fn chosen(name: Option<&str>) -> Result<Vec<&'static Folder>> {
    let chosen: Vec<_> = FOLDERS
        .iter()
        .filter(|folder| name.is_none_or(|name| folder.name == name))
        .collect();
    ensure!(!chosen.is_empty(), "there is no such folder");
    Ok(chosen)
}

/// A program of the cache has a path; one of the search path is found there.
fn program_path(program: PathBuf) -> Result<PathBuf> {
    if program.components().count() > 1 {
        return Ok(program);
    }
    let path = std::env::var_os("PATH").context("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(&program))
        .find(|path| path.is_file())
        .context("cargo-mutants is not on the search path")
}

fn shards_of(mutants: usize) -> Vec<Shard> {
    let count = mutants.div_ceil(MUTANTS_PER_SHARD).max(1);
    (0..count).map(|number| Shard { number, count }).collect()
}

fn print_table(table: &[(&Folder, Vec<String>, Outcome)]) {
    println!(
        "{:<10} {:>7} {:>7} {:>9} {:>10} {:>12} {:>8}",
        "folder", "mutants", "killed", "survived", "timed out", "do not build", "not run"
    );
    for (folder, listed, sum) in table {
        println!(
            "{:<10} {:>7} {:>7} {:>9} {:>10} {:>12} {:>8}",
            folder.name,
            listed.len(),
            sum.killed.len(),
            sum.survived.len(),
            sum.timed_out.len(),
            sum.unviable.len(),
            listed.len().saturating_sub(sum.count())
        );
    }
}

/// Survivors that are not on the list, and lines of the list that nothing survives by any more.
fn findings(listed: &[String], sum: &Outcome, accepted: &Accepted) -> Vec<String> {
    let survivors = sum.survived.iter().chain(&sum.timed_out);
    let unlisted = survivors
        .filter(|name| !accepted.has(name))
        .map(|name| format!("no test notices: {name}"));
    let is_killed = |name: &&String| sum.killed.contains(name) && accepted.has(name);
    let is_whole = sum.count() >= listed.len();
    let needless = sum.killed.iter().filter(is_killed).filter(|_| is_whole);
    let needless = needless.filter(|name| {
        let same = sum.survived.iter().chain(&sum.timed_out);
        !same
            .into_iter()
            .any(|other| accepted::line_of(other) == accepted::line_of(name))
    });
    let needless = needless.map(|name| {
        format!(
            "is noticed, take it from the list: {}",
            accepted::line_of(name)
        )
    });
    unlisted.chain(needless).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(killed: &[&str], survived: &[&str]) -> Outcome {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Outcome {
            killed: names(killed),
            survived: names(survived),
            ..Outcome::default()
        }
    }

    #[test]
    fn a_survivor_that_is_not_on_the_list_is_found() {
        let accepted: Accepted =
            toml::from_str("[[survivor]]\nmutant = 'a.rs: replace f with ()'\nwhy = 'x'").unwrap();
        let listed = ["a.rs:1:2: replace f with ()", "a.rs:3:4: replace g with ()"];
        let all = listed.map(str::to_owned);
        let found = |sum: Outcome| findings(&all, &sum, &accepted);
        assert!(found(outcome(&[], &listed[..1])).is_empty());
        assert_eq!(
            found(outcome(&listed[..1], &listed[1..])),
            [
                "no test notices: a.rs:3:4: replace g with ()",
                "is noticed, take it from the list: a.rs: replace f with ()",
            ]
        );
    }

    #[test]
    fn shards_have_a_size() {
        assert_eq!(shards_of(0).len(), 1);
        assert_eq!(shards_of(25).len(), 1);
        assert_eq!(shards_of(26).len(), 2);
        assert!(chosen(Some("crypto")).is_ok() && chosen(Some("crypt")).is_err());
    }

    #[test]
    fn every_folder_is_there() {
        for folder in FOLDERS {
            for path in folder.paths {
                assert!(crate::process::root().join(path).exists(), "{path}");
            }
        }
    }
}
