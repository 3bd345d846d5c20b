//! Running cargo-mutants, a shard at a time, and keeping what came out.

use super::accepted::Accepted;
use super::folders::Folder;
use super::outcome::Outcome;
use crate::process::{output_of, root, show};
use anyhow::{Context, Result, bail, ensure};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;

/// A part of a folder's mutants: the `number`th of `count`, from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    pub(crate) number: usize,
    pub(crate) count: usize,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let explain = || format!("{text:?} is no shard, such as 0/8");
        let (number, count) = text.split_once('/').ok_or_else(explain)?;
        let shard = Self {
            number: number.parse().map_err(|_| explain())?,
            count: count.parse().map_err(|_| explain())?,
        };
        (shard.number < shard.count)
            .then_some(shard)
            .ok_or_else(explain)
    }
}

/// Where runs take place.
pub(crate) struct Runs {
    /// cargo-mutants.
    pub(crate) program: PathBuf,
    /// The copy of the checkout.
    pub(crate) tree: PathBuf,
    /// The folder of the copy and of what came out.
    pub(crate) home: PathBuf,
}

impl Runs {
    /// The names of all mutants of a folder.
    pub(crate) fn list(&self, folder: &Folder) -> Result<Vec<String>> {
        let text = output_of(self.command(folder).arg("--list"));
        let text = text.with_context(|| format!("cargo mutants --list of {}", folder.name))?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// What came out of a shard, if the folder is still as it was.
    pub(crate) fn load(&self, folder: &Folder, shard: Shard) -> Result<Option<Outcome>> {
        let path = self.file_of(folder, shard)?;
        let Ok(text) = fs::read_to_string(&path) else {
            return Ok(None);
        };
        let kept = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        Ok(Some(kept))
    }

    pub(crate) fn save(&self, folder: &Folder, shard: Shard, outcome: &Outcome) -> Result<()> {
        let path = self.file_of(folder, shard)?;
        fs::create_dir_all(path.parent().context("a file has a folder")?)?;
        let text = serde_json::to_string_pretty(outcome)?;
        fs::write(&path, text).with_context(|| path.display().to_string())
    }

    /// Runs a shard with the unit tests; what survives them is run again with the HTTP tests, which take
    /// longer to build.
    pub(crate) fn run_shard(&self, folder: &Folder, shard: Shard) -> Result<Outcome> {
        let mut mutants = self.command(folder);
        mutants.arg(format!("--shard={}/{}", shard.number, shard.count));
        mutants.args(["--", "--lib", "--"]).args(folder.unit);
        let first = self.outcome_of(mutants)?;
        let left = names_to_run(&first, &Accepted::default());
        self.run_named(folder, first, &left)
    }

    /// Runs the survivors of a shard that are not on the list again: tests were added since.
    pub(crate) fn run_again(
        &self,
        folder: &Folder,
        before: Outcome,
        accepted: &Accepted,
    ) -> Result<Outcome> {
        let left = names_to_run(&before, accepted);
        self.run_named(folder, before, &left)
    }

    fn run_named(&self, folder: &Folder, before: Outcome, names: &[String]) -> Result<Outcome> {
        if names.is_empty() {
            return Ok(before);
        }
        let mut mutants = self.command(folder);
        for name in names {
            mutants.arg(format!("--re=^{}$", escaped(name)));
        }
        mutants.args(["--", "--lib", "--test", "api", "--"]);
        mutants.args(folder.unit).args(folder.http);
        Ok(before.after(self.outcome_of(mutants)?))
    }

    fn command(&self, folder: &Folder) -> Command {
        let mut mutants = Command::new(&self.program);
        mutants
            .args(["mutants", "--in-place", "--package", "twostep", "--dir"])
            .arg(&self.tree)
            .arg("--output")
            .arg(&self.home)
            .args(["--file", &format!("{}/**", folder.path)])
            .current_dir(&self.tree)
            // The copy has a target folder of its own.
            .env_remove("CARGO_TARGET_DIR");
        mutants
    }

    fn outcome_of(&self, mut mutants: Command) -> Result<Outcome> {
        show(&mutants);
        let status = mutants.status().context("cargo-mutants does not start")?;
        match status.code() {
            // All killed; some survived; some timed out.
            Some(0 | 2 | 3) => Outcome::of_run(&self.home),
            Some(4) => bail!("the tests fail already without a change"),
            _ => bail!("cargo-mutants failed ({status})"),
        }
    }

    fn file_of(&self, folder: &Folder, shard: Shard) -> Result<PathBuf> {
        let name = format!("{}-of-{}.json", shard.number, shard.count);
        let state = format!(
            "{}-{:016x}",
            folder.name,
            digest(&root().join(folder.path))?
        );
        Ok(self.home.join("state").join(state).join(name))
    }
}

fn names_to_run(outcome: &Outcome, accepted: &Accepted) -> Vec<String> {
    let left = outcome.survived.iter().chain(&outcome.timed_out);
    left.filter(|name| !accepted.has(name)).cloned().collect()
}

/// A name as a regular expression.
fn escaped(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

/// What the files of a folder are now.
fn digest(folder: &Path) -> Result<u64> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    ensure!(!files.is_empty(), "{} is empty", folder.display());
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file)
            .with_context(|| file.display().to_string())?
            .hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_a_number_of_a_count() {
        let shard: Shard = "7/8".parse().unwrap();
        assert_eq!((shard.number, shard.count), (7, 8));
        for text in ["8/8", "1", "a/2", "0/0"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_name_is_taken_literally() {
        // A backslash before `<` or `>` would mean the edge of a word.
        assert_eq!(escaped("a.rs:1: f -> (<T>)"), r"a\.rs:1: f -> \(<T>\)");
    }
}
