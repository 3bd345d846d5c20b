//! The page of the requirements.

use super::found::{Test, Tests};
use super::rows::Rows;
use std::fmt::Write as _;

const HEAD: &str = "# What the product promises, and the tests that hold it

Written by `cargo xtask requirements` from `xtask/requirements.toml` and the doc comments of the tests.
";
const TABLE: &str = "\n| row | asks | state | tests |\n| --- | --- | --- | --- |\n";

pub(crate) fn page(rows: &Rows, tests: &Tests) -> String {
    let mut text = format!("{HEAD}{}.\n{TABLE}", summary(rows, tests));
    for (id, row) in rows {
        let of_row = tests.get(id).map(Vec::as_slice).unwrap_or_default();
        let names: Vec<String> = of_row.iter().map(entry).collect();
        let (asks, state, names) = (cell(&row.asks), cell(&row.state()), names.join("<br>"));
        writeln!(text, "| {id} | {asks} | {state} | {names} |").ok();
    }
    text
}

/// A test with the parts that it names.
fn entry(test: &Test) -> String {
    let Test { name, parts } = test;
    if parts.is_empty() {
        format!("`{name}`")
    } else {
        format!("`{name}` ({})", cell(&parts.join(", ")))
    }
}

/// How many rows there are of each kind.
pub(crate) fn summary(rows: &Rows, tests: &Tests) -> String {
    let count = |state: &str| {
        let of_state = rows.values().filter(|row| row.state().starts_with(state));
        of_state.count()
    };
    let named = tests
        .values()
        .flatten()
        .map(|test| &test.name)
        .collect::<std::collections::BTreeSet<_>>();
    format!(
        "{} rows: {} met, {} open, {} deviations, {} not applicable; {} tests name them",
        rows.len(),
        count("met"),
        count("open"),
        count("deviation"),
        count("not applicable"),
        named.len()
    )
}

/// A text that ends no cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
