//! The list of mutants that may survive, with the reason of each.

use crate::process::root;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::fs;

const FILE: &str = "xtask/mutants.toml";

/// The list.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Accepted {
    #[serde(default)]
    survivor: Vec<Survivor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Survivor {
    /// As cargo-mutants names it, without line and column.
    mutant: String,
    #[expect(
        dead_code,
        reason = "read by people; without it the list does not parse"
    )]
    why: String,
}

impl Accepted {
    /// Whether this mutant may survive.
    pub(crate) fn has(&self, name: &str) -> bool {
        let line = line_of(name);
        self.survivor.iter().any(|one| one.mutant == line)
    }
}

/// `a.rs: replace f with ()` of `a.rs:12:5: replace f with ()`: lines move with every change.
pub(crate) fn line_of(name: &str) -> String {
    let (place, what) = name.split_once(": ").unwrap_or(("", name));
    let file = place.split(':').next().unwrap_or_default();
    format!("{file}: {what}")
}

pub(crate) fn read() -> Result<Accepted> {
    let text = fs::read_to_string(root().join(FILE)).context(FILE)?;
    toml::from_str(&text).context(FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_readable() {
        assert!(
            read()
                .unwrap()
                .survivor
                .iter()
                .all(|one| one.mutant.contains(".rs: "))
        );
        assert!(toml::from_str::<Accepted>("[[survivor]]\nmutant = 'a.rs: x'").is_err());
    }

    #[test]
    fn line_and_column_are_left_out() {
        let name = "api/src/a.rs:12:5: replace a::b -> bool with true";
        assert_eq!(
            line_of(name),
            "api/src/a.rs: replace a::b -> bool with true"
        );
    }
}
