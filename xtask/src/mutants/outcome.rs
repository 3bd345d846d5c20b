//! What became of mutants, and the file that keeps it.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

/// Names of mutants, by what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// A test failed.
    pub(crate) killed: Vec<String>,
    /// Every test passed.
    pub(crate) survived: Vec<String>,
    /// The tests did not end in time.
    pub(crate) timed_out: Vec<String>,
    /// It does not compile.
    pub(crate) unviable: Vec<String>,
}

impl Outcome {
    /// How many were run.
    pub(crate) fn count(&self) -> usize {
        let all = [
            &self.killed,
            &self.survived,
            &self.timed_out,
            &self.unviable,
        ];
        all.into_iter().map(Vec::len).sum()
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.killed.extend(other.killed);
        self.survived.extend(other.survived);
        self.timed_out.extend(other.timed_out);
        self.unviable.extend(other.unviable);
    }

    /// The same with other names.
    pub(crate) fn renamed(self, rename: impl Fn(&str) -> String) -> Self {
        let all = |names: Vec<String>| names.iter().map(|name| rename(name)).collect();
        Self {
            killed: all(self.killed),
            survived: all(self.survived),
            timed_out: all(self.timed_out),
            unviable: all(self.unviable),
        }
    }

    /// What cargo-mutants left in its folder.
    pub(crate) fn of_run(folder: &Path) -> Result<Self> {
        let names = |file: &str| -> Result<Vec<String>> {
            let path = folder.join("mutants.out").join(file);
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            Ok(text.lines().map(str::to_owned).collect())
        };
        Ok(Self {
            killed: names("caught.txt")?,
            survived: names("missed.txt")?,
            timed_out: names("timeout.txt")?,
            unviable: names("unviable.txt")?,
        })
    }

    /// This outcome after its survivors were run again, with more or other tests.
    pub(crate) fn after(mut self, again: Self) -> Self {
        let is_again = |name: &String| {
            let all = [
                &again.killed,
                &again.survived,
                &again.timed_out,
                &again.unviable,
            ];
            all.into_iter().any(|names| names.contains(name))
        };
        // cargo-mutants runs a few that the names do not ask for, whatever came out of them before.
        for names in [
            &mut self.killed,
            &mut self.survived,
            &mut self.timed_out,
            &mut self.unviable,
        ] {
            names.retain(|name| !is_again(name));
        }
        self.add(again);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survivors_that_were_run_again_count_once() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let first = Outcome {
            killed: names(&["a"]),
            survived: names(&["b", "c", "d"]),
            ..Outcome::default()
        };
        let again = Outcome {
            killed: names(&["a", "b"]),
            survived: names(&["c"]),
            ..Outcome::default()
        };
        let after = first.after(again);
        assert_eq!(after.killed, ["a", "b"]);
        assert_eq!(after.survived, ["d", "c"]);
        assert_eq!(after.count(), 4);
    }
}
