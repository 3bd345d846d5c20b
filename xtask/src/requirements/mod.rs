//! `cargo xtask requirements`: which promise is held by which tests.

mod found;
mod page;
mod rows;

use crate::process::root;
use anyhow::{Context, Result, ensure};
use found::{Test, Tests};
use rows::Rows;
use std::fs;

const PAGE: &str = "api/docs/requirements.md";

/// Writes the page, and fails when a row or a test is at odds with the other.
pub(crate) fn write() -> Result<()> {
    let (rows, tests) = read()?;
    let text = page::page(&rows, &tests);
    fs::write(root().join(PAGE), &text).context(PAGE)?;
    println!("{PAGE}: {}", page::summary(&rows, &tests));
    for id in tests.keys().filter(|id| is_open(&rows, id)) {
        println!("{id} is open and has tests: is it met now?");
    }
    let findings = findings(&rows, &tests);
    ensure!(findings.is_empty(), "\n{}", findings.join("\n"));
    Ok(())
}

fn read() -> Result<(Rows, Tests)> {
    Ok((rows::read()?, found::in_workspace(root())?))
}

fn is_open(rows: &Rows, id: &str) -> bool {
    rows.get(id).is_some_and(|row| row.open.is_some())
}

/// A promise without a test is only words; a test for an unknown row is a slip of the pen.
fn findings(rows: &Rows, tests: &Tests) -> Vec<String> {
    let untested = rows
        .iter()
        .filter(|(id, row)| row.is_met() && !tests.contains_key(*id))
        .map(|(id, _)| format!("{id} is met, but no test names it"));
    let unknown = tests
        .iter()
        .filter(|(id, _)| !rows.contains_key(*id))
        .map(|(id, of_row)| format!("{id} is no row, but {} names it", names(of_row)));
    let unclear = rows
        .iter()
        .filter(|(_, row)| row.states() > 1)
        .map(|(id, _)| format!("{id} has more than one state"));
    let found = untested.chain(unknown).chain(unclear);
    found.chain(findings_of_parts(rows, tests)).collect()
}

/// A row of several parts is met when each is named; a part that is named must be one of its row.
fn findings_of_parts(rows: &Rows, tests: &Tests) -> Vec<String> {
    let mut findings = Vec::new();
    for (id, row) in rows {
        let of_row = tests.get(id).map(Vec::as_slice).unwrap_or_default();
        let is_named = |part: &String| of_row.iter().any(|test| test.parts.contains(part));
        if row.is_met() {
            let missing = row.parts.iter().filter(|part| !is_named(part));
            findings
                .extend(missing.map(|part| format!("{id} ({part}) is met, but no test names it")));
        }
        for Test { name, parts } in of_row {
            let unknown = parts.iter().filter(|part| !row.parts.contains(part));
            findings.extend(
                unknown.map(|part| format!("{id} has no part ({part}), but {name} names it")),
            );
        }
    }
    findings
}

fn names(tests: &[Test]) -> String {
    let names: Vec<&str> = tests.iter().map(|test| test.name.as_str()).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_that_is_met_has_a_test_and_every_test_a_row() {
        let (rows, tests) = read().unwrap();
        assert!(rows.len() > 150 && tests.len() > 50, "the tree is not read");
        let findings = findings(&rows, &tests);
        assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
    }

    #[test]
    fn the_page_is_fresh() {
        let (rows, tests) = read().unwrap();
        let committed = fs::read_to_string(root().join(PAGE)).unwrap_or_default();
        assert!(
            committed == page::page(&rows, &tests),
            "{PAGE} is stale; write it anew: cargo xtask requirements"
        );
    }

    fn test(parts: &[&str]) -> Test {
        Test {
            name: "a_test".to_owned(),
            parts: parts.iter().map(|part| (*part).to_owned()).collect(),
        }
    }

    #[test]
    fn a_missing_part_and_an_unknown_part_are_found() {
        let rows: Rows = toml::from_str(
            "[A-01]\nasks = 'x'\nparts = ['files', 'folder']\n\
             [A-02]\nasks = 'y'\nparts = ['files']\nopen = 'later'\n\
             [A-03]\nasks = 'z'",
        )
        .unwrap();
        let tests = Tests::from([
            ("A-01".to_owned(), vec![test(&[]), test(&["files", "fils"])]),
            ("A-03".to_owned(), vec![test(&["whole"])]),
        ]);
        assert_eq!(
            findings(&rows, &tests),
            [
                "A-01 (folder) is met, but no test names it",
                "A-01 has no part (fils), but a_test names it",
                "A-03 has no part (whole), but a_test names it",
            ]
        );
    }

    #[test]
    fn a_missing_test_an_unknown_row_and_two_states_are_found() {
        let rows: Rows = toml::from_str(
            "[A-01]\nasks = 'x'\n[A-02]\nasks = 'y'\nopen = 'later'\ndeviation = 'no'",
        )
        .unwrap();
        let tests = Tests::from([("Z-99".to_owned(), vec![test(&[])])]);
        let found = findings(&rows, &tests).join("\n");
        for id in ["A-01 is met", "Z-99 is no row", "A-02 has more"] {
            assert!(found.contains(id), "{id}: {found}");
        }
        assert!(!found.contains("A-02 is met"), "{found}");
    }
}
