//! Running cargo-mutants, a shard at a time, and keeping what came out.

use super::accepted::Accepted;
use super::core;
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

/// What is run at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All files of the functional core.
    Core,
    /// Some mutants of the other files.
    Shard(Shard),
}

impl Runs {
    /// The names of all mutants of a folder, outside of the functional core.
    pub(crate) fn list(&self, folder: &Folder) -> Result<Vec<String>> {
        names_of(&mut self.command(folder), folder)
    }

    /// The same of its files in the functional core.
    pub(crate) fn list_core(&self, folder: &Folder) -> Result<Vec<String>> {
        if folder.core().is_empty() {
            return Ok(Vec::new());
        }
        let names = names_of(&mut self.core_command(folder), folder)?;
        Ok(names.iter().map(|name| core::in_checkout(name)).collect())
    }

    /// What came out of a part, if the folder is still as it was.
    pub(crate) fn load(&self, folder: &Folder, part: Part) -> Result<Option<Outcome>> {
        let path = self.file_of(folder, part)?;
        let Ok(text) = fs::read_to_string(&path) else {
            return Ok(None);
        };
        let kept = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        Ok(Some(kept))
    }

    pub(crate) fn save(&self, folder: &Folder, part: Part, outcome: &Outcome) -> Result<()> {
        let path = self.file_of(folder, part)?;
        fs::create_dir_all(path.parent().context("a file has a folder")?)?;
        let text = serde_json::to_string_pretty(outcome)?;
        fs::write(&path, text).with_context(|| path.display().to_string())
    }

    /// Runs a part with the unit tests. What survives them outside of the core is run again with the HTTP tests, which
    /// take longer to build; the core is held by its own.
    pub(crate) fn run_part(
        &self,
        folder: &Folder,
        part: Part,
        accepted: &Accepted,
    ) -> Result<Outcome> {
        match part {
            Part::Core => self.run_core(folder, &[]),
            Part::Shard(shard) => {
                let mut mutants = self.command(folder);
                mutants.arg(format!("--shard={}/{}", shard.number, shard.count));
                mutants.args(["--", "--lib", "--"]).args(folder.unit);
                let first = self.outcome_of(mutants)?;
                self.run_again(folder, part, first, accepted)
            }
        }
    }

    /// Runs the survivors of a part that are not on the list again, with all tests that are near.
    pub(crate) fn run_again(
        &self,
        folder: &Folder,
        part: Part,
        before: Outcome,
        accepted: &Accepted,
    ) -> Result<Outcome> {
        let names = names_to_run(&before, accepted);
        if names.is_empty() {
            return Ok(before);
        }
        let again = match part {
            Part::Core => self.run_core(folder, &names)?,
            Part::Shard(_) => {
                let mut mutants = self.command(folder);
                mutants.args(names.iter().map(|name| format!("--re=^{}$", escaped(name))));
                mutants.args(["--", "--lib", "--test", "api", "--"]);
                mutants.args(folder.unit).args(folder.http);
                self.outcome_of(mutants)?
            }
        };
        Ok(before.after(again))
    }

    /// All mutants of the core in a folder, or those of these names.
    fn run_core(&self, folder: &Folder, names: &[String]) -> Result<Outcome> {
        let mut mutants = self.core_command(folder);
        let names = names.iter().map(|name| escaped(&core::in_core(name)));
        mutants.args(names.map(|name| format!("--re=^{name}$")));
        mutants.args(["--", "--lib"]);
        Ok(self.outcome_of(mutants)?.renamed(core::in_checkout))
    }

    /// What is in the program only.
    fn command(&self, folder: &Folder) -> Command {
        let mut mutants = self.command_in("twostep", folder.paths.iter().copied());
        for file in folder.core() {
            mutants.arg("--exclude").arg(file);
        }
        mutants
    }

    /// What is in the functional core.
    fn core_command(&self, folder: &Folder) -> Command {
        let files = folder.core().into_iter().map(core::in_core);
        let files: Vec<String> = files.collect();
        self.command_in(core::PACKAGE, files.iter().map(String::as_str))
    }

    fn command_in<'a>(&self, package: &str, paths: impl Iterator<Item = &'a str>) -> Command {
        let mut mutants = Command::new(&self.program);
        mutants
            .args(["mutants", "--in-place", "--package", package, "--dir"])
            .arg(&self.tree)
            .arg("--output")
            .arg(&self.home)
            .current_dir(&self.tree)
            // The copy has a target folder of its own.
            .env_remove("CARGO_TARGET_DIR");
        for path in paths {
            let is_file = Path::new(path).extension().is_some();
            let inside = if is_file { "" } else { "/**" };
            mutants.arg("--file").arg(format!("{path}{inside}"));
        }
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

    fn file_of(&self, folder: &Folder, part: Part) -> Result<PathBuf> {
        let name = match part {
            Part::Core => "core.json".to_owned(),
            Part::Shard(Shard { number, count }) => format!("{number}-of-{count}.json"),
        };
        let state = format!("{}-{:016x}", folder.name, digest(folder)?);
        Ok(self.home.join("state").join(state).join(name))
    }
}

fn names_of(command: &mut Command, folder: &Folder) -> Result<Vec<String>> {
    let text = output_of(command.arg("--list"));
    let text = text.with_context(|| format!("cargo mutants --list of {}", folder.name))?;
    Ok(text.lines().map(str::to_owned).collect())
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
fn digest(folder: &Folder) -> Result<u64> {
    let mut files = Vec::new();
    for path in folder.paths {
        collect(&root().join(path), &mut files)?;
    }
    files.sort();
    ensure!(!files.is_empty(), "{} is empty", folder.name);
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
    if folder.is_file() {
        files.push(folder.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        collect(&entry?.path(), files)?;
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
