//! The table: medians over the rounds, and the ratio to what the machine gives.

use crate::client::Round;
use std::collections::BTreeMap;

/// What one answer cost, where it was counted.
#[derive(Clone, Copy, Default)]
pub(crate) struct Cost {
    /// Microseconds of the program's processor time.
    pub(crate) processor: Option<f64>,
    /// Microseconds of the database server's processor time.
    pub(crate) database: Option<f64>,
    /// Pages of the write-ahead log.
    pub(crate) pages: Option<f64>,
    /// Bytes of the write-ahead log.
    pub(crate) log_bytes: Option<f64>,
}

/// One line of the table.
struct Line {
    what: String,
    rate: f64,
    p50: f64,
    p99: f64,
    errors: String,
    refused: usize,
    cost: Cost,
    note: String,
}

/// All lines, in the order of measuring.
#[derive(Default)]
pub(crate) struct Ledger {
    lines: Vec<Line>,
    ratios: Vec<String>,
}

impl Ledger {
    /// Adds the median of the rounds of one measurement; gives its rate.
    pub(crate) fn add(
        &mut self,
        what: impl Into<String>,
        mut rounds: Vec<Round>,
        cost: Cost,
        note: impl FnOnce(f64) -> String,
    ) -> f64 {
        let rate = median(rounds.iter().map(Round::rate).collect());
        let mut percentile = |percent| {
            let each = rounds.iter_mut().map(|round| round.percentile(percent));
            median(each.collect())
        };
        let (p50, p99) = (percentile(50), percentile(99));
        let line = Line {
            what: what.into(),
            rate,
            p50,
            p99,
            errors: errors(&rounds),
            refused: rounds.iter().map(|round| round.refused).sum(),
            cost,
            note: note(rate),
        };
        println!("{}", row(&line));
        self.lines.push(line);
        rate
    }

    /// Adds a figure that no other machine changes much: one measured by another of the same run.
    pub(crate) fn add_ratio(&mut self, what: &str, ratio: f64) {
        if ratio.is_finite() {
            self.ratios.push(format!("| {what} | {ratio:.2} |"));
        }
    }

    /// Prints both tables as Markdown.
    pub(crate) fn print(&self) {
        println!(
            "\n| measured | a second | p50 ms | p99 ms | errors | 503 | CPU µs/op | \
             database CPU µs/op | pages/op | log bytes/op | beside |"
        );
        println!("| --- |{} --- |", " ---: |".repeat(9));
        for line in &self.lines {
            println!("{}", row(line));
        }
        println!("\n| ratio within this run | |\n| --- | ---: |");
        for ratio in &self.ratios {
            println!("{ratio}");
        }
    }
}

fn row(line: &Line) -> String {
    let Line {
        what,
        rate,
        p50,
        p99,
        errors,
        refused,
        cost,
        note,
    } = line;
    let or_none = |figure: Option<f64>, digits| {
        figure.map_or(String::new(), |figure| format!("{figure:.digits$}"))
    };
    let costs = [
        or_none(cost.processor, 0),
        or_none(cost.database, 0),
        or_none(cost.pages, 2),
        or_none(cost.log_bytes, 0),
    ]
    .join(" | ");
    format!(
        "| {what} | {rate:.0} | {p50:.2} | {p99:.2} | {errors} | {refused} | {costs} | {note} |"
    )
}

/// How many of each status, or 0.
pub(crate) fn errors(rounds: &[Round]) -> String {
    let mut all = BTreeMap::<u16, usize>::new();
    for (status, count) in rounds.iter().flat_map(|round| &round.errors) {
        *all.entry(*status).or_default() += count;
    }
    let each = all
        .iter()
        .map(|(status, count)| format!("{count} × {status}"));
    let each: Vec<String> = each.collect();
    if each.is_empty() {
        "0".into()
    } else {
        each.join(", ")
    }
}

/// The middle one.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one() {
        assert!((median(vec![9.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
    }
}
